/// What a leaf is, as its first bytes alone tell.
public enum LeafKind: Hashable, Sendable, CaseIterable {
    /// A signed act: COSE_Sign1, tag 18 (0xd2).
    case statement
    /// A signed act of governance: COSE_Sign, tag 98 (0xd8 0x62).
    case governance
    /// A record of the manifest before it: an array of 2 (0x82).
    case record
    /// What is left of a grant that is over: an array of 4 (0x84).
    case closedRecord
    /// The end of a block: an array of 14 (0x8e).
    case seal

    /// Nil when no leaf begins so.
    public init?(firstBytes bytes: some Collection<UInt8>) {
        var iterator = bytes.makeIterator()
        guard let first = iterator.next() else { return nil }
        self.init(first, iterator.next())
    }

    /// Nil when no leaf begins so; for loops over leaves in memory.
    public init?(_ leaf: UnsafeRawBufferPointer) {
        guard leaf.count > 0 else { return nil }
        self.init(unsafe leaf[0], leaf.count > 1 ? unsafe leaf[1] : nil)
    }

    private init?(_ first: UInt8, _ second: UInt8?) {
        switch (first, second) {
        case (0xd2, _): self = .statement
        case (0xd8, 0x62): self = .governance
        case (0x82, _): self = .record
        case (0x84, _): self = .closedRecord
        case (0x8e, _): self = .seal
        case _: return nil
        }
    }
}
