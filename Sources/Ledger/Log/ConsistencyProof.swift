public import Signing

/// The hashes that show a log to continue an older one unchanged (RFC 9162 section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    /// Most hashes of a proof: a path, and the subtree that it starts at.
    public static let maxPathCount = InclusionProof.maxPathCount

    public let oldSize: UInt64
    public let newSize: UInt64
    public let path: [Digest]

    public init(oldSize: UInt64, newSize: UInt64, path: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Builds the proof between two sizes; throws `ProofError` or what the source throws.
    public static func build(
        from old: UInt64, to new: UInt64, hashes: some TreeHashes
    ) throws -> ConsistencyProof {
        guard old <= new else { throw ProofError.sizesOutOfOrder(old: old, new: new) }
        guard old > 0, old < new else { return ConsistencyProof(oldSize: old, newSize: new, path: []) }
        var path: [Digest] = []
        var start: UInt64 = 0
        var count = new
        // Walks to the right edge of the older tree: the siblings on the way, then the subtree that ends there.
        while start + count != old {
            let left = MerkleTree.leftCount(of: count)
            if old <= start + left {
                path.append(try hashes.root(start: start + left, count: count - left))
                count = left
            } else {
                path.append(try hashes.root(start: start, count: left))
                start += left
                count -= left
            }
        }
        // A subtree that is the whole older tree is known to the verifier as its root.
        if start > 0 { path.append(try hashes.root(start: start, count: count)) }
        return ConsistencyProof(oldSize: old, newSize: new, path: path.reversed())
    }

    /// Refuses unless the hashes lead to both roots: the steps of RFC 9162 section 2.1.4.2.
    public func verify(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
        guard oldSize <= newSize else { throw .sizesOutOfOrder(old: oldSize, new: newSize) }
        guard oldSize > 0, oldSize < newSize else { return try verifyTrivial(oldRoot, newRoot) }
        guard path.count <= ConsistencyProof.maxPathCount else {
            throw .pathTooLong(limit: ConsistencyProof.maxPathCount, found: path.count)
        }
        let computed = try roots(oldRoot)
        guard computed.old == oldRoot else { throw .oldRootMismatch(expected: oldRoot, computed: computed.old) }
        guard computed.new == newRoot else { throw .rootMismatch(expected: newRoot, computed: computed.new) }
    }

    /// From an empty log, or to the same size: no hashes.
    private func verifyTrivial(_ oldRoot: Digest, _ newRoot: Digest) throws(ProofError) {
        guard path.isEmpty else { throw .wrongPathLength(expected: 0, found: path.count) }
        let expected = oldSize == 0 ? MerkleTree.emptyRoot : newRoot
        guard oldRoot == expected else { throw .oldRootMismatch(expected: oldRoot, computed: expected) }
        guard newSize > 0 || newRoot == MerkleTree.emptyRoot else {
            throw .rootMismatch(expected: newRoot, computed: MerkleTree.emptyRoot)
        }
    }

    private func roots(_ oldRoot: Digest) throws(ProofError) -> (old: Digest, new: Digest) {
        var position = oldSize - 1
        var last = newSize - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var rest = path[...]
        // An older tree of a power of two is a subtree of the newer one: its root starts the path.
        let first = oldSize & (oldSize - 1) == 0 ? oldRoot : rest.popFirst()
        guard let first, !path.isEmpty else { throw .wrongPathLength(expected: 1, found: 0) }
        var roots = (old: first, new: first)
        for sibling in rest {
            guard last != 0 else { throw .wrongPathLength(expected: path.count - rest.count, found: path.count) }
            if position & 1 == 1 || position == last {
                roots = (Digest.node(sibling, roots.old), Digest.node(sibling, roots.new))
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                roots.new = Digest.node(roots.new, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongPathLength(expected: path.count + 1, found: path.count) }
        return roots
    }
}
