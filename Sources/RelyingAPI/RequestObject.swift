public import Credentials
public import Rulebook
public import Sealing
public import Signing

/// What a relying party asks of one wallet, with everything that the ledger does not say: the signed request, its case
/// number, its own words, the key to which the party's part is sealed.
///
/// The claims of an OpenID4VP request object whose `response_type` is `deedbox_grant`. A wallet gets one by
/// `ReceivedRequest.checked`, the desk makes one.
public struct RequestObject: Hashable, Sendable {
    /// `client_id`.
    public let party: MemberID
    /// Where the wallet posts its answer.
    public let responseURI: WebAddress
    /// The wallet's own nonce, repeated.
    public let walletNonce: [UInt8]
    /// POSIX seconds.
    public let issuedAt: UInt64
    /// POSIX seconds: the session's end.
    public let expiry: UInt64
    /// The ledger.
    public let origin: String
    public let scene: SceneCode
    public let profile: ProfileID
    /// `dcql_query`: compare it with what follows from the profile on the ledger.
    public let query: JSONValue
    /// The signed request (COSE_Sign1) that the grant carries.
    public let request: [UInt8]
    /// The party's case number with what opens the request's commitment.
    public let matter: CaseOpening
    /// What the party says to this holder besides; nil when nothing.
    public let text: Bilingual?
    /// The counter at which the holder stands; nil for a request from afar.
    public let counter: CounterPlace?
    /// The party's registered key, to which the deposit's part is sealed.
    public let sealingKey: SealingPublicKey

    public static let responseType = "deedbox_grant"
    /// `typ` of the message (RFC 9101).
    public static let type = "oauth-authz-req+jwt"
    /// How far clocks may differ, in seconds.
    public static let clockSkew: UInt64 = 300
    /// Most bytes of the signed message.
    public static let maxByteCount = 256 << 10
    static let audience = "https://self-issued.me/v2"

    /// What a desk signs for one fetch.
    public init(
        party: MemberID, responseURI: WebAddress, fetch: RequestFetch, issuedAt: UInt64, expiry: UInt64,
        origin: String, scene: SceneCode, profile: SceneProfile, request: [UInt8], matter: CaseOpening,
        text: Bilingual?, counter: CounterPlace? = nil, sealingKey: SealingPublicKey
    ) {
        self.party = party
        self.responseURI = responseURI
        walletNonce = fetch.walletNonce
        self.issuedAt = issuedAt
        self.expiry = expiry
        self.origin = origin
        self.scene = scene
        self.profile = profile.id
        query = ProfileQuery.json(profile)
        self.request = request
        self.matter = matter
        self.text = text
        self.counter = counter
        self.sealingKey = sealingKey
    }

    /// True when the query asks for exactly this profile of the scene on the ledger.
    public func asksFor(_ profile: SceneProfile) -> Bool {
        self.profile == profile.id && query == ProfileQuery.json(profile)
    }

    /// Signs it by a statement key of the party and seals it to the wallet that fetched.
    public func sealed(by key: PrivateKey, for fetch: RequestFetch) throws(CBORError) -> [UInt8] {
        let signer = JWSSigner(member: key, type: RequestObject.type, keyID: key.publicKey.id.description)
        let message = signer.sign(try claims())
        return fetch.sealingKey.seal(
            Array(message.utf8), for: Purpose.requestObject, context: fetch.context(party))
    }
}
