public import Signing

/// The tree of RFC 6962 section 2.1 over hashes of leaves.
public enum MerkleTree {
    /// The root over no leaves: SHA-256 of nothing.
    public static let emptyRoot = SHA256.digest([])

    /// The root over leaf hashes, any count of them.
    public static func root(of leafHashes: some RandomAccessCollection<Digest>) -> Digest {
        let hash = leafHashes.withContiguousStorageIfAvailable { leaves in
            unsafe MerkleTree.root(ofLeaves: leaves)
        }
        guard let hash else { return MerkleTree.root(of: Array(leafHashes)) }
        return hash
    }

    /// The hashes from a leaf's sibling upward that lead from it to the root over all leaves.
    public static func path(to position: Int, in leafHashes: [Digest]) -> [Digest] {
        precondition(leafHashes.indices.contains(position), "leaf \(position) of \(leafHashes.count)")
        var path: [Digest] = []
        var level = leafHashes
        var index = position
        while level.count > 1 {
            if index ^ 1 < level.count { path.append(level[index ^ 1]) }
            level = parents(of: level)
            index >>= 1
        }
        return path
    }

    /// How many of two or more leaves stand in the left subtree: the largest power of two below.
    static func leftCount(of count: UInt64) -> UInt64 {
        1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }

    private static func parents(of level: [Digest]) -> [Digest] {
        stride(from: 0, to: level.count, by: 2).map { index in
            index + 1 < level.count ? Digest.node(level[index], level[index + 1]) : level[index]
        }
    }

    /// Pairs neighbours level by level; the odd last one of a level moves up as it is, which is
    /// the same tree as splitting at the largest power of two.
    static func root(ofLeaves leaves: UnsafeBufferPointer<Digest>) -> Digest {
        guard leaves.count > 1 else { return unsafe leaves.first ?? emptyRoot }
        let parents = leaves.count / 2 + leaves.count & 1
        return unsafe withUnsafeTemporaryAllocation(of: Digest.self, capacity: parents) { scratch in
            var count = unsafe pair(leaves.baseAddress, leaves.count, into: scratch)
            while count > 1 {
                count = unsafe pair(UnsafePointer(scratch.baseAddress), count, into: scratch)
            }
            return unsafe scratch[0]
        }
    }

    /// Writes the parents of `count` nodes; the target may be the source, for a parent never lies behind its children.
    private static func pair(
        _ source: UnsafePointer<Digest>?, _ count: Int, into target: UnsafeMutableBufferPointer<Digest>
    ) -> Int {
        guard let source = unsafe source else { return 0 }
        for index in 0..<count / 2 {
            unsafe target[index] = Digest.node(source[2 * index], source[2 * index + 1])
        }
        if count & 1 == 1 { unsafe target[count / 2] = source[count - 1] }
        return count / 2 + count & 1
    }
}
