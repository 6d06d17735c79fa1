public import Rulebook
public import Signing

/// What the claim routes (OpenID4VCI) ask of the desk. They know HTTP and JOSE; the desk knows what may be claimed.
///
/// Secrets (codes, tokens, nonces) reach the desk as SHA-256 digests: it stores nothing that could be used.
public protocol ClaimsDesk: Sendable {
    /// Who issues, under which address, with which limits.
    var claimSettings: ClaimSettings { get }

    /// True when holders may apply without an offer: the desk can ask a registrar whose wallet it is.
    var takesApplications: Bool { get }

    /// The types that can be claimed or applied for: every type that this desk may mint.
    func claimableTypes() throws -> [ClaimableType]

    /// The offer behind a `credential_offer_uri`; nil when there is none, or it is over. `handle` is the digest of the
    /// text in the address.
    func standingOffer(handle: Digest, at second: UInt64) throws -> StandingOffer?

    /// The pre-authorised code of an offer, from the handle in its address: it stands in the offer itself.
    func code(ofOffer handle: String) -> String

    /// Spends a pre-authorised code, once, and files the token that stands for it from now on.
    ///
    /// Throws `ClaimRefusal`. A wrong transaction code is counted; after `maxTries` the offer is over.
    func redeem(_ redemption: Redemption, at second: UInt64) throws -> StandingOffer

    /// The offer that a token stands for, and the key that the token is bound to; nil when unknown or over.
    func grant(token: Digest, at second: UInt64) throws -> ClaimGrant?

    /// Takes note of a value that must never come twice (a nonce that was used, the `jti` of a proof); false when
    /// it has come before. It is forgotten after `until`.
    func spend(_ kind: OnceKind, _ value: Digest, until second: UInt64) throws -> Bool

    /// The nonce that proofs of a key carry at the token endpoint while that stretch of time lasts (RFC 9449 section
    /// 8).
    ///
    /// Nobody can tell it before the desk does, so no proof is made in advance.
    func proofNonce(ofWindow number: UInt64) -> String

    /// A nonce that may be spent once before `until`. Nothing is stored for who only asks for one: it carries its end
    /// and a mark that only the desk can make. `spendNonce` is true the first time only.
    func nonce(until second: UInt64) -> String
    func spendNonce(_ nonce: String, at second: UInt64) throws -> Bool

    /// True for the code of an offer that was ever made: what costs a write waits for that.
    func knows(code: Digest) throws -> Bool

    /// Mints one document a key, or files an application for a clerk to answer, and waits a little for the ledger.
    ///
    /// Asked again under the same grant with the same keys it answers with the same claim. Throws `ClaimRefusal`.
    func claim(_ grant: ClaimGrant, keys: [PublicKey], at second: UInt64) async throws -> ClaimAnswer

    /// How far a claim is (the deferred endpoint); nil for a transaction id that this grant does not have.
    func claimed(transaction: [UInt8], by grant: ClaimGrant, at second: UInt64) async throws -> ClaimAnswer?

    /// Keeps what the wallet says became of a claim; false for a notification id that is unknown.
    func note(_ event: ClaimEvent, notification: [UInt8], by grant: ClaimGrant, at second: UInt64) throws -> Bool

    /// A file that a document of this grant's claim names by its SHA-256; nil for every other. Throws `ClaimRefusal`.
    func attachment(_ digest: Digest, by grant: ClaimGrant, at second: UInt64) throws -> ClaimedAttachment?
}

/// Who issues, under which address, with which limits.
public struct ClaimSettings: Hashable, Sendable {
    /// The desk's own address, without a slash at the end: `iss`, the credential issuer identifier.
    public let issuer: String
    public let name: Bilingual
    public let member: MemberID
    /// Most keys, so most copies, of one claim.
    public let maxKeys: Int
    /// How long a token lives, in seconds.
    public let tokenSeconds: UInt64
    /// How long a nonce lives, in seconds.
    public let nonceSeconds: UInt64

