/// A secret that two parties have, by which each can show the other that bytes came from it: HMAC-SHA256 (RFC 2104).
public struct SharedSecret: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// A secret of at least sixteen bytes; nil for a shorter one.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= 16 else { return nil }
        self.bytes = bytes
    }

    /// The code of a message, 32 bytes.
    public func code(of message: [UInt8]) -> [UInt8] { Primitives.authenticate(message, by: bytes) }

    public var description: String { "<secret>" }
}
