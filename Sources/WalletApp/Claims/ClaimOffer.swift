public import Credentials

/// What an issuer offers, with what it says of itself: shown to the holder before anything is claimed.
public struct ClaimOffer: Sendable {
    public let offer: CredentialOffer
    public let metadata: CredentialIssuerMetadata
    let server: AuthorizationServerMetadata
    let grant: PreAuthorizedGrant

    /// The kinds of document that are offered, as the issuer's metadata has them.
    public var kinds: [CredentialConfiguration] { offer.configurations.compactMap(metadata.configuration) }

    /// The form of the code that the holder was told by another way; nil when none is needed.
    public var transactionCode: TransactionCodeForm? { grant.transactionCode }
}

/// How far one part of a claim is.
public enum ClaimProgress: Sendable {
    /// The documents, each with what its holder needs beside it; to be checked like every other.
    case issued([CredentialItem], OpenClaim)
    /// The issuer answers later; ask again after so many seconds.
    case waiting(OpenClaim, seconds: UInt64)
}

/// What an issuer says of itself to a holder who applies without an offer.
public struct ApplicationForm: Sendable {
    public let issuer: String
    /// The kind of document that is applied for.
    public let kind: CredentialConfiguration
    let endpoint: String
}
