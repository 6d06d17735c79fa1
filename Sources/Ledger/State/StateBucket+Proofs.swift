public import Signing

extension StateBucket {
    /// Refuses unless these are all the bucket's entries under that root.
    public func verify(root: Digest) throws(ProofError) {
        let depth = siblings.count
        guard depth <= StateNode.kindDepth + bits else { throw .wrongDepth(depth) }
        try checkEntries()
        let computed = path.root(over: try nodeHash(), siblings: siblings)
        guard computed == root else { throw .rootMismatch(expected: root, computed: computed) }
    }

    /// Cuts the proof of one key from a bucket that was verified.
    public func proof(_ key: StateKey) throws(ProofError) -> StateProof {
        guard key.kind == kind else { throw .wrongKind(expected: key.kind, found: kind) }
        guard covers(key) else { throw .outsideBucket }
        if let other {
            return StateProof(
                kind: kind, siblings: siblings,
                terminal: .other(keyHash: other.keyHash, valueHash: other.valueHash))
        }
        var below: [Digest] = []
        let terminal = StateBucket.descend(leaves[...], to: key, depth: siblings.count, siblings: &below)
        return StateProof(kind: kind, siblings: below.reversed() + siblings, terminal: terminal)
    }

    /// Entries stand in order, below the prefix, and no higher than their kind's root.
    private func checkEntries() throws(ProofError) {
        let depth = siblings.count
        for (position, entry) in entries.enumerated() {
            guard position == 0 || entries[position - 1].keyHash < entry.keyHash else {
                throw .entriesOutOfOrder(position: position)
            }
            guard path.leads(to: entry.keyHash, until: StateNode.kindDepth + bits) else { throw .outsideBucket }
        }
        guard entries.isEmpty && other == nil || depth >= StateNode.kindDepth else { throw .wrongDepth(depth) }
    }

    /// The hash of the node where the way ends.
    private func nodeHash() throws(ProofError) -> Digest {
        let depth = siblings.count
        guard let other else {
            // Above the bucket's own node a way ends at one entry at most.
            let isWhole = depth == StateNode.kindDepth + bits || entries.count <= 1
            guard isWhole else { throw .wrongDepth(depth) }
            return StateBucket.root(leaves[...], depth: depth)
        }
        guard entries.isEmpty, path.leads(to: other.keyHash, until: depth),
            !path.leads(to: other.keyHash, until: StateNode.kindDepth + bits)
        else { throw .otherEntryElsewhere(keyHash: other.keyHash) }
        return StateHash.leaf(keyHash: other.keyHash, valueHash: other.valueHash)
    }

    private var leaves: [BucketLeaf] {
        entries.map { entry in
            let valueHash = SHA256.digest(entry.value)
            return BucketLeaf(
                path: StatePath(kind: kind, hash: entry.keyHash), value: entry.value, valueHash: valueHash,
                hash: StateHash.leaf(keyHash: entry.keyHash, valueHash: valueHash))
        }
    }

    /// The hash of the subtree at a depth, 8 or more, over leaves in order.
    private static func root(_ leaves: ArraySlice<BucketLeaf>, depth: Int) -> Digest {
        guard let first = leaves.first else { return .zero }
        guard leaves.count > 1, depth < StateNode.maxDepth else { return first.hash }
        let middle = leaves.firstIndex { $0.path.turnsRight(at: depth) } ?? leaves.endIndex
        return StateHash.inner(
            root(leaves[..<middle], depth: depth + 1), root(leaves[middle...], depth: depth + 1))
    }

    /// Follows a key from a depth down to its terminal, gathering siblings from the top.
    private static func descend(
        _ leaves: ArraySlice<BucketLeaf>, to key: StateKey, depth: Int, siblings: inout [Digest]
    ) -> StateProof.Terminal {
        guard let first = leaves.first else { return .emptyChild }
        guard leaves.count > 1, depth < StateNode.maxDepth else {
            return first.path.hash == key.hash
                ? .present(value: first.value) : .other(keyHash: first.path.hash, valueHash: first.valueHash)
        }
        let middle = leaves.firstIndex { $0.path.turnsRight(at: depth) } ?? leaves.endIndex
        let right = key.path.turnsRight(at: depth)
        siblings.append(root(right ? leaves[..<middle] : leaves[middle...], depth: depth + 1))
        return descend(
            right ? leaves[middle...] : leaves[..<middle], to: key, depth: depth + 1, siblings: &siblings)
    }
}

/// An entry of a bucket with its hashes.
private struct BucketLeaf {
    let path: StatePath
    let value: [UInt8]
    let valueHash: Digest
    let hash: Digest
}
