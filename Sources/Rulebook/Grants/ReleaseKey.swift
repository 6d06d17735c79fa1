public import Signing

/// An X25519 key: the one that a use or a trace makes for itself alone, to which nodes seal their shares, or the one
/// that an institution registers, to which wallets seal.
public struct ReleaseKey: Hashable, Sendable, CBORCodable {
    public let bytes: [UInt8]
    public static let byteCount = 32

    /// Nil unless there are 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == ReleaseKey.byteCount else { return nil }
        self.bytes = bytes
    }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        bytes = try decoder.byteString(count: ReleaseKey.byteCount)
    }
}
