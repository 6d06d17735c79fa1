internal import Credentials
public import Rulebook
public import Sealing
public import Signing

/// A request as the wallet that fetched it opened it: nothing of it is proven before `checked`.
public struct ReceivedRequest: Sendable {
    /// Who is said to ask: whose keys on the ledger must have signed.
    public let party: MemberID
    /// Which of them, as the message says.
    public let keyID: String
    private let message: CompactJWS
    private let fetch: RequestFetch
    private let address: WebAddress

    /// Opens what the desk answered to this fetch.
    public init(
        opening sealed: [UInt8], by key: SealingPrivateKey, for fetch: RequestFetch, at link: RequestLink
    ) throws(RequestRefusal) {
        guard sealed.count <= RequestObject.maxByteCount + SealingPublicKey.overhead,
            let bytes = try? key.open(sealed, for: Purpose.requestObject, context: fetch.context(link.party)),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .doesNotOpen }
        do throws(JOSEError) {
            message = try CompactJWS(
                parsing: text, type: RequestObject.type, maxByteCount: RequestObject.maxByteCount,
                algorithms: SignatureAlgorithm.allCases)
            let header = message.header
            guard header.key == nil, header.certificates == nil, let keyID = header.keyID else { throw .keyMissing }
            self.keyID = keyID
        } catch { throw .message(error) }
        party = link.party
        self.fetch = fetch
        address = link.address
    }

    /// The request, when one of the party's statement keys, which the caller knows from the ledger and which are good
    /// now, signed both the message and the request in it, and both speak of this ledger, this fetch and one another.
    ///
    /// What is left to check is the scene: that the ledger has it, approved and open, with this profile.
    public func checked(by keys: [PublicKey], origin: String, at now: UInt64) throws(RequestRefusal) -> RequestObject {
        guard let key = keys.first(where: { $0.id.description == keyID }) else { throw .unknownKey(keyID) }
        let claims: JSONObject
        do throws(JOSEError) { claims = try message.verified(by: key).claims } catch { throw .message(error) }
        let read: (object: RequestObject, nonce: [UInt8])
        do throws(JSONError) { read = try RequestObject.reading(claims) } catch { throw .claims(error) }
        let object = read.object
        guard object.party == party else { throw .otherParty(object.party) }
        guard object.origin == origin else { throw .otherLedger(object.origin) }
        guard object.responseURI.origin == address.origin else { throw .otherAddress(object.responseURI) }
        guard object.walletNonce == fetch.walletNonce else { throw .otherWallet }
        guard object.issuedAt <= now + RequestObject.clockSkew else { throw .fromFuture(object.issuedAt) }
        guard now < object.expiry + RequestObject.clockSkew else { throw .over(object.expiry) }
        try check(object, nonce: read.nonce, by: keys)
        return object
    }

    /// The request inside says what the message says.
    private func check(_ object: RequestObject, nonce: [UInt8], by keys: [PublicKey]) throws(RequestRefusal) {
        guard let statement = try? Statement(decoding: object.request), !statement.isGovernance,
            statement.header.contentType == Purpose.request, statement.header.issuer == party.text,
            statement.header.origin == object.origin,
            keys.contains(where: { statement.isSigned(statement.signatures[0], by: $0) })
        else { throw .badRequest }
        guard let request = try? Request(decoding: statement.payload) else { throw .badRequest }
        guard request.grantKey == fetch.grantKey else { throw .otherWallet }
        guard request.scene == object.scene, request.profile == object.profile, request.nonce == nonce,
            request.caseCommitment == object.matter.commitment
        else { throw .differs }
    }
}

extension RequestObject {
    /// What the signed request says; it was read when the object was checked or made.
    public var asked: Request? { (try? Statement(decoding: request)).flatMap { try? Request(decoding: $0.payload) } }

    /// Until when the signed request may be answered, POSIX seconds.
    public var requestNotAfter: UInt64? { (try? Statement(decoding: request))?.header.notAfter }
}
