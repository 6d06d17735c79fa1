public import Signing

/// What an authorisation server says about itself (RFC 8414), as far as pre-authorised codes need it.
public struct AuthorizationServerMetadata: Hashable, Sendable {
    public let issuer: String
    public let tokenEndpoint: String
    public let grantTypes: [String]
    /// True when a wallet needs no client id.
    public let allowsAnonymous: Bool
    /// Algorithms of DPoP proofs; empty when tokens are not bound to keys.
    public let proofAlgorithms: [String]

    /// Suffix of the well-known address.
    public static let wellKnown = "oauth-authorization-server"
    private static let maxByteCount = 1 << 17

    /// A server for pre-authorised codes, without client ids, that binds tokens to keys.
    public init(issuer: String, tokenEndpoint: String) {
        self.issuer = issuer
        self.tokenEndpoint = tokenEndpoint
        grantTypes = [CredentialOffer.grantType]
        allowsAnonymous = true
        proofAlgorithms = [CompactJWS.algorithm]
    }

    /// Reads the metadata of the server with this identifier; that of another is refused.
    public init(parsing text: [UInt8], issuer: String) throws(JSONError) {
        let open = try JSONElement.reading(text, max: AuthorizationServerMetadata.maxByteCount)
        try open.member("issuer").exactly(issuer)
        self.issuer = issuer
        tokenEndpoint = try open.text("token_endpoint")
        grantTypes = try open.optionalTexts("grant_types_supported") ?? ["authorization_code", "implicit"]
        allowsAnonymous = try open.flag("pre-authorized_grant_anonymous_access_supported")
        proofAlgorithms = try open.optionalTexts("dpop_signing_alg_values_supported") ?? []
    }

    /// The text to publish.
    public var encoded: [UInt8] {
        func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return JSONBytes.of([
            "issuer": .string(issuer), "token_endpoint": .string(tokenEndpoint), "response_types_supported": [],
            "grant_types_supported": strings(grantTypes), "token_endpoint_auth_methods_supported": ["none"],
            "pre-authorized_grant_anonymous_access_supported": .bool(allowsAnonymous),
            "dpop_signing_alg_values_supported": strings(proofAlgorithms),
            "authorization_details_types_supported": [.string(AuthorizationDetail.type)],
        ])
    }
}
