public import Signing

/// A public key as a JWK (RFC 7517, RFC 8037): P-256 for signatures and agreement, Ed25519, X25519.
public struct JSONWebKey: Hashable, Sendable {
    /// The curves that are understood.
    public enum Curve: String, Hashable, Sendable, CaseIterable {
        case p256 = "P-256"
        case ed25519 = "Ed25519"
        case x25519 = "X25519"

        var keyType: String { self == .p256 ? "EC" : "OKP" }
    }

    public let curve: Curve
    /// P-256: x ‖ y, 64 bytes. The others: 32 bytes.
    public let bytes: [UInt8]
    /// `kid`, by which a set names it.
    public let id: String?
    /// `alg`, when the key says what it is for.
    public let algorithm: String?

    /// Nil when the bytes are no point of the curve.
    public init?(_ curve: Curve, bytes: [UInt8], id: String? = nil, algorithm: String? = nil) {
        guard JSONWebKey.isPoint(curve, bytes) else { return nil }
        self.init(checked: curve, bytes: bytes, id: id, algorithm: algorithm)
    }

    private init(checked curve: Curve, bytes: [UInt8], id: String?, algorithm: String?) {
        self.curve = curve
        self.bytes = bytes
        self.id = id
        self.algorithm = algorithm
    }

    /// The key of a signature.
    public init(_ key: PublicKey, id: String? = nil) {
        switch key.algorithm {
        case .es256: self.init(checked: .p256, bytes: key.bytes, id: id, algorithm: nil)
        case .ed25519: self.init(checked: .ed25519, bytes: key.bytes, id: id, algorithm: nil)
        }
    }

    /// The same key as one that checks signatures; nil for X25519.
    public var signatureKey: PublicKey? {
        switch curve {
        case .p256: PublicKey(.es256, bytes: bytes)
        case .ed25519: PublicKey(.ed25519, bytes: bytes)
        case .x25519: nil
        }
    }

    /// The same key under this name, and for this algorithm.
    public func named(_ id: String?, algorithm: String? = nil) -> JSONWebKey {
        JSONWebKey(checked: curve, bytes: bytes, id: id, algorithm: algorithm)
    }

    /// The thumbprint with SHA-256 (RFC 7638): over the required members in their one order.
    public var thumbprint: Digest {
        var members = JSONObject()
        members.append("crv", .string(curve.rawValue))
        members.append("kty", .string(curve.keyType))
        appendPoint(to: &members)
        return SHA256.digest(JSONBytes.of(members))
    }

    /// The members of the JWK.
    public var json: JSONObject {
        var members: JSONObject = ["kty": .string(curve.keyType), "crv": .string(curve.rawValue)]
        appendPoint(to: &members)
        if let id { members.append("kid", .string(id)) }
        if let algorithm { members.append("alg", .string(algorithm)) }
        return members
    }

    private func appendPoint(to members: inout JSONObject) {
        members.append("x", .string(Base64URL.encode(bytes.prefix(32))))
        if curve == .p256 { members.append("y", .string(Base64URL.encode(bytes.suffix(32)))) }
    }

    private static func isPoint(_ curve: Curve, _ bytes: [UInt8]) -> Bool {
        switch curve {
        case .p256: PublicKey(.es256, bytes: bytes) != nil
        case .ed25519: PublicKey(.ed25519, bytes: bytes) != nil
        case .x25519: bytes.count == 32
        }
    }
}
