/// What a credential issuer says about itself under its well-known address (OpenID4VCI section 12.2).
public struct CredentialIssuerMetadata: Hashable, Sendable {
    /// `credential_issuer`: equals the identifier from which the address was made.
    public let issuer: String
    /// Empty when the issuer is its own authorisation server.
    public let authorizationServers: [String]
    public let credentialEndpoint: String
    public let nonceEndpoint: String?
    public let deferredEndpoint: String?
    public let notificationEndpoint: String?
    /// Where a holder of an account on a ledger applies without an offer; nil where that is not taken. Ours alone.
    public let applicationEndpoint: String?
    /// Where a wallet fetches the files that a claimed document names; nil where there are none. Ours alone.
    public let attachmentEndpoint: String?
    /// How many credentials one request may ask for; 1 when nothing is said.
    public let batchSize: Int
    /// The content encryptions in which answers can be had; empty when there is none.
    public let responseEncryptions: [ContentEncryption]
    public let display: [TypeMetadata.Display]
    /// In order.
    public let configurations: [CredentialConfiguration]

    /// Suffix of the well-known address.
    public static let wellKnown = "openid-credential-issuer"
    static let maxByteCount = 4 << 20
    static let maxConfigurations = 1_024

    /// The metadata of an issuer that is its own authorisation server.
    public init(
        issuer: String, credentialEndpoint: String, nonceEndpoint: String?, deferredEndpoint: String?,
        notificationEndpoint: String?, applicationEndpoint: String? = nil, attachmentEndpoint: String? = nil,
        batchSize: Int, responseEncryptions: [ContentEncryption], display: [TypeMetadata.Display],
        configurations: [CredentialConfiguration]
    ) {
        self.issuer = issuer
        authorizationServers = []
        self.credentialEndpoint = credentialEndpoint
        self.nonceEndpoint = nonceEndpoint
        self.deferredEndpoint = deferredEndpoint
        self.notificationEndpoint = notificationEndpoint
        self.applicationEndpoint = applicationEndpoint
        self.attachmentEndpoint = attachmentEndpoint
        self.batchSize = batchSize
        self.responseEncryptions = responseEncryptions
        self.display = display
        self.configurations = configurations
    }

    /// The kind of credential of that name.
    public func configuration(_ id: String) -> CredentialConfiguration? { configurations.first { $0.id == id } }
}

/// One kind of credential that an issuer has.
public struct CredentialConfiguration: Hashable, Sendable {
    public let id: String
    /// `dc+sd-jwt` for ours.
    public let format: String
    /// The address of the type; nil for other formats.
    public let type: String?
    public let scope: String?
    /// True when a proof of the holder's key, signed with ES256, is asked for.
    public let needsProof: Bool
    public let display: [TypeMetadata.Display]
    public let claims: [TypeMetadata.Claim]

    /// A kind of document, bound to its holder's key.
    public init(
        id: String, type: String, scope: String?, display: [TypeMetadata.Display], claims: [TypeMetadata.Claim]
    ) {
        self.id = id
        format = SDJWTType.document
        self.type = type
        self.scope = scope
        needsProof = true
        self.display = display
        self.claims = claims
    }
}
