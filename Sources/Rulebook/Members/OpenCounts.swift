public import Signing

/// How much is open of an institution's, held to the quotas in the parameters. Without an entry nothing is.
public struct OpenCounts: Hashable, Sendable, CBORCodable {
    /// Grants to it as a relying party that stand in the state, over or not; refusals are not counted.
    public internal(set) var grants: UInt64
    /// Corrections of documents that it issued and has not answered.
    public internal(set) var corrections: UInt64

    /// So much of each.
    public init(grants: UInt64 = 0, corrections: UInt64 = 0) {
        self.grants = grants
        self.corrections = corrections
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(grants)
        encoder.unsigned(corrections)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        grants = try decoder.unsigned()
        corrections = try decoder.unsigned()
    }
}
