public import Ledger
internal import Signing

/// A block that may be decided at a height, with all its leaves.
public struct Candidate: Hashable, Sendable {
    public let height: Height
    public let id: BlockID
    /// Its leaves, each behind its two-byte length, the seal last.
    public let leaves: [UInt8]

    /// A block's leaves under its height and id.
    public init(height: Height, id: BlockID, leaves: [UInt8]) {
        self.height = height
        self.id = id
        self.leaves = leaves
    }
}

/// A candidate on disk: mark, height, block, length, leaves, and SHA-256 over all of these.
enum CandidateRecord {
    static let head = mark.count + 8 + Digest.byteCount + 4
    static let overhead = head + Digest.byteCount
    private static let mark = Array("deedcnd1".utf8)

    static func encode(_ candidate: Candidate) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(overhead + candidate.leaves.count)
        bytes += mark
        Words.append(candidate.height.value, to: &bytes)
        candidate.id.digest.append(to: &bytes)
        Words.append(UInt32(candidate.leaves.count), to: &bytes)
        bytes += candidate.leaves
        SHA256.digest(bytes).append(to: &bytes)
        return bytes
    }

    /// The whole and unaltered candidates of the first one's height, in the order of their writing. What stands
    /// behind them is of a write that never finished, or of an earlier height.
    static func decode(_ bytes: [UInt8]) -> [Candidate] {
        var found: [Candidate] = []
        var offset = 0
        while let (candidate, end) = next(bytes, at: offset) {
            if let first = found.first, first.height != candidate.height { break }
            found.append(candidate)
            offset = end
        }
        return found
    }

    private static func next(_ bytes: [UInt8], at offset: Int) -> (Candidate, end: Int)? {
        let rest = bytes[offset...]
        guard rest.count >= overhead, rest.starts(with: mark) else { return nil }
        let start = offset + mark.count
        guard let height = Words.read(UInt64.self, bytes[start...]), height <= Height.limit,
            let id = Digest(bytes[start + 8..<start + 8 + Digest.byteCount]),
            let length = Words.read(UInt32.self, bytes[(start + 8 + Digest.byteCount)...]),
            Int(length) <= rest.count - overhead
        else { return nil }
        let end = offset + head + Int(length)
        guard SHA256.digest(bytes[offset..<end]) == Digest(bytes[end..<end + Digest.byteCount]) else { return nil }
        let leaves = Array(bytes[offset + head..<end])
        return (Candidate(height: Height(height), id: BlockID(id), leaves: leaves), end + Digest.byteCount)
    }
}
