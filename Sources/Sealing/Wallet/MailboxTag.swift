public import Signing

/// Under which a sealed body lies in the strongroom: only its sender and its recipient can compute it.
public struct MailboxTag: Hashable, Comparable, Sendable, CBORCodable, CustomStringConvertible {
    public let digest: Digest

    /// The tag with these 32 bytes.
    public init(_ digest: Digest) { self.digest = digest }

    public var bytes: [UInt8] { digest.bytes }

    public static func < (left: MailboxTag, right: MailboxTag) -> Bool { left.digest < right.digest }

    public func encode(into encoder: inout CBOREncoder) { encoder.digest(digest) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { digest = try decoder.digest() }

    public var description: String { digest.hex }
}

/// What a wallet and the registrar share: the secrets for each sender follow from it. Prints as `<secret>`.
public struct MailboxRoot: Sendable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]

    /// Nil for any other count than 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The bytes, for the registrar alone when the account opens.
    public var shared: [UInt8] { bytes }

    /// The secret that the wallet shares with one member.
    public func pairSecret(member: String) -> PairSecret {
        PairSecret(checked: Primitives.derive(bytes, salt: Purpose.mailbox, info: Array(member.utf8)))
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a wallet shares with one sender: it gives the tags, one after another. Prints as `<secret>`.
public struct PairSecret: Hashable, Sendable, CBORCodable, CustomStringConvertible, CustomReflectable {
    public let bytes: [UInt8]

    /// How many tags beyond the last used one a wallet looks for.
    public static let gap: UInt64 = 64

    /// The first number under the binding with that serial: each binding of an account has 2^32 of its own, so that a
    /// new device finds its mail without knowing how much the old one got.
    public static func firstNumber(serial: UInt64) -> UInt64 { (min(max(serial, 1), 1 << 30) - 1) << 32 }

    /// Nil for any other count than 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// The tag with that number: HMAC-SHA256 over the number in eight bytes, most significant first.
    public func tag(_ number: UInt64) -> MailboxTag {
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
        guard let digest = Digest(Primitives.authenticate(message, by: bytes)) else {
            preconditionFailure("an HMAC-SHA256 has 32 bytes")
        }
        return MailboxTag(digest)
    }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { bytes = try decoder.byteString(count: 32) }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
