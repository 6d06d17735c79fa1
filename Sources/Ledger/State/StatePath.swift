internal import Signing

/// The way from the root of the state to an entry: the bits of its kind, then those of its key's hash.
struct StatePath {
    let kind: UInt8
    let hash: Digest

    /// True when the step at that depth, 0 at the root, goes right.
    func turnsRight(at depth: Int) -> Bool {
        depth < StateNode.kindDepth
            ? kind >> UInt8(StateNode.kindDepth - 1 - depth) & 1 == 1
            : hash.bit(depth - StateNode.kindDepth)
    }

    /// True when an entry of that key hash and this kind stands below the same node at that depth.
    func leads(to keyHash: Digest, until depth: Int) -> Bool {
        (0..<max(0, depth - StateNode.kindDepth)).allSatisfy { hash.bit($0) == keyHash.bit($0) }
    }

    /// The root over a node at depth `siblings.count`, whose siblings are given from the bottom.
    func root(over hash: Digest, siblings: [Digest]) -> Digest {
        var node = hash
        for (step, sibling) in siblings.enumerated() {
            let right = turnsRight(at: siblings.count - 1 - step)
            node = right ? StateHash.inner(sibling, node) : StateHash.inner(node, sibling)
        }
        return node
    }
}
