public import Signing

/// The path from a leaf to the root of a log of some size (RFC 9162 section 2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// Most hashes of a path.
    public static let maxPathCount = 63

    public let index: LeafIndex
    public let size: UInt64
    /// Sibling hashes from the leaf upward.
    public let path: [Digest]

    public init(index: LeafIndex, size: UInt64, path: [Digest]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Builds the proof that a leaf stands in the log of that size; throws `ProofError` or what the source throws.
    public static func build(
        index: LeafIndex, size: UInt64, from hashes: some TreeHashes
    ) throws -> InclusionProof {
        guard index.value < size else { throw ProofError.indexOutsideTree(index: index.value, size: size) }
        var path: [Digest] = []
        var start: UInt64 = 0
        var count = size
        while count > 1 {
            let left = MerkleTree.leftCount(of: count)
            if index.value < start + left {
                path.append(try hashes.root(start: start + left, count: count - left))
                count = left
            } else {
                path.append(try hashes.root(start: start, count: left))
                start += left
                count -= left
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }

    /// The root that the path leads to from a leaf's hash: the steps of RFC 9162 section 2.1.3.2.
    public func root(leafHash: Digest) throws(ProofError) -> Digest {
        guard index.value < size else { throw .indexOutsideTree(index: index.value, size: size) }
        guard path.count == pathCount else { throw .wrongPathLength(expected: pathCount, found: path.count) }
        var position = index.value
        var last = size - 1
        var hash = leafHash
        for sibling in path {
            if position & 1 == 1 || position == last {
                hash = Digest.node(sibling, hash)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = Digest.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return hash
    }

    /// Refuses unless the path leads from that leaf to that root.
    public func verify(leafHash: Digest, root: Digest) throws(ProofError) {
        let computed = try self.root(leafHash: leafHash)
        guard computed == root else { throw .rootMismatch(expected: root, computed: computed) }
    }

    /// Steps from the leaf to the root: one for each level below the last common one, and one
    /// for each left subtree that the right edge joins above it.
    private var pathCount: Int {
        let shared = 64 - (index.value ^ (size - 1)).leadingZeroBitCount
        return shared + (index.value >> UInt64(shared)).nonzeroBitCount
    }
}
