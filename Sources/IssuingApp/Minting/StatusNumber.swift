internal import Signing

/// Where a document's status stands: numbers follow a secret order, so that neighbours in a list tell nothing of when
/// they were issued, or that they were issued together.
struct StatusNumbers: Sendable {
    /// Entries of one list: 2^20.
    static let bits: UInt64 = 20
    static let perList: UInt64 = 1 << bits
    private static let half: UInt64 = bits / 2
    private static let mask: UInt64 = (1 << half) - 1
    private static let rounds: UInt64 = 4

    private let secret: [UInt8]

    init(secret: Digest) { self.secret = secret.bytes }

    /// The list and the index in it for the n-th document of the desk: a Feistel network over the index.
    func place(_ number: UInt64) -> (list: UInt64, index: UInt64) {
        let list = number / StatusNumbers.perList
        let index = number % StatusNumbers.perList
        var left = index >> StatusNumbers.half
        var right = index & StatusNumbers.mask
        for round in 0..<StatusNumbers.rounds {
            (left, right) = (right, left ^ mix(list, round, right))
        }
        return (list, left << StatusNumbers.half | right)
    }

    private func mix(_ list: UInt64, _ round: UInt64, _ value: UInt64) -> UInt64 {
        var hasher = SHA256()
        hasher.update(secret)
        hasher.update(
            [list, round, value].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
        let bytes = hasher.finalize().bytes
        return (UInt64(bytes[0]) << 8 | UInt64(bytes[1])) & StatusNumbers.mask
    }
}
