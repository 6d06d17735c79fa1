/// A new value for a key, or its removal.
struct StateChange {
    let key: StateKey
    let value: [UInt8]?
}

extension StateNode {
    /// The whole tree after changes in any order; of equal keys the last one counts.
    func applying(_ changes: [StateChange]) -> StateNode {
        var sorted: [StateChange] = []
        sorted.reserveCapacity(changes.count)
        // Sorting is stable, so the last of equal keys is the last one that was given.
        for change in changes.sorted(by: { $0.key < $1.key }) {
            if sorted.last?.key == change.key { sorted.removeLast() }
            sorted.append(change)
        }
        return applying(sorted[...], depth: 0)
    }

    /// One pass over sorted changes, all below this node: every node on their ways is hashed once.
    private func applying(_ changes: ArraySlice<StateChange>, depth: Int) -> StateNode {
        if changes.isEmpty { return self }
        guard case .inner(let inner) = self else { return replaced(by: changes, depth: depth) }
        let middle = changes.firstIndex(turningRightAt: depth) { $0.key }
        let left = inner.left.applying(changes[..<middle], depth: depth + 1)
        let right = inner.right.applying(changes[middle...], depth: depth + 1)
        let isUntouched = left.isSame(as: inner.left) && right.isSame(as: inner.right)
        return isUntouched ? self : .join(left, right, depth: depth)
    }

    /// A lone leaf, or nothing, after changes.
    private func replaced(by changes: ArraySlice<StateChange>, depth: Int) -> StateNode {
        let old: StateLeaf? = if case .leaf(let leaf) = self { leaf } else { nil }
        var leaves: [StateLeaf] = []
        for change in changes {
            guard let value = change.value else { continue }
            if let old, old.key == change.key, old.value == value {
                leaves.append(old)
            } else {
                leaves.append(StateLeaf(key: change.key, value: value))
            }
        }
        if let old, !changes.contains(where: { $0.key == old.key }) {
            leaves.insert(old, at: leaves.firstIndex { old.key < $0.key } ?? leaves.endIndex)
        }
        return .over(leaves[...], depth: depth)
    }

    /// The subtree at a depth over sorted leaves.
    private static func over(_ leaves: ArraySlice<StateLeaf>, depth: Int) -> StateNode {
        guard let first = leaves.first else { return .empty }
        if leaves.count == 1, depth >= kindDepth { return .leaf(first) }
        let middle = leaves.firstIndex(turningRightAt: depth) { $0.key }
        let left = over(leaves[..<middle], depth: depth + 1)
        return .join(left, over(leaves[middle...], depth: depth + 1), depth: depth)
    }

    /// The leaves from left to right.
    var leaves: [StateLeaf] {
        var found: [StateLeaf] = []
        found.reserveCapacity(count)
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [StateLeaf]) {
        switch self {
        case .empty: break
        case .leaf(let leaf): found.append(leaf)
        case .inner(let inner):
            inner.left.collect(into: &found)
            inner.right.collect(into: &found)
        }
    }
}

extension ArraySlice {
    /// The first of sorted elements, all below one node, that goes right there.
    fileprivate func firstIndex(turningRightAt depth: Int, _ key: (Element) -> StateKey) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if key(self[middle]).path.turnsRight(at: depth) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
