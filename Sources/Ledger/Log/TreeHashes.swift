public import Signing

/// Hashes of complete subtrees: all that a proof is built from.
public protocol TreeHashes {
    /// The hash over the leaves from index × 2^level up to, and without, (index + 1) × 2^level.
    func hash(level: Int, index: UInt64) throws -> Digest
}

extension TreeHashes {
    /// The RFC 6962 root over `count` leaves from `start`, which is a multiple of the power of two that holds them.
    func root(start: UInt64, count: UInt64) throws -> Digest {
        guard count > 0 else { return MerkleTree.emptyRoot }
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try hash(level: level, index: start >> UInt64(level))
        }
        let left = MerkleTree.leftCount(of: count)
        return Digest.node(
            try root(start: start, count: left), try root(start: start + left, count: count - left))
    }
}
