import Credentials
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NodeAPI
import Releasing
import RelyingAPI
import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport

/// A bank's desk in a folder of its own, over a town with its scene approved.
final class TestDesk: Sendable {
    let folder: RelyingFolder
    let desk: RelyingDesk
    let town: TestTown
    let sealingKey: SealingPrivateKey

    private init(_ folder: RelyingFolder, _ desk: RelyingDesk, _ town: TestTown, _ sealingKey: SealingPrivateKey) {
        self.folder = folder
        self.desk = desk
        self.town = town
        self.sealingKey = sealingKey
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    static func make(validators: Int = 1) async throws -> TestDesk {
        let town = TestTown(validators: validators)
        let sealingKey = SealingPrivateKey()
        for member in [TestMember.police, .bank, .regulator] {
            let plain = member.details
            let documents = MemberKey(key: TestDocument.signer.publicKey, from: 0, until: nil)
            let details = MemberDetails(
                name: plain.name, roles: plain.roles, creditCode: plain.creditCode,
                keys: plain.keys + (member == .police ? [documents] : []),
                sealingKey: member == .bank ? ReleaseKey(sealingKey.publicKey) : nil)
            let act = RegisterMember(sequence: await town.sequence, member: member.id, details: details)
            try await town.commit([.registerMember(act)], by: .allGovernors)
        }
        try await town.pass(seconds: 60)
        let type = RegisterType(sequence: await town.sequence, type: TestType.identity.definition())
        try await town.commit([.registerType(type)], by: .twoGovernors)
        try await town.pass(seconds: 60)
        try await town.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
        let approval = ApproveScene(
            party: TestMember.bank.id, code: TestScene.loan.code, scene: TestScene.loan.digest)
        try await town.commit([.approveScene(approval)], by: .member(.regulator))
        let folder = RelyingFolder(NSTemporaryDirectory() + "relying-" + Hex.encode(Random.bytes(8)))
        try folder.found(
            RelyingFolder.Founding(
                configuration: RelyingConfiguration(
                    member: TestMember.bank.id, url: "http://localhost:7501", nodes: ["http://127.0.0.1:7101"]),
                genesis: town.known.genesis.encoded,
                statementKey: try KeyFile(TestMember.bank.key, purpose: .statement, name: "bank"),
                sealingKey: sealingKey, passphrase: nil), now: town.time.now / 1_000)
        return TestDesk(folder, try open(folder, town), town, sealingKey)
    }

    /// The desk as a process opens it that has just started.
    static func open(_ folder: RelyingFolder, _ town: TestTown) throws -> RelyingDesk {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try RelyingDesk.open(folder, logger: logger, ledger: town, now: { town.time.now / 1_000 })
    }

    /// A second desk of the same party, with everything that this one knows now.
    func twin() throws -> TestDesk {
        let copy = RelyingFolder(folder.path + "-twin")
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
        return TestDesk(copy, try TestDesk.open(copy, town), town, sealingKey)
    }

    func order(uses: UInt64 = 2, caseNumber: String = "示例案 17") -> SessionOrder {
        SessionOrder(
            scene: TestScene.loan.code, profile: TestScene.loan.profiles[0].id, uses: uses, term: 3_600,
            caseNumber: caseNumber, text: Bilingual(zh: "示例说明", en: "Sample words"))
    }

    /// Talks to the desk through its router.
    func run<Value: Sendable>(_ talk: @Sendable @escaping (Talk) async throws -> Value) async throws -> Value {
        try await RelyingServer(desk).application().test(.router) { client in try await talk(Talk(client: client)) }
    }

    /// What the ledger says of a use, by which a fault is judged.
    func facts(of use: StoredUse, _ matter: Matter) throws -> FaultFacts {
        let statement = try Statement(decoding: use.statement)
        guard let key = SealingPublicKey(try Use(decoding: statement.payload).releaseKey),
            let index = SecretIndex(use: Int(use.number)), let manifest = matter.answer?.manifest
        else { throw LedgerSilent(Bilingual(zh: "无此使用", en: "no such use")) }
        return FaultFacts(
            origin: town.origin, statement: statement.id, releaseKey: key, index: index, manifest: manifest,
            set: DealtSet(town.known))
    }

    /// A grant that is final: its id.
    func granted(
        uses: UInt64 = 2, caseNumber: String = "示例案 17", documents: [TestDocument] = [],
        _ spoil: @Sendable @escaping (inout DealingDraft) throws -> Void = { _ in },
        token: @Sendable @escaping (GrantID) -> [UInt8] = { _ in [] }
    ) async throws -> GrantID {
        let (_, link) = try await desk.open(order(uses: uses, caseNumber: caseNumber))
        return try await run { [self] talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, self)
            let answered: AnsweredBody = try await talk.answer(
                try wallet.grant(object, self, documents: documents, spoil: spoil, token: token), to: link
            ).json()
            guard answered.state == .granted, let digest = Digest(hex: answered.grant) else {
                throw LedgerSilent(Bilingual(zh: "未授权", en: "not granted"))
            }
            return GrantID(digest)
        }
    }
}

/// A holder's wallet with one fresh grant key.
struct TestWallet: Sendable {
    let key = PrivateKey(generating: .ed25519)
    let sealing = SealingPrivateKey()

    /// What it hands over to fetch a request.
    var fetch: RequestFetch { RequestFetch(grantKey: key.publicKey, sealingKey: sealing.publicKey) }

