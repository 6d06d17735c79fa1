public import Signing

/// The authenticated state: a sparse Merkle tree over entries, each a key of some kind and a value.
///
/// A value that costs nothing to copy: nodes never change, so older versions stay usable and a new one
/// shares with them whatever it did not touch. The root does not depend on the order of changes.
public struct StateTree: Sendable {
    let top: StateNode

    init(top: StateNode) { self.top = top }

    /// The state without entries; its root is 32 zero bytes.
    public init() { top = .empty }

    /// The state of these entries; of equal keys the last one counts.
    public init(entries: some Sequence<(StateKey, [UInt8])>) {
        top = StateNode.empty.applying(entries.map { StateChange(key: $0.0, value: $0.1) })
    }

    /// The hash over all entries.
    public var root: Digest { top.hash }

    /// How many entries there are.
    public var count: Int { top.count }

    /// How many entries of a kind there are.
    public func count(kind: UInt8) -> Int { kindRoot(kind).count }

    /// The value of an entry; nil when there is none.
    public func value(_ key: StateKey) -> [UInt8]? {
        guard case .leaf(let leaf) = top.end(of: key.path), leaf.key == key else { return nil }
        return leaf.value
    }

    /// The state after changes: a value sets an entry, nil removes it; of equal keys the last one counts.
    public func applying(_ changes: [(StateKey, [UInt8]?)]) -> StateTree {
        StateTree(top: top.applying(changes.map { StateChange(key: $0.0, value: $0.1) }))
    }

    /// The entries of a kind, in ascending order of their keys' hashes.
    public func entries(kind: UInt8) -> [(StateKey, [UInt8])] {
        kindRoot(kind).leaves.map { ($0.key, $0.value) }
    }

    /// What differs of a kind from an earlier state: the entries that are new or changed, and nil for those that are
    /// gone. Subtrees that are the same are not walked.
    public func changes(kind: UInt8, since earlier: StateTree) -> [(StateKey, [UInt8]?)] {
        var found: [(StateKey, [UInt8]?)] = []
        kindRoot(kind).collectChanges(since: earlier.kindRoot(kind), into: &found)
        return found
    }

    private func kindRoot(_ kind: UInt8) -> StateNode {
        top.end(of: StatePath(kind: kind, hash: .zero), limit: StateNode.kindDepth)
    }
}

extension StateTree {
    /// The end of a path, and the siblings on the way, bottom first.
    func descend(_ path: StatePath, to limit: Int = StateNode.maxDepth) -> (node: StateNode, siblings: [Digest]) {
        var node = top
        var siblings: [Digest] = []
        while siblings.count < limit, case .inner(let inner) = node {
            let right = path.turnsRight(at: siblings.count)
            siblings.append(right ? inner.left.hash : inner.right.hash)
            node = right ? inner.right : inner.left
        }
        return (node, siblings.reversed())
    }
}

extension StateNode {
    /// The first node on a path that is no inner one, or the one at the depth of the limit.
    fileprivate func end(of path: StatePath, limit: Int = maxDepth) -> StateNode {
        var node = self
        var depth = 0
        while depth < limit, case .inner(let inner) = node {
            node = path.turnsRight(at: depth) ? inner.right : inner.left
            depth += 1
        }
        return node
    }
}

extension StateNode {
    /// Both stand at the same place.
    fileprivate func collectChanges(since earlier: StateNode, into found: inout [(StateKey, [UInt8]?)]) {
        if hash == earlier.hash { return }
        if case .inner(let now) = self, case .inner(let before) = earlier {
            now.left.collectChanges(since: before.left, into: &found)
            now.right.collectChanges(since: before.right, into: &found)
            return
        }
        // One of them is a lone entry, or nothing.
        let (now, before) = (leaves, earlier.leaves)
        for leaf in before where !now.contains(where: { $0.key == leaf.key }) { found.append((leaf.key, nil)) }
        for leaf in now where !before.contains(where: { $0.hash == leaf.hash }) { found.append((leaf.key, leaf.value)) }
    }
}

extension StateKey {
    var path: StatePath { StatePath(kind: kind, hash: hash) }
}
