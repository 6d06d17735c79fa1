public import Signing

/// How much an institution takes up of the state, held to the quotas in the parameters. Without an entry nothing.
public struct OpenCounts: Hashable, Sendable, CBORCodable {
    /// Grants to it as a relying party that stand in the state, over or not; refusals are not counted.
    public internal(set) var grants: UInt64
    /// Corrections of documents that it issued and has not answered.
    public internal(set) var corrections: UInt64
    /// Disclosures that it has sealed and nobody has opened, overdue or not.
    public internal(set) var sealed: UInt64
    /// Its passings of evidence whose grants were not in the state any more: these stay for ever.
    public internal(set) var passings: UInt64

    /// How many are always written; of the others those that are 0 at the end are not: entries from before they were
    /// known stay the same.
    private static let alwaysWritten = 2

    /// So much of each.
    public init(grants: UInt64 = 0, corrections: UInt64 = 0, sealed: UInt64 = 0, passings: UInt64 = 0) {
        self.grants = grants
        self.corrections = corrections
        self.sealed = sealed
        self.passings = passings
    }

    private var all: [UInt64] { [grants, corrections, sealed, passings] }
    private var writtenCount: Int { max(OpenCounts.alwaysWritten, (all.lastIndex { $0 > 0 } ?? 0) + 1) }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.list(all.prefix(writtenCount)) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 4)
        guard count >= OpenCounts.alwaysWritten else {
            throw .wrongCount(offset: start, expected: OpenCounts.alwaysWritten, found: UInt64(count))
        }
        grants = try decoder.unsigned()
        corrections = try decoder.unsigned()
        sealed = count > 2 ? try decoder.unsigned() : 0
        passings = count > 3 ? try decoder.unsigned() : 0
        guard count == writtenCount else { throw .outOfRange(offset: start) }
    }
}
