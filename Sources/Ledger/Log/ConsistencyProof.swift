public import Signing

/// The hashes that show a log to continue an older one unchanged (RFC 9162 section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    /// Most hashes of a proof that a reader takes.
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
        guard path.count <= ConsistencyProof.maxPathCount else {
            throw .pathTooLong(limit: ConsistencyProof.maxPathCount, found: path.count)
        }
        let steps = steps
        guard path.count == steps.count + (startsInside ? 1 : 0) else {
            throw .wrongPathLength(expected: steps.count + (startsInside ? 1 : 0), found: path.count)
        }
        guard oldSize > 0, oldSize < newSize else { return try verifyTrivial(oldRoot, newRoot) }
        // An older tree of a power of two is a subtree of the newer one: its root starts the path.
        var old = startsInside ? path[0] : oldRoot
        var new = old
        for (step, sibling) in zip(steps, path.suffix(steps.count)) {
            switch step {
            case .left:
                old = Digest.node(sibling, old)
                new = Digest.node(sibling, new)
            case .right:
                new = Digest.node(new, sibling)
            }
        }
        guard old == oldRoot else { throw .oldRootMismatch(expected: oldRoot, computed: old) }
        guard new == newRoot else { throw .rootMismatch(expected: newRoot, computed: new) }
    }

    /// From an empty log, or to the same size: no hashes.
    private func verifyTrivial(_ oldRoot: Digest, _ newRoot: Digest) throws(ProofError) {
        let expected = oldSize == 0 ? MerkleTree.emptyRoot : newRoot
        guard oldRoot == expected else { throw .oldRootMismatch(expected: oldRoot, computed: expected) }
        guard newSize > 0 || newRoot == MerkleTree.emptyRoot else {
            throw .rootMismatch(expected: newRoot, computed: MerkleTree.emptyRoot)
        }
    }

    /// True when the path begins with a subtree of the older tree that is not all of it.
    private var startsInside: Bool { oldSize < newSize && oldSize & (oldSize &- 1) != 0 }

    /// On which side each further hash stands.
    private enum Step {
        case left, right
    }

    /// The way from the older tree's last complete subtree up to the newer root.
    private var steps: [Step] {
        guard oldSize > 0, oldSize < newSize else { return [] }
        var position = oldSize - 1
        var last = newSize - 1
        func halve() {
            position >>= 1
            last >>= 1
        }
        while position & 1 == 1 { halve() }
        var steps: [Step] = []
        while last != 0 {
            let isLeft = position & 1 == 1 || position == last
            if isLeft { while position & 1 == 0, position != 0 { halve() } }
            steps.append(isLeft ? .left : .right)
            halve()
        }
        return steps
    }
}
