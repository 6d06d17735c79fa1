/// What opening a log found beside whole leaves.
public struct OpenReport: Sendable, Equatable {
    /// Bytes behind the last whole leaf: what an append left that never returned. The log takes no
    /// leaves until `truncate(to:)` has dropped them.
    public let tornTail: TornTail?
    /// Complete bundles that the index lacked and that were computed from the leaves.
    public let bundlesComputed: UInt64
}

/// Bytes that are no whole leaf, at the end of the last segment.
public struct TornTail: Sendable, Equatable {
    public let file: String
    public let bytes: Range<UInt64>
    /// Whole leaves before them.
    public let size: UInt64

    var damage: StorageDamage {
        StorageDamage(
            file: file, place: .bytes(bytes), fact: "no whole leaf stands here, behind leaf count \(size)",
            nextStep: "Start the node again: it drops what belongs to no complete block before it goes on.")
    }
}