    /// Fetches the request of a link, opens it and checks it by the bank's key.
    func request(_ link: RequestLink, _ talk: Talk, _ desk: TestDesk) async throws -> RequestObject {
        let fetch = fetch
        let answer = try await talk.fetch(fetch, at: link)
        guard answer.status == 200 else { throw try answer.json(RelyingProblem.self) }
        return try ReceivedRequest(opening: answer.bytes, by: sealing, for: fetch, at: link).checked(
            by: [TestMember.bank.key.publicKey], origin: desk.town.origin, at: desk.town.time.now / 1_000)
    }

    /// Deals what the request asks, and grants it: documents, or else a text that is none.
    func grant(
        _ object: RequestObject, _ desk: TestDesk, to sealingKey: SealingPublicKey? = nil,
        documents: [TestDocument] = [],
        spoil: (inout DealingDraft) throws -> Void = { _ in }, token: (GrantID) -> [UInt8] = { _ in [] }
    ) throws -> GrantAnswer {
        let uses = object.asked?.maxUses ?? 0
        let network = desk.town.known
        let id = GrantID(origin: network.origin, key: key.publicKey)
        let context = GrantContext(network, id, TestMember.bank.id)
        let second = desk.town.time.now / 1_000
        let packages = (0..<uses).map { use in
            let index = SecretIndex(use: Int(use) + 1)
            let bound = documents.compactMap { document in
                index.map { document.keyBinding($0, context, at: second) }
            }
            return UsePackage(
                keyBindings: bound.isEmpty ? ["示例.密钥.绑定"] : bound, caseOpening: object.matter.encoded)
        }
        let dealing = try Dealing(
            context, to: DealtSet(network),
            keys: DealingKeys(
                validators: desk.town.weekly.map(\.publicKey), party: sealingKey ?? object.sealingKey,
                regulator: desk.town.regulator.publicKey),
            expiry: second + 7_200,
            bodies: [
                DepositBody(
                    presentations: documents.isEmpty ? ["示例凭证甲~"] : documents.map(\.presented),
                    receipts: documents.map(\.receipt))
            ],
            uses: packages, traceToken: token(id))
        var random = SystemRandom()
        let salt = random.bytes(16)
        var draft = DealingDraft(dealing, using: &random)
        try spoil(&draft)
        let deposit = draft.sealed(salt: salt, using: &random)
        let act = GrantAct(
            request: object.request, uses: uses, expiry: second + 1_800, deposit: deposit.manifest.digest)
        return .granted(deposit: deposit.encoded, grant: signed(.grant(act), desk))
    }

    /// Deals uses of a grant again, and names the new deposit in a limit.
    func dealtAgain(_ object: RequestObject, _ desk: TestDesk, uses: ClosedRange<Int>) throws -> GrantAnswer {
        let network = desk.town.known
        let context = GrantContext(
            network, GrantID(origin: network.origin, key: key.publicKey), TestMember.bank.id)
        let package = UsePackage(keyBindings: ["示例.密钥.绑定"], caseOpening: object.matter.encoded)
        let dealing = try Dealing(
            context, to: DealtSet(network),
            keys: DealingKeys(
                validators: desk.town.weekly.map(\.publicKey), party: object.sealingKey,
                regulator: desk.town.regulator.publicKey),
            expiry: desk.town.time.now / 1_000 + 3_600, bodies: [DepositBody(presentations: ["示例凭证甲~"])],
            uses: uses.map { _ in package }, from: uses.lowerBound, traceToken: [])
        var random = SystemRandom()
        let salt = random.bytes(16)
        let deposit = DealingDraft(dealing, using: &random).sealed(salt: salt, using: &random)
        let act = LimitGrant(grantKey: key.publicKey, number: 1, deposit: deposit.manifest.digest)
        return .dealtAgain(deposit: deposit.encoded, limit: signed(.limitGrant(act), desk))
    }

    func refusal(_ object: RequestObject, _ desk: TestDesk) -> GrantAnswer {
        .refused(signed(.refuseRequest(RefuseRequest(request: object.request)), desk))
    }

    func signed(_ act: Act, _ desk: TestDesk) -> [UInt8] {
        Signatory.holder(key).signed(
            act.name.contentType, act.payload, origin: desk.town.origin,
            notAfter: desk.town.time.now / 1_000 + 30
        ).bytes
    }
}

/// What a wallet says and hears.
struct Talk: Sendable {
    let client: any TestClientProtocol

    func fetch(_ fetch: RequestFetch, at link: RequestLink) async throws -> Answer {
        try await post(link.address.path, Array(fetch.form.utf8))
    }

    func answer(_ answer: GrantAnswer, to link: RequestLink) async throws -> Answer {
        try await post(link.address.path + "/answer", answer.encoded)
    }

    func post(_ path: String, _ bytes: [UInt8]) async throws -> Answer {
        Answer(try await client.execute(uri: path, method: .post, body: ByteBuffer(bytes: bytes)))
    }
}

/// What the desk answered.
struct Answer: Sendable {
    let status: Int
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = response.status.code
        bytes = Array(response.body.readableBytesView)
    }

    func json<Body: Decodable>(_: Body.Type = Body.self) throws -> Body {
        try JSONDecoder().decode(Body.self, from: Data(bytes))
    }

    /// The code of a problem.
    func problem() throws -> String { try json(RelyingProblem.self).code }
}
