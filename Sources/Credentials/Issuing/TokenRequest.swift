public import Signing

/// A wallet's request for an access token with a pre-authorised code (OpenID4VCI section 6.1).
public struct TokenRequest: Hashable, Sendable {
    public let code: String
    public let transactionCode: String?
    public let clientID: String?
    /// What the wallet wants of what was offered; empty when it does not say.
    public let details: [AuthorizationDetail]

    static let maxByteCount = 65_536
    private static let maxClientID = 512

    /// A request with a code.
    public init(code: String, transactionCode: String?, clientID: String? = nil, details: [AuthorizationDetail] = []) {
        self.code = code
        self.transactionCode = transactionCode
        self.clientID = clientID
        self.details = details
    }

    /// Reads the form.
    public init(parsing text: String) throws(IssuingError) {
        guard text.utf8.count <= TokenRequest.maxByteCount, let form = FormText(parsing: text) else {
            throw IssuingError(.invalidRequest, "the body is no form with each name once")
        }
        for name in ["client_assertion", "client_assertion_type", "client_secret"] where form[name] != nil {
            throw IssuingError(.invalidClient, "no client is registered here: leave \(name) out")
        }
        guard let grant = form["grant_type"] else { throw IssuingError(.invalidRequest, "grant_type is missing") }
        guard grant == CredentialOffer.grantType else {
            throw IssuingError(.unsupportedGrantType, "grant_type must be \(CredentialOffer.grantType)")
        }
        guard let code = form["pre-authorized_code"], !code.isEmpty else {
            throw IssuingError(.invalidRequest, "pre-authorized_code is missing")
        }
        guard form["user_pin"] == nil else {
            throw IssuingError(.invalidRequest, "user_pin is the old name: send tx_code")
        }
        self.code = code
        transactionCode = form["tx_code"]
        clientID = form["client_id"]
        guard clientID.map({ (1...TokenRequest.maxClientID).contains($0.utf8.count) }) ?? true else {
            throw IssuingError(.invalidRequest, "client_id must have 1 to \(TokenRequest.maxClientID) bytes")
        }
        details = try TokenRequest.details(form["authorization_details"])
    }

    /// The form.
    public var encoded: String {
        var fields = [("grant_type", CredentialOffer.grantType), ("pre-authorized_code", code)]
        if let transactionCode { fields.append(("tx_code", transactionCode)) }
        if let clientID { fields.append(("client_id", clientID)) }
        if !details.isEmpty {
            let list = JSONValue.array(details.map { .object($0.json) })
            fields.append(("authorization_details", list.compact))
        }
        return FormText(fields.map { (name: $0.0, value: $0.1) }).encoded
    }

    private static func details(_ text: String?) throws(IssuingError) -> [AuthorizationDetail] {
        guard let text else { return [] }
        do throws(JSONError) {
            return try JSONElement(parsing: text, maxByteCount: maxByteCount).list(max: 64) {
                (item) throws(JSONError) in try AuthorizationDetail(item)
            }
        } catch { throw IssuingError(.invalidAuthorizationDetails, "authorization_details: \(error)") }
    }
}

/// An authorisation detail of the type `openid_credential` (RFC 9396).
public struct AuthorizationDetail: Hashable, Sendable {
    public let configuration: String
    /// `credential_identifiers`; only in answers.
    public let identifiers: [String]

    static let type = "openid_credential"

    /// A detail for a kind of credential.
    public init(configuration: String, identifiers: [String] = []) {
        self.configuration = configuration
        self.identifiers = identifiers
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        try open.member("type").exactly(AuthorizationDetail.type)
        configuration = try open.text("credential_configuration_id", max: 256)
        identifiers = try open.optionalTexts("credential_identifiers") ?? []
    }

    var json: JSONObject {
        var object: JSONObject = [
            "type": .string(AuthorizationDetail.type), "credential_configuration_id": .string(configuration),
        ]
        if !identifiers.isEmpty {
            object.append("credential_identifiers", .array(identifiers.map { .string($0) }))
        }
        return object
    }
}

/// The answer to a token request.
public struct TokenResponse: Hashable, Sendable {
    /// How a token is shown.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case bearer = "Bearer"
        /// Bound to a key: it is shown with a DPoP proof.
        case bound = "DPoP"
    }

    public let token: String
    public let kind: Kind
    /// Seconds that it lives.
    public let lifetime: UInt64?
    public let details: [AuthorizationDetail]

    private static let maxByteCount = 65_536

    /// An answer with a token.
    public init(token: String, kind: Kind, lifetime: UInt64?, details: [AuthorizationDetail] = []) {
        self.token = token
        self.kind = kind
        self.lifetime = lifetime
        self.details = details
    }

    /// Reads the answer; `token_type` is compared without case, as OAuth asks.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let open = try JSONElement.reading(text, max: TokenResponse.maxByteCount)
        token = try open.text("access_token", max: 8_192)
        let word = try open.member("token_type")
        let name = try word.string(maxByteCount: 64).lowercased()
        guard let kind = Kind.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
            throw word.invalid("must be Bearer or DPoP")
        }
        self.kind = kind
        lifetime = try open.optionalNumber("expires_in", in: 1...(1 << 32)).map { UInt64($0) }
        details =
            try open.optional("authorization_details")?.list(max: 64) { (item) throws(JSONError) in
                try AuthorizationDetail(item)
            } ?? []
    }

    /// The body of the answer.
    public var encoded: [UInt8] {
        var object: JSONObject = ["access_token": .string(token), "token_type": .string(kind.rawValue)]
        if let lifetime { object.append("expires_in", .integer(Int64(clamping: lifetime))) }
        if !details.isEmpty {
            object.append("authorization_details", .array(details.map { .object($0.json) }))
        }
        return JSONBytes.of(object)
    }
}
