import Credentials
import Foundation
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport

/// A bank's desk that may ask plainly, the police's published texts, and a wallet of another maker.
struct PlainDesk {
    let desk: TestDesk
    let published = Published()

    static let issuer = "http://localhost:7401"
    static let typeName = issuer + "/types/TESTIDENTITY/1"
    static let scene = TestScene.scene("visit", allowsUncounted: true)
    let policeKey = TestKey.own("police/es256")
    let deskKey = TestKey.own("asking/es256")
    let holder = TestKey.own("holder/es256")

    static func make() async throws -> PlainDesk {
        let plain = PlainDesk(desk: try await TestDesk.make())
        let town = plain.desk.town
        let keys = [TestMember.police.key, plain.policeKey].map {
            MemberKey(key: $0.publicKey, from: 0, until: nil)
        }
        let update = UpdateMember(
            sequence: await town.sequence, member: TestMember.police.id,
            details: TestMember.police.details(keys: keys), reinstates: false)
        try await town.commit([.updateMember(update)], by: .allGovernors)
        try await town.pass(seconds: 60)
        let accredit = Accredit(
            code: TestType.identity.code, issuer: TestMember.police.id, period: Period(from: 0, until: nil))
        try await town.commit([.accredit(accredit)], by: .member(.police))
        try await town.commit([.declareScene(DeclareScene(scene: scene))], by: .member(.bank))
        let approval = ApproveScene(party: TestMember.bank.id, code: scene.code, scene: scene.digest)
        try await town.commit([.approveScene(approval)], by: .member(.regulator))
        _ = try plain.desk.desk.takePresentationKey(plain.deskKey, certificates: [try plain.certificate(plain.deskKey)])
        return plain
    }

    var now: UInt64 { desk.town.time.now / 1_000 }

    /// A certificate of a sample authority for a key.
    func certificate(_ key: PrivateKey) throws -> [UInt8] {
        let root = try CertificateAuthority.root(
            CertificateSubject(organization: "示例根机构", commonName: "root"), key: TestKey.own("root/es256"),
            validity: now - 1_000...now + 1_000_000)
        guard let address = WebAddress(PlainDesk.issuer) else { throw JSONError.missing(path: "address") }
        return try root.certify(
            address, subject: CertificateSubject(organization: "示例机构", commonName: "localhost"), key: key.publicKey,
            validity: now - 1_000...now + 1_000_000)
    }

    /// The types as the police publishes them.
    var types: [PublishedType] {
        [
            PublishedType(
                type: TestType.identity.code, names: [PlainDesk.typeName],
                paths: ["XM": ClaimPath("XM"), "ZZBH": ClaimPath("ZZBH")])
        ]
    }

    func order(_ scene: Scene = scene, returnAddress: WebAddress? = nil) throws -> PresentationOrder {
        guard let issuer = WebAddress(PlainDesk.issuer) else { throw JSONError.missing(path: "issuer") }
        return PresentationOrder(
            scene: scene.code, profile: scene.profiles[0].id, caseNumber: "示例案 9", issuers: [issuer],
            returnAddress: returnAddress)
    }

    func opened(returnAddress: WebAddress? = nil) async throws -> (Presentation, PresentationLink) {
        try await desk.desk.open(try order(returnAddress: returnAddress), types)
    }

    /// What may differ from a good document.
    struct Changes {
        var expiry: UInt64?
        var signedBy: PrivateKey?
        var type = PlainDesk.typeName
        /// Further claims, disclosable or not, beside the usual ones.
        var extra: [ClaimMember] = []
        var headerType = SDJWTType.document
    }

    /// A document of the police's, with everything disclosed.
    func document(_ changes: Changes = Changes()) throws -> SDJWT {
        let key = changes.signedBy ?? policeKey
        guard let header = JWSSigner(key, type: changes.headerType, x5c: [try certificate(key)]) else {
            throw JSONError.missing(path: "signer")
        }
        let claims = DocumentClaims(
            issuer: PlainDesk.issuer, type: changes.type, issuedAt: now - 100, expiry: changes.expiry,
            holderKey: JSONWebKey(holder.publicKey),
            status: StatusReference(index: 5, uri: Published.list),
            ledger: LedgerClaims(
                origin: desk.town.origin, typeCode: TestType.identity.code.text, typeVersion: 1,
                asOf: UTCTime(seconds: now - 200).description, updateDays: 1, correction: .zero,
                provenance: .digital, label: .government))
        let fields: [ClaimMember] = ["XM", "ZZBH", "YXQ"].map { .disclosable($0, .value(.string("示例 \($0)"))) }
        let issued = try SDJWTSigner(header).issue(claims.members + fields + changes.extra)
        return try SDJWT(parsing: issued.text)
    }

