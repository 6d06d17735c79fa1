public import Signing

/// The error codes of OpenID4VCI, of the OAuth standards below it, and of the one endpoint that is ours.
public enum IssuingErrorCode: String, Hashable, Sendable, CaseIterable {
    // Token endpoint (RFC 6749 section 5.2, OpenID4VCI section 6.3, RFC 9396, RFC 9449).
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case unsupportedGrantType = "unsupported_grant_type"
    case invalidAuthorizationDetails = "invalid_authorization_details"
    case invalidDPoPProof = "invalid_dpop_proof"
    case useDPoPNonce = "use_dpop_nonce"
    // Access tokens (RFC 6750).
    case invalidToken = "invalid_token"
    // Credential endpoint (OpenID4VCI section 8.3.1).
    case invalidCredentialRequest = "invalid_credential_request"
    case unknownConfiguration = "unknown_credential_configuration"
    case unknownIdentifier = "unknown_credential_identifier"
    case invalidProof = "invalid_proof"
    case invalidNonce = "invalid_nonce"
    case invalidEncryption = "invalid_encryption_parameters"
    case requestDenied = "credential_request_denied"
    // Deferred credential endpoint (section 9.3).
    case invalidTransactionID = "invalid_transaction_id"
    // Notification endpoint (section 11.3).
    case invalidNotificationID = "invalid_notification_id"
    case invalidNotification = "invalid_notification_request"
    // Attachment endpoint: ours alone.
    case unknownAttachment = "deedbox_unknown_attachment"
    case attachmentLimit = "deedbox_attachment_limit"
}

/// A refusal as the protocol has it: a code, and a sentence for whoever writes a wallet.
public struct IssuingError: Error, Hashable, Sendable {
    public let code: IssuingErrorCode
    /// ASCII without quotes and backslashes, as OAuth asks.
    public let description: String
    /// A clerk's reason; nil for every other refusal.
    public let reason: RefusalReason?

    /// A refusal; characters that may not stand in a description are replaced.
    public init(_ code: IssuingErrorCode, _ description: String, reason: RefusalReason? = nil) {
        self.code = code
        self.reason = reason
        let bytes = description.utf8.prefix(512).map { byte in
            (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                ? byte : UInt8(ascii: "?")
        }
        self.description = String(decoding: bytes, as: UTF8.self)
    }

    /// The body of the answer.
    public var encoded: [UInt8] {
        var object: JSONObject = [
            "error": .string(code.rawValue), "error_description": .string(description),
        ]
        if let reason { object.append("deedbox", .object(reason.json)) }
        return JSONBytes.of(object)
    }

    /// Reads the body of an answer.
    public static func read(_ text: [UInt8]) throws(JSONError) -> Told {
        let open = try JSONElement.reading(text, max: 65_536)
        return Told(
            code: try open.text("error", max: 128), description: try open.optionalText("error_description"),
            reason: try open.optional("deedbox").map { (member) throws(JSONError) in try RefusalReason(member) })
    }

    /// A refusal as an issuer of any maker tells it; the code may be one that is not known here.
    public struct Told: Hashable, Sendable {
        public let code: String
        public let description: String?
        public let reason: RefusalReason?
    }
}

/// Why a clerk did not issue what a holder applied for: the member `deedbox` beside the error, since the standard's
/// description is English alone.
public struct RefusalReason: Hashable, Sendable {
    public let zh: String
    public let en: String
    /// When the clerk answered, POSIX seconds.
    public let answered: UInt64

    /// A reason in both languages.
    public init(zh: String, en: String, answered: UInt64) {
        self.zh = zh
        self.en = en
        self.answered = answered
    }

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        let words = try open.member("reason").openMembers()
        zh = try words.text("zh")
        en = try words.text("en")
        answered = try open.member("answered").seconds()
    }

    var json: JSONObject {
        ["reason": ["zh": .string(zh), "en": .string(en)], "answered": .integer(Int64(clamping: answered))]
    }
}
