internal import Signing

/// A subtree of the state: nothing, one entry, or two subtrees. Never altered once made.
enum StateNode: Sendable {
    case empty
    case leaf(StateLeaf)
    case inner(StateInner)

    /// Steps that the kind's byte takes: these levels are always inner nodes.
    static let kindDepth = 8
    /// Steps of a whole path: the kind's byte and the hash of the key.
    static let maxDepth = 264

    var hash: Digest {
        switch self {
        case .empty: .zero
        case .leaf(let leaf): leaf.hash
        case .inner(let inner): inner.hash
        }
    }

    var count: Int {
        switch self {
        case .empty: 0
        case .leaf: 1
        case .inner(let inner): inner.count
        }
    }

    /// The node at `depth` over two subtrees: a lone leaf moves up as far as its kind's root.
    static func join(_ left: StateNode, _ right: StateNode, depth: Int) -> StateNode {
        if left.count + right.count == 0 { return .empty }
        if depth >= kindDepth, left.count + right.count == 1 { return left.count == 1 ? left : right }
        return .inner(StateInner(left: left, right: right))
    }

    /// True when both are the very same node.
    func isSame(as other: StateNode) -> Bool {
        switch (self, other) {
        case (.empty, .empty): true
        case (.leaf(let left), .leaf(let right)): left === right
        case (.inner(let left), .inner(let right)): left === right
        case (.empty, _), (.leaf, _), (.inner, _): false
        }
    }
}

/// One entry of the state.
final class StateLeaf: Sendable {
    let hash: Digest
    let key: StateKey
    let value: [UInt8]

    init(key: StateKey, value: [UInt8]) {
        self.key = key
        self.value = value
        hash = StateHash.leaf(keyHash: key.hash, valueHash: SHA256.digest(value))
    }
}

/// Two subtrees of the state, at least one of them not empty.
final class StateInner: Sendable {
    let hash: Digest
    let count: Int
    let left: StateNode
    let right: StateNode

    init(left: StateNode, right: StateNode) {
        self.left = left
        self.right = right
        count = left.count + right.count
        hash = StateHash.inner(left.hash, right.hash)
    }
}
