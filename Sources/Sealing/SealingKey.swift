public import Signing

/// To whom one can seal: an X25519 point (RFC 7748).
public struct SealingPublicKey: Hashable, Sendable, CBORCodable {
    /// Thirty-two bytes.
    public let bytes: [UInt8]

    public static let byteCount = 32
    /// How many bytes sealing adds: the encapsulated key and the tag.
    public static let overhead = 48

    /// Nil when the bytes are no point that two parties can agree by: another count, or of small order.
    public init?(_ bytes: [UInt8]) {
        guard Points.isSound(bytes) else { return nil }
        self.bytes = bytes
    }

    init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// Seals so that only the owner of the key can read: HPKE base mode (RFC 9180), one message a key schedule.
    ///
    /// `purpose` goes into the key schedule, `context` is authenticated; who opens must name the same two.
    public func seal(_ plaintext: [UInt8], for purpose: [UInt8], context: [UInt8]) -> [UInt8] {
        guard let sealed = Primitives.seal(plaintext, to: bytes, info: purpose, aad: context) else {
            preconditionFailure("a checked X25519 point gave no secret")
        }
        return sealed
    }

    /// Seals by an ephemeral secret of 32 bytes, so that whoever knows it can make the same bytes again.
    ///
    /// The secret serves this one sealing and no other.
    package func seal(
        _ plaintext: [UInt8], for purpose: [UInt8], context: [UInt8], ephemeral: [UInt8]
    ) -> [UInt8] {
        let sealed = RepeatableSealing.seal(plaintext, to: bytes, info: purpose, aad: context, ephemeral: ephemeral)
        guard let sealed else { preconditionFailure("a checked X25519 point gave no secret") }
        return sealed
    }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        guard let key = SealingPublicKey(try decoder.byteString(count: SealingPublicKey.byteCount)) else {
            throw .outOfRange(offset: start)
        }
        self = key
    }
}

/// Who can open: the secret side of an X25519 key. Prints as `<secret>`.
public struct SealingPrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    public let publicKey: SealingPublicKey
    package let secret: [UInt8]

    /// Draws a new key.
    public init() { self.init(checked: Random.bytes(SealingPublicKey.byteCount)) }

    /// A key from its 32 secret bytes; nil for any other count.
    public init?(secret: [UInt8]) {
        guard secret.count == SealingPublicKey.byteCount else { return nil }
        self.init(checked: secret)
    }

    init(checked secret: [UInt8]) {
        guard let point = Primitives.point(of: secret) else { preconditionFailure("32 bytes were no X25519 secret") }
        self.secret = secret
        publicKey = SealingPublicKey(checked: point)
    }

    /// Opens what was sealed to this key for that purpose, in that context.
    public func open(_ sealed: [UInt8], for purpose: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard let plaintext = Primitives.open(sealed, by: secret, info: purpose, aad: context) else {
            throw .doesNotOpen
        }
        return plaintext
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
