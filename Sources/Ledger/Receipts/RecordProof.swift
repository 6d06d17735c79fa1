public import Signing

/// A record and its place in the tree over its manifest's records, with the path to that tree's root.
///
/// The root and the count of records stand in the manifest, whose meaning the ledger does not know.
public struct RecordProof: Hashable, Sendable {
    /// Most bytes of a record in a receipt.
    public static let maxByteCount = 1_024
    /// Most hashes of a path: no manifest has more records than a block has leaves, 131,072.
    public static let maxPathCount = 17
    /// The last position of a record.
    static let maxPosition: UInt64 = 131_071

    /// The record's leaf.
    public let bytes: [UInt8]
    /// From 0.
    public let position: Int
    /// Sibling hashes from the record upward.
    public let path: [Digest]

    /// A record of 1 to 1,024 bytes at a position below 131,072; another is the caller's bug.
    public init(bytes: [UInt8], position: Int, path: [Digest]) {
        precondition((1...RecordProof.maxByteCount).contains(bytes.count), "a record of \(bytes.count) bytes")
        precondition((0...Int(RecordProof.maxPosition)).contains(position), "a record at position \(position)")
        self.bytes = bytes
        self.position = position
        self.path = path
    }

    /// The root of the manifest's tree that the path leads to, for so many records.
    public func root(count: Int) throws(ProofError) -> Digest {
        let index = LeafIndex(UInt64(position))
        guard count > position else { throw .indexOutsideTree(index: index.value, size: UInt64(max(0, count))) }
        let proof = InclusionProof(index: index, size: UInt64(count), path: path)
        return try proof.root(leafHash: Digest.leaf(bytes))
    }
}
