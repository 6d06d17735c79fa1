/// Signature algorithms by their COSE numbers (RFC 9053).
public enum SignatureAlgorithm: Int64, Sendable, CaseIterable {
    /// EdDSA over edwards25519 (RFC 8032), checked strictly: canonical S, no small-order points.
    case ed25519 = -8
    /// ECDSA over P-256 with SHA-256; only the lower of the two possible values of s is accepted.
    case es256 = -7

    /// Bytes of a public key: 32, or x ‖ y.
    public var publicKeyByteCount: Int {
        switch self {
        case .ed25519: 32
        case .es256: 64
        }
    }

    /// The name that people and JSON files use.
    public var name: String {
        switch self {
        case .ed25519: "Ed25519"
        case .es256: "ES256"
        }
    }

    /// The algorithm of that name; nil for any other word.
    public init?(name: String) {
        guard let match = SignatureAlgorithm.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// True when the bytes encode a point that may be a key.
    func isPoint(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .ed25519: Ed25519.isPoint(bytes)
        case .es256: ES256.isPoint(bytes)
        }
    }
}
