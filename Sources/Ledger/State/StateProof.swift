public import Signing

/// Proves the value of one entry of the state, or that there is none, under a root.
public struct StateProof: Hashable, Sendable {
    /// What stands where the path ends.
    public enum Terminal: Hashable, Sendable {
        /// The entry itself.
        case present(value: [UInt8])
        /// Nothing: the key has no entry.
        case emptyChild
        /// Another entry, alone below this node: the key has none.
        case other(keyHash: Digest, valueHash: Digest)
    }

    public let kind: UInt8
    /// The hashes beside the path, from the bottom; 32 zero bytes for an empty subtree.
    public let siblings: [Digest]
    public let terminal: Terminal

    public init(kind: UInt8, siblings: [Digest], terminal: Terminal) {
        self.kind = kind
        self.siblings = siblings
        self.terminal = terminal
    }

    /// The value that the proof proves for the key under the root; nil when it proves that there is none.
    public func value(of key: StateKey, under root: Digest) throws(ProofError) -> [UInt8]? {
        guard kind == key.kind else { throw .wrongKind(expected: key.kind, found: kind) }
        let computed = key.path.root(over: try terminalHash(key), siblings: siblings)
        guard computed == root else { throw .rootMismatch(expected: root, computed: computed) }
        switch terminal {
        case .present(let value): return value
        case .emptyChild, .other: return nil
        }
    }

    /// Refuses unless the proof proves exactly this value, or with nil the absence of an entry.
    public func verify(_ key: StateKey, value: [UInt8]?, root: Digest) throws(ProofError) {
        let proven = try self.value(of: key, under: root)
        guard proven != value else { return }
        if proven == nil { throw .absent }
        throw value == nil ? .present : .valueMismatch
    }

    /// The hash of the node where the path ends, after the checks on its place.
    private func terminalHash(_ key: StateKey) throws(ProofError) -> Digest {
        let depth = siblings.count
        guard depth <= StateNode.maxDepth else { throw .wrongDepth(depth) }
        switch terminal {
        case .emptyChild:
            return .zero
        case .present(let value):
            guard depth >= StateNode.kindDepth else { throw .wrongDepth(depth) }
            return StateHash.leaf(keyHash: key.hash, valueHash: SHA256.digest(value))
        case .other(let keyHash, let valueHash):
            guard depth >= StateNode.kindDepth else { throw .wrongDepth(depth) }
            guard keyHash != key.hash, key.path.leads(to: keyHash, until: depth) else {
                throw .otherEntryElsewhere(keyHash: keyHash)
            }
            return StateHash.leaf(keyHash: keyHash, valueHash: valueHash)
        }
    }
}

extension StateTree {
    /// Proves the entry of a key, or that there is none.
    public func proof(_ key: StateKey) -> StateProof {
        let (node, siblings) = descend(key.path)
        let terminal: StateProof.Terminal =
            switch node {
            case .empty, .inner: .emptyChild
            case .leaf(let leaf) where leaf.key == key: .present(value: leaf.value)
            case .leaf(let leaf): .other(keyHash: leaf.key.hash, valueHash: SHA256.digest(leaf.value))
            }
        return StateProof(kind: key.kind, siblings: siblings, terminal: terminal)
    }
}
