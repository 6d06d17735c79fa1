public import Signing

/// Why a request for a presentation is not answered: a case per rule, with its facts.
public enum PresentationRefusal: Error, Hashable, Sendable {
    case message(JOSEError)
    case claims(JSONError)
    /// The verifier does not take documents in our form.
    case formats(JSONError)
    /// Transaction data of a type that is not known here: what the holder would sign could not be shown to him.
    case transactionData
    /// `client_id` is of a form that cannot be checked here, or of none.
    case client(String)
    /// No certificate came with the request.
    case certificateMissing
    case certificate(CertificateError)
    /// The certificate is not the one that `client_id` names.
    case otherCertificate
    /// The link names another client than the request.
    case otherClient(String)
    /// `response_uri` is no address over TLS or on this machine, or not at the host that the client names.
    case address(String)
    /// It does not repeat the wallet's nonce.
    case otherWallet
    /// A nonce too short to be drawn by chance.
    case weakNonce
    case fromFuture(UInt64)
    case over(UInt64)

    /// The stable code.
    public var code: String {
        switch self {
        case .message, .claims, .formats: "presentation-unreadable"
        case .transactionData: "presentation-transaction-data"
        case .client, .otherClient: "presentation-client"
        case .certificateMissing, .certificate, .otherCertificate: "presentation-certificate"
        case .address: "presentation-address"
        case .otherWallet: "presentation-other-wallet"
        case .weakNonce: "presentation-nonce"
        case .fromFuture, .over: "presentation-time"
        }
    }

    /// Which error of OAuth the verifier is told.
    public var error: PresentationErrorCode {
        switch self {
        case .formats: .formatsNotSupported
        case .transactionData: .invalidTransactionData
        case .client, .otherClient, .certificateMissing, .certificate, .otherCertificate: .invalidClient
        case .message, .claims, .address, .otherWallet, .weakNonce, .fromFuture, .over: .invalidRequest
        }
    }
}

/// The error codes of OpenID4VP (section 8.5) and of OAuth below it.
public enum PresentationErrorCode: String, Hashable, Sendable, CaseIterable {
    case invalidRequest = "invalid_request"
    case invalidScope = "invalid_scope"
    case invalidClient = "invalid_client"
    /// The holder refuses, or holds nothing that answers: the two look alike.
    case accessDenied = "access_denied"
    case formatsNotSupported = "vp_formats_not_supported"
    case invalidMethod = "invalid_request_uri_method"
    case invalidTransactionData = "invalid_transaction_data"
    case walletUnavailable = "wallet_unavailable"
}
