internal import Credentials
internal import Rulebook
public import Sealing
public import Signing

/// What a wallet hands over when it fetches a request: the form of OpenID4VP's `request_uri_method` `post`, with the
/// once-only key that the request is to name.
public struct RequestFetch: Hashable, Sendable {
    /// The holder's fresh key (Ed25519): nobody else can answer the request.
    public let grantKey: PublicKey
    /// Sixteen random bytes that the request repeats.
    public let walletNonce: [UInt8]
    /// To which the request is sealed; made for this fetch.
    public let sealingKey: SealingPublicKey

    public static let nonceByteCount = 16
    /// Most bytes of the form.
    public static let maxByteCount = 1_024
    private static let names = (grantKey: "grant_key", nonce: "wallet_nonce", sealingKey: "sealing_key")

    /// The key must be of Ed25519.
    public init(grantKey: PublicKey, sealingKey: SealingPublicKey, walletNonce: [UInt8]? = nil) {
        precondition(grantKey.algorithm == .ed25519, "a grant key is of Ed25519")
        self.grantKey = grantKey
        self.sealingKey = sealingKey
        self.walletNonce = walletNonce ?? Random.bytes(RequestFetch.nonceByteCount)
    }

    /// Reads the form strictly; nil for anything else.
    public init?(form text: String) {
        let names = RequestFetch.names
        guard text.utf8.count <= RequestFetch.maxByteCount, let form = FormText(parsing: text), form.fields.count == 3,
            let key = form[names.grantKey].flatMap({ Base64URL.decode($0) })
                .flatMap({ PublicKey(.ed25519, bytes: $0) }),
            let nonce = form[names.nonce].flatMap({ Base64URL.decode($0) }),
            nonce.count == RequestFetch.nonceByteCount,
            let sealing = form[names.sealingKey].flatMap({ Base64URL.decode($0) }).flatMap({ SealingPublicKey($0) })
        else { return nil }
        self.init(grantKey: key, sealingKey: sealing, walletNonce: nonce)
    }

    /// The form's text.
    public var form: String {
        let names = RequestFetch.names
        return FormText([
            (names.grantKey, Base64URL.encode(grantKey.bytes)), (names.nonce, Base64URL.encode(walletNonce)),
            (names.sealingKey, Base64URL.encode(sealingKey.bytes)),
        ]).encoded
    }

    /// What the sealed request is bound to: this fetch, and who is asked.
    func context(_ party: MemberID) -> [UInt8] { walletNonce + grantKey.bytes + Array(party.text.utf8) }
}
