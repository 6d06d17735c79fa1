public import Signing

/// Who may change members and types: any `threshold` of these keys together.
public struct Governance: Hashable, Sendable, CBORCodable {
    public let threshold: Int
    /// In the order of the genesis file.
    public let keys: [PublicKey]

    public init(threshold: Int, keys: [PublicKey]) {
        self.threshold = threshold
        self.keys = keys
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(UInt64(threshold))
        encoder.list(keys) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        threshold = Int(try decoder.unsigned(max: UInt64(Statement.maxSigners)))
        keys = try decoder.list(max: Statement.maxSigners) { (inner) throws(CBORError) in try PublicKey(from: &inner) }
    }
}