    /// A presentation, signed by its holder for a request.
    func presented(
        _ document: SDJWT, _ request: PresentationRequest, paths: [String] = ["XM"], audience: String? = nil,
        nonce: String? = nil, issuedAt: UInt64? = nil, by key: PrivateKey? = nil
    ) throws -> String {
        let bound = try document.showing(paths.map { ClaimPath($0) }).bound(
            by: key ?? holder, audience: audience ?? request.clientID, nonce: nonce ?? request.nonce,
            issuedAt: issuedAt ?? now)
        guard let bound else { throw JSONError.missing(path: "key") }
        return bound.text
    }

    /// The request of a link, as a wallet fetches and checks it.
    func fetch(
        _ link: PresentationLink, _ talk: Talk, nonce: String = "wallet-nonce-1234"
    ) async throws -> ReceivedPresentationRequest {
        guard let address = WebAddress(link.address) else { throw JSONError.missing(path: "address") }
        let answer = try await talk.post(address.path, Array(PresentationFetch(walletNonce: nonce).form.utf8))
        guard answer.status == 200 else { throw try answer.json(RelyingProblem.self) }
        return try ReceivedPresentationRequest(
            parsing: String(decoding: answer.bytes, as: UTF8.self), from: link, walletNonce: nonce, at: now)
    }

    /// The verdict on one presented text, as the desk keeps it.
    func verdict(
        on make: (PresentationRequest) throws -> [String], query: String = TestType.identity.code.text
    ) async throws -> JudgedPresentation {
        let (presentation, link) = try await opened()
        let request = try await desk.run { [self] talk in try await fetch(link, talk).request }
        let response = PresentationResponse.presented(
            [.init(query: query, presentations: try make(request))], state: request.state)
        guard let form = response.form(for: request.sealing) else { throw JSONError.missing(path: "form") }
        _ = try await desk.desk.take(form, ofPresentation: presentation.id, reading: published)
        return try JudgedPresentation(desk.desk.presentation(presentation.id))
    }
}

/// A verdict as it is kept, for tests.
struct JudgedPresentation {
    let presentation: Presentation
    let verdict: JSONObject

    init(_ presentation: Presentation) throws {
        self.presentation = presentation
        guard case .object(let object)? = presentation.judged else { throw JSONError.missing(path: "verdict") }
        verdict = object
    }

    var state: String { text(verdict["state"]) }

    /// The answers by name, with the reason behind a slash: `status: no/revoked`.
    var checks: [String: String] {
        let documents = items(verdict["documents"]).flatMap { items($0["checks"]) }
        let all = (items(verdict["checks"]) + documents).map { check in
            let reason = text(check["reason"])
            return (text(check["name"]), text(check["answer"]) + (reason.isEmpty ? "" : "/" + reason))
        }
        return Dictionary(all) { first, _ in first }
    }

    private func items(_ value: JSONValue?) -> [JSONObject] {
        guard case .array(let items)? = value else { return [] }
        return items.compactMap { item in
            guard case .object(let object) = item else { return nil }
            return object
        }
    }

    private func text(_ value: JSONValue?) -> String {
        guard case .string(let text)? = value else { return "" }
        return text
    }
}

/// What the police publishes: its list says of entry 5 what a test wants; nil: it is away.
struct Published: PublicDocuments {
    static let list = PlainDesk.issuer + "/status/1"
    var status: ListedStatus? = .valid
    var time: UInt64 = TestNetwork.created + 86_400
    var signedBy = TestKey.own("police/es256")

    func text(at address: WebAddress, as type: String, max: Int) async throws(PublicDocumentError) -> [UInt8] {
        guard let status, address.description == Published.list, let signer = signer() else {
            throw PublicDocumentError(address: address.description, reason: "away")
        }
        var list = StatusList(count: 64)
        list.set(status, at: 5)
        let token = StatusListToken.sign(
            list, uri: Published.list, issuedAt: time, expiry: time + 1_000_000, timeToLive: 60, by: signer)
        return Array(token.text.utf8)
    }

    private func signer() -> JWSSigner? {
        let key = JSONWebKey(signedBy.publicKey)
        return JWSSigner(
            signedBy, type: StatusListToken.type, keyID: Base64URL.encode(key.thumbprint.bytes))
    }
}
