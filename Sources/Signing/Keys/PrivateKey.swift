/// A signing key: 32 secret bytes and what follows from them. Prints as `<secret>`.
public struct PrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    public let publicKey: PublicKey
    /// Ed25519: the seed of RFC 8032. P-256: the scalar.
    package let secret: [UInt8]
    private let expanded: [UInt8]

    /// Draws a new key from the library's random source.
    public init(generating algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .ed25519:
            self = PrivateKey(ed25519Seed: Ed25519.newSeed())
        case .es256:
            let pair = ES256.newKey()
            secret = pair.secret
            expanded = []
            publicKey = PublicKey(checked: .es256, bytes: pair.point)
        }
    }

    /// A key from its 32 secret bytes; nil for any other count, or a scalar out of range.
    public init?(_ algorithm: SignatureAlgorithm, secret: [UInt8]) {
        guard secret.count == 32 else { return nil }
        switch algorithm {
        case .ed25519:
            self = PrivateKey(ed25519Seed: secret)
        case .es256:
            guard let point = ES256.publicPoint(of: secret) else { return nil }
            self.secret = secret
            expanded = []
            publicKey = PublicKey(checked: .es256, bytes: point)
        }
    }

    private init(ed25519Seed seed: [UInt8]) {
        let pair = Ed25519.expand(seed)
        secret = seed
        expanded = pair.secret
        publicKey = PublicKey(checked: .ed25519, bytes: pair.point)
    }

    /// The 64-byte signature over a message; ES256 in the lower form of s.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        switch publicKey.algorithm {
        case .ed25519: Ed25519.sign(message, by: expanded)
        case .es256: ES256.sign(message, by: secret)
        }
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
