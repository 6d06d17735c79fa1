public import Signing

/// What a verifier asks a wallet of any maker (OpenID4VP 1.0, section 5): the claims of a signed request object.
///
/// Answers are posted and sealed to a key that serves this request alone: `direct_post.jwt`. Other ways to answer are
/// refused, on both sides.
public struct PresentationRequest: Hashable, Sendable {
    /// `client_id`, with its prefix.
    public let clientID: String
    /// `response_uri`.
    public let responseURI: String
    public let nonce: String
    public let state: String?
    /// `wallet_nonce`, repeated from the fetch.
    public let walletNonce: String?
    public let query: PresentationQuery
    /// To what the answer is sealed.
    public let sealing: AnswerSealing
    /// POSIX seconds; nil where the verifier says nothing.
    public let issuedAt: UInt64?
    public let expiry: UInt64?
    /// `verifier_info`: what the verifier shows of itself beside its certificate.
    public let statements: [VerifierStatement]

    /// `typ` of the message (RFC 9101).
    public static let type = "oauth-authz-req+jwt"
    /// Content type of the answer to a fetch.
    public static let mediaType = "application/oauth-authz-req+jwt"
    /// `aud` of every request object: the wallet is not known.
    public static let audience = "https://self-issued.me/v2"
    public static let responseType = "vp_token"
    public static let responseMode = "direct_post.jwt"
    /// Most bytes of the signed message.
    public static let maxByteCount = 256 << 10

    /// Something that a verifier shows of itself; formats that are not known are passed over.
    public struct VerifierStatement: Hashable, Sendable {
        public let format: String
        public let data: String

        /// A text in a format.
        public init(format: String, data: String) {
            self.format = format
            self.data = data
        }
    }

    /// A request with these members.
    public init(
        clientID: String, responseURI: String, nonce: String, state: String?, walletNonce: String?,
        query: PresentationQuery, sealing: AnswerSealing, issuedAt: UInt64?, expiry: UInt64?,
        statements: [VerifierStatement]
    ) {
        self.clientID = clientID
        self.responseURI = responseURI
        self.nonce = nonce
        self.state = state
        self.walletNonce = walletNonce
        self.query = query
        self.sealing = sealing
        self.issuedAt = issuedAt
        self.expiry = expiry
        self.statements = statements
    }

    /// The signed message; nil for a key that is not of ES256. The certificates are in DER: the signer's own first, and
    /// the trusted root left out.
    public func signed(by key: PrivateKey, x5c: [[UInt8]]) -> String? {
        JWSSigner(key, type: PresentationRequest.type, x5c: x5c)?.sign(claims)
    }
}

/// To what a wallet seals its answer: a key of P-256, and the content encryptions that its owner can open.
public struct AnswerSealing: Hashable, Sendable {
    public let key: JSONWebKey
    public let encryptions: [ContentEncryption]

    /// A key, and how it may be sealed to.
    public init(key: JSONWebKey, encryptions: [ContentEncryption]) {
        self.key = key
        self.encryptions = encryptions
    }
}
