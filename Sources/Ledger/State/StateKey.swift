public import Signing

/// The key of an entry of the authenticated state: a kind and the bytes that name the entry within it.
public struct StateKey: Hashable, Sendable {
    public let kind: UInt8
    public let key: [UInt8]
    /// SHA-256(kind ‖ key): the entry's place below its kind.
    public let hash: Digest

    public init(kind: UInt8, key: [UInt8]) {
        self.kind = kind
        self.key = key
        hash = SHA256.digest([kind] + key)
    }
}

extension StateKey: Comparable {
    /// The order of the tree's leaves from left to right.
    public static func < (left: StateKey, right: StateKey) -> Bool {
        (left.kind, left.hash) < (right.kind, right.hash)
    }
}
