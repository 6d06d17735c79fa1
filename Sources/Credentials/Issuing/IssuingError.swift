public import Signing

/// The error codes of OpenID4VCI and of the OAuth standards below it.
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
    case insufficientScope = "insufficient_scope"
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
}

/// A refusal as the protocol has it: a code, and a sentence for whoever writes a wallet.
public struct IssuingError: Error, Hashable, Sendable {
    public let code: IssuingErrorCode
    /// ASCII without quotes and backslashes, as OAuth asks.
    public let description: String

    /// A refusal; characters that may not stand in a description are replaced.
    public init(_ code: IssuingErrorCode, _ description: String) {
        self.code = code
        let bytes = description.utf8.prefix(512).map { byte in
            (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                ? byte : UInt8(ascii: "?")
        }
        self.description = String(decoding: bytes, as: UTF8.self)
    }

    /// The body of the answer.
    public var encoded: [UInt8] {
        JSONBytes.of(["error": .string(code.rawValue), "error_description": .string(description)])
    }

    /// Reads the body of an answer; the code may be one that is not known here.
    public static func read(_ text: [UInt8]) throws(JSONError) -> (code: String, description: String?) {
        let open = try JSONElement.reading(text, max: 65_536)
        return (try open.text("error", max: 128), try open.optionalText("error_description"))
    }
}
