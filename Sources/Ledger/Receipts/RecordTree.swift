public import Signing

/// The tree over the records of one manifest with all its levels, so that every path costs a look-up only.
public struct RecordTree: Sendable {
    /// How many records there are.
    public let count: Int
    /// The RFC 6962 root.
    public let root: Digest
    /// The hashes of each level as bytes, the leaves first, without the root.
    private let levels: [[UInt8]]

    /// The tree over these leaf hashes, one or more.
    public init(_ leafHashes: [Digest]) {
        precondition(!leafHashes.isEmpty, "a manifest has at least one record")
        count = leafHashes.count
        var levels: [[UInt8]] = []
        var level = leafHashes
        while level.count > 1 {
            levels.append(RecordTree.bytes(of: level))
            level = RecordTree.parents(of: level)
        }
        root = level[0]
        self.levels = levels
    }

    /// Appends the hashes that lead from a record to the root, back to back.
    public func appendPath(to position: Int, into output: inout [UInt8]) {
        var index = position
        for level in levels {
            let start = (index ^ 1) * Digest.byteCount
            if start < level.count { output += level[start..<start + Digest.byteCount] }
            index >>= 1
        }
    }

    /// The path of one record, as a receipt has it.
    public func path(to position: Int) -> [Digest] {
        var bytes: [UInt8] = []
        appendPath(to: position, into: &bytes)
        return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(Array(bytes[start..<start + Digest.byteCount]))
        }
    }

    private static func bytes(of level: [Digest]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(level.count * Digest.byteCount)
        for hash in level { hash.append(to: &bytes) }
        return bytes
    }

    private static func parents(of level: [Digest]) -> [Digest] {
        stride(from: 0, to: level.count, by: 2).map { index in
            index + 1 < level.count ? Digest.node(level[index], level[index + 1]) : level[index]
        }
    }
}
