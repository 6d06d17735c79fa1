public import Rulebook
public import Signing

/// A case number with the salt that opens its commitment. The number travels sealed, and never stands on the ledger.
public struct CaseOpening: Hashable, Sendable, CBORCodable {
    public let number: String
    /// Thirty-two random bytes.
    public let salt: [UInt8]

    public static let saltByteCount = 32
    /// Most bytes of a case number.
    public static let maxByteCount = 200

    /// A number with a fresh salt, or with the one that it was committed with; nil for a number that is empty or too
    /// long.
    public init?(_ number: String, salt: [UInt8]? = nil) {
        let salt = salt ?? Random.bytes(CaseOpening.saltByteCount)
        guard (1...CaseOpening.maxByteCount).contains(number.utf8.count), salt.count == CaseOpening.saltByteCount
        else { return nil }
        self.number = number
        self.salt = salt
    }

    /// What stands on the ledger: SHA-256 over the tag, the salt and the number.
    public var commitment: Commitment {
        var hasher = SHA256()
        hasher.update(Purpose.caseCommitment)
        hasher.update(salt)
        hasher.update(Array(number.utf8))
        return Commitment(hasher.finalize())
    }

    /// `[number, salt]`: what a wallet puts into each ticket as the case's opening.
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.text(number)
        encoder.byteString(salt)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 2)
        let number = try decoder.text(max: CaseOpening.maxByteCount)
        guard let opening = CaseOpening(number, salt: try decoder.byteString(count: CaseOpening.saltByteCount)) else {
            throw .outOfRange(offset: start)
        }
        self = opening
    }
}