    public init(
        issuer: String, name: Bilingual, member: MemberID, maxKeys: Int = 8, tokenSeconds: UInt64 = 900,
        nonceSeconds: UInt64 = 300
    ) {
        self.issuer = issuer
        self.name = name
        self.member = member
        self.maxKeys = maxKeys
        self.tokenSeconds = tokenSeconds
        self.nonceSeconds = nonceSeconds
    }
}

/// A type as a wallet learns of it.
public struct ClaimableType: Hashable, Sendable {
    /// The id among `credential_configurations_supported`: the type's code.
    public let type: DocumentType
    public let version: UInt64
    /// The address of its metadata.
    public let vct: String

    public init(type: DocumentType, version: UInt64, vct: String) {
        self.type = type
        self.version = version
        self.vct = vct
    }
}

/// An offer that can still be used.
public struct StandingOffer: Hashable, Sendable {
    public let id: OfferID
    public let type: TypeCode
    /// True when there is a row to be minted; false when a clerk will answer (申请返还).
    public let hasDocument: Bool
    public let needsTransactionCode: Bool
    public let expiry: UInt64
}

/// A code that is spent, with the token that comes in its place.
public struct Redemption: Hashable, Sendable {
    public let code: Digest
    public let transactionCode: String?
    public let token: Digest
    /// The thumbprint of the key that the token is bound to (DPoP); nil for a bearer token.
    public let keyThumbprint: [UInt8]?
    /// The name that the wallet gave itself; nil for one that gave none.
    public let clientID: String?

    public init(
        code: Digest, transactionCode: String?, token: Digest, keyThumbprint: [UInt8]?, clientID: String? = nil
    ) {
        self.clientID = clientID
        self.code = code
        self.transactionCode = transactionCode
        self.token = token
        self.keyThumbprint = keyThumbprint
    }
}

/// What a token allows.
public struct ClaimGrant: Hashable, Sendable {
    public let offer: StandingOffer
    public let keyThumbprint: [UInt8]?
    /// What `iss` of a key proof must be, if it is there; nil: it must not be there.
    public let clientID: String?
}

/// Kinds of values that must not come twice.
public enum OnceKind: Int64, Sendable, CaseIterable {
    case nonce = 1
    case proof = 2
    case application = 4
    case attachment = 5
}

/// What a claim comes to.
public enum ClaimAnswer: Sendable {
    /// All documents are final on the ledger.
    case ready([ClaimedDocument], notification: [UInt8])
    /// It takes longer: a clerk answers, or the ledger does. Ask again after so many seconds.
    case waiting(transaction: [UInt8], seconds: UInt64)
    /// The clerk has refused, with a reason for the holder, at that time (POSIX seconds).
    case refused(reason: Bilingual, answered: UInt64)
}

/// A claimed document with what its holder needs beside the credential.
public struct ClaimedDocument: Hashable, Sendable {
    /// The SD-JWT with all disclosures.
    public let credential: String
    /// The secret of the correction key.
    public let correctionSeed: [UInt8]
    /// The CBOR form of the record's receipt.
    public let receipt: [UInt8]

    public init(credential: String, correctionSeed: [UInt8], receipt: [UInt8]) {
        self.credential = credential
        self.correctionSeed = correctionSeed
        self.receipt = receipt
    }
}

/// What a wallet says became of a claim.
public enum ClaimEvent: String, Sendable, CaseIterable {
    case accepted = "credential_accepted"
    case failed = "credential_failure"
    case deleted = "credential_deleted"
}

/// Why a claim goes no further.
public enum ClaimRefusal: Error, Equatable, Sendable {
    /// No offer has this code, or it was spent, or is over.
    case unknownCode
    case expiredCode
    /// The offer asks for a transaction code and none was sent.
    case transactionCodeMissing
    /// The offer asks for none and one was sent.
    case transactionCodeNotExpected
    case wrongTransactionCode(triesLeft: Int)
    /// The type is retired, or the desk is not accredited for it any more.
    case typeNotMinted(TypeCode)
    case tooManyKeys(limit: Int)
    /// The same offer was claimed with other keys before.
    case alreadyClaimed
    /// The document was taken back or ended meanwhile.
    case documentGone
    /// Another application of the same holder for the same type waits.
    case alreadyApplied
    /// The claim has fetched the file that many times today.
    case attachmentLimit(Int)
}
