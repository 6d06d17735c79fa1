public import Signing

/// What an issuer publishes under `/.well-known/jwt-vc-issuer`: its name and its keys.
public struct PublishedKeys: Hashable, Sendable {
    /// Must equal `iss` of the documents exactly.
    public let issuer: String
    public let keys: JSONWebKeySet

    /// Suffix of the well-known address.
    public static let wellKnown = "jwt-vc-issuer"
    private static let maxByteCount = 1 << 17

    /// The keys of an issuer; each gets its thumbprint as `kid`.
    public init(issuer: String, keys: [PublicKey]) {
        self.issuer = issuer
        self.keys = JSONWebKeySet(
            keys.map { key in
                let jwk = JSONWebKey(key)
                return jwk.named(Base64URL.encode(jwk.thumbprint.bytes), algorithm: CompactJWS.algorithm)
            })
    }

    /// Reads what the issuer of that name publishes; a text of another is refused, and so is one that names its keys
    /// by `jwks_uri`, which nobody here follows.
    public init(parsing text: [UInt8], issuer: String) throws(JSONError) {
        let open = try JSONElement(JSONValue(parsing: text, maxByteCount: PublishedKeys.maxByteCount)).openMembers()
        try open.member("issuer").exactly(issuer)
        guard open.optional("jwks_uri") == nil else { throw open.invalid("has jwks_uri, and must have jwks alone") }
        self.issuer = issuer
        keys = try JSONWebKeySet(open.member("jwks"))
    }

    /// The text to publish.
    public var encoded: [UInt8] { JSONBytes.of(["issuer": .string(issuer), "jwks": .object(keys.json)]) }
}
