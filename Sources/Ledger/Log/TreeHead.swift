public import Signing

/// The size of the log and the root over that many leaves.
public struct TreeHead: Hashable, Sendable {
    public let size: UInt64
    public let root: Digest

    public init(size: UInt64, root: Digest) {
        self.size = size
        self.root = root
    }

    /// The head of a log without leaves.
    public static let empty = TreeHead(size: 0, root: MerkleTree.emptyRoot)
}
