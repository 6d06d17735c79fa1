internal import Crypto
import Signing

/// A P-256 key for agreement: messages are sealed to its public part. Prints as `<secret>`.
public struct AgreementKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// What senders need; its `kid` is the thumbprint.
    public let publicKey: JSONWebKey
    /// The scalar.
    package let secret: [UInt8]

    /// Draws a new key.
    public init() {
        self.init(PrivateKey(generating: .es256))
    }

    /// A key from its 32 secret bytes; nil for any other count, or a scalar out of range.
    public init?(secret: [UInt8]) {
        guard let key = PrivateKey(.es256, secret: secret) else { return nil }
        self.init(key)
    }

    private init(_ key: PrivateKey) {
        let jwk = JSONWebKey(key.publicKey)
        publicKey = jwk.named(Base64URL.encode(jwk.thumbprint.bytes), algorithm: JWEHeader.algorithm)
        secret = key.secret
    }

    /// The shared x coordinate; nil when the other's bytes are no point of the curve.
    func agree(with other: [UInt8]) -> [UInt8]? {
        guard let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: secret),
            let point = try? P256.KeyAgreement.PublicKey(rawRepresentation: other),
            let shared = try? key.sharedSecretFromKeyAgreement(with: point)
        else { return nil }
        return unsafe shared.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
