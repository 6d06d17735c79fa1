import Ledger
public import Signing

/// The record that the rules write when a grant leaves the state: its whole count, for ever.
public struct ClosedRecord: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    public let uses: UInt64
    /// The blocks of the first and the last use; 0 when there was none.
    public let first: UInt64
    public let last: UInt64

    init(_ id: GrantID, _ grant: Grant) {
        self.grant = id
        uses = UInt64(grant.counted.count)
        first = grant.counted.first?.height.value ?? 0
        last = grant.counted.last?.height.value ?? 0
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        grant.encode(into: &encoder)
        encoder.unsigned(uses)
        encoder.unsigned(first)
        encoder.unsigned(last)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        grant = try GrantID(from: &decoder)
        uses = try decoder.unsigned(max: Scene.maxUsesLimit)
        first = try decoder.unsigned(max: 1 << 53)
        last = try decoder.unsigned(max: 1 << 53)
    }
}
