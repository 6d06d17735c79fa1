import Credentials
import RelyingAPI
import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// A holder answers a verifier that speaks plain OpenID4VP: under a warning, once, and never a member's counted scene.
struct PresentingTests {
    private static let visit = TestScene.scene("visit", allowsUncounted: true)

    private func open(_ scene: Scene, in town: AskingTown) async throws {
        try await town.commit([.declareScene(DeclareScene(scene: scene))], by: .member(.bank))
        let approval = ApproveScene(party: TestMember.bank.id, code: scene.code, scene: scene.digest)
        try await town.commit([.approveScene(approval)], by: .member(.regulator))
    }

    /// What the bank says of itself, signed by this key.
    private func statement(
        _ scene: Scene, origin: String, by key: PrivateKey = TestMember.bank.key
    ) -> @Sendable (String, String) -> String {
        { client, nonce in
            SceneStatement(
                party: TestMember.bank.id, origin: origin, scene: scene.code, profile: scene.profiles[0].id,
                clientID: client, nonce: nonce
            ).signed(by: key)
        }
    }

    @Test func `a stranger is shown under a warning, and gets the least that answers, signed for it`() async throws {
        try await ServedTown.run { served in
            try await PlainVerifier.run { verifier, link in
                let (wallet, ledger) = (served.wallet, served.ledger)
                let id = try await wallet.fetchPresentation(link, ledger)
                let view = try await wallet.presentation(id, .reached(ledger))
                #expect(view.party == nil && view.canAnswer && view.state == .open)
                #expect(view.subject.contains("shop.example") && view.certifiedBy.contains("root"))
                #expect(view.parts.first?.required == ["XM"] && view.parts.first?.optional == ["ZZBH"])
                // The same link is the same request.
                #expect(try await wallet.fetchPresentation(link, ledger) == id)
                #expect(await verifier.fetches == 1)
                let answer = try await wallet.present(id, PresentingWish(), ledger)
                #expect(!answer.isRefusal && answer.redirect == "https://go.example/on")
                guard case .presented(let answers, let state)? = try await verifier.opened().first else {
                    Issue.record("nothing was shown")
                    return
                }
                #expect(state == "state" && answers.map(\.query) == ["TESTIDENTITY"])
                let shown = try OpenedPresentation(try #require(answers.first?.presentations.first))
                #expect(shown.disclosed.fields.map(\.name) == ["XM"])
                let demand = KeyBindingDemand(audience: view.client, nonce: PlainVerifier.nonce)
                let now = try #require(view.ends)
                try shown.checkHolder(meeting: demand, at: now - 250)
                let kept = try await wallet.presentations(.reached(ledger), all: true)
                #expect(kept.map(\.state) == [.shown] && kept.first?.shown.map(\.paths) == [["XM"]])
                #expect(try await wallet.grants(.reached(ledger)).isEmpty)
                await #expect(throws: PresentingRefusal.answered(id)) {
                    try await wallet.present(id, PresentingWish(), ledger)
                }
            }
        }
    }

    @Test func `more is shown by choice, and no name that means nothing is passed over`() async throws {
        try await ServedTown.run { served in
            try await PlainVerifier.run { verifier, link in
                let (wallet, ledger) = (served.wallet, served.ledger)
                let id = try await wallet.fetchPresentation(link, ledger)
                await #expect(throws: PresentingRefusal.noSuchField("YXQ")) {
                    try await wallet.present(id, PresentingWish(without: ["YXQ"]), ledger)
                }
                await #expect(throws: PresentingRefusal.noSuchChoice("TESTIDENTITY")) {
                    try await wallet.present(id, PresentingWish(without: ["XM"]), ledger)
                }
                await #expect(throws: PresentingRefusal.otherDocument(99)) {
                    try await wallet.present(id, PresentingWish(documents: [99]), ledger)
                }
                _ = try await wallet.present(id, PresentingWish(with: ["ZZBH"]), ledger)
                let view = try await wallet.presentation(id, .reached(ledger))
                #expect(view.shown.map(\.paths) == [["XM", "ZZBH"]])
            }
        }
    }

    @Test func `why nothing answers is told by clause, and a refusal looks the same`() async throws {
        try await ServedTown.run { served in
            for (query, fault) in [
                (PlainVerifier.query(["另一人"]), PresentationMatch.Fault.value(ClaimPath("XM"))),
                (PlainVerifier.query(path: "NO"), .missing(ClaimPath("NO"))),
            ] {
                try await PlainVerifier.run(.init(query: query)) { verifier, link in
                    let (wallet, ledger) = (served.wallet, served.ledger)
                    let id = try await wallet.fetchPresentation(link, ledger)
                    let part = try #require(try await wallet.presentation(id, .reached(ledger)).parts.first)
                    let words = try #require(part.documents.first?.faults.first)
                    switch fault {
                    case .value(let path), .missing(let path): #expect(words.en.contains(path.description))
                    case .format, .type: Issue.record("another fault")
                    }
                    await #expect(throws: PresentingRefusal.nothingAnswers(id)) {
                        try await wallet.present(id, PresentingWish(), ledger)
                    }
                    #expect(try await wallet.refusePresentation(id).isRefusal)
                    #expect(try await verifier.opened() == [.refused(code: "access_denied", state: "state")])
                    #expect(try await wallet.presentation(id, .reached(ledger)).state == .refused)
                }
            }
            try await PlainVerifier.run(.init(query: PlainVerifier.query(types: ["https://other.example"]))) {
                _, link in
                let id = try await served.wallet.fetchPresentation(link, served.ledger)
                let part = try #require(try await served.wallet.presentation(id, .reached(served.ledger)).parts.first)
                #expect(part.missing != nil && part.documents.isEmpty)
            }
        }
    }

    @Test func `an answer that did not get through is sent again, the same bytes`() async throws {
        try await ServedTown.run { served in
            try await PlainVerifier.run { verifier, link in
                let (wallet, ledger) = (served.wallet, served.ledger)
                let id = try await wallet.fetchPresentation(link, ledger)
                await verifier.answer(with: 503)
                await #expect(throws: WalletFailure.self) { try await wallet.present(id, PresentingWish(), ledger) }
                #expect(try await wallet.presentation(id, .reached(ledger)).state == .sending)
                await verifier.answer(with: 200)
                _ = try await wallet.present(id, PresentingWish(with: ["ZZBH"]), ledger)
                let forms = await verifier.forms
                #expect(forms.count == 2 && forms[0] == forms[1])
            }
        }
    }

    @Test func `a member is answered only in a scene that allows it`() async throws {
        try await ServedTown.run { served in
            let origin = served.ledger.network.origin
            try await open(PresentingTests.visit, in: served.town)
            let (wallet, ledger) = (served.wallet, served.ledger)
            let allowed = statement(PresentingTests.visit, origin: origin)
            try await PlainVerifier.run(.init(statement: allowed)) { _, link in
                let id = try await wallet.fetchPresentation(link, ledger)
                let view = try await wallet.presentation(id, .reached(ledger))
                #expect(view.party == TestMember.bank.id && view.purpose?.en == "Sample loan")
                #expect(view.retentionDays == 30)
                // The scene ends before the holder has answered.
                let end = EndScene(party: TestMember.bank.id, code: PresentingTests.visit.code)
                try await served.town.commit([.endScene(end)], by: .member(.bank))
                await #expect(throws: PresentingRefusal.counted(TestMember.bank.id)) {
                    try await wallet.present(id, PresentingWish(), ledger)
                }
            }
            try await PlainVerifier.run(.init(statement: statement(TestScene.loan, origin: origin))) { verifier, link in
                await #expect(throws: PresentingRefusal.counted(TestMember.bank.id)) {
                    try await wallet.fetchPresentation(link, ledger)
                }
                #expect(await verifier.forms.isEmpty)
            }
        }
    }

    @Test func `nobody poses as a member, and no member as a stranger by a key that it registered`() async throws {
        try await ServedTown.run { served in
            let origin = served.ledger.network.origin
            try await open(PresentingTests.visit, in: served.town)
            let (wallet, ledger) = (served.wallet, served.ledger)
            let forged = statement(PresentingTests.visit, origin: origin, by: TestKey.own("stranger/es256"))
            let stolen: @Sendable (String, String) -> String = { _, nonce in
                self.statement(PresentingTests.visit, origin: origin)("x509_hash:other", nonce)
            }
            for statement in [forged, stolen] {
                try await PlainVerifier.run(.init(statement: statement)) { _, link in
                    await #expect(throws: PresentingRefusal.notOfMember(TestMember.bank.id)) {
                        try await wallet.fetchPresentation(link, ledger)
                    }
                }
            }
            let key = TestKey.own("bank/es256")
            let keys = [TestMember.bank.key, key].map { MemberKey(key: $0.publicKey, from: 0, until: nil) }
            let update = UpdateMember(
                sequence: await served.town.ledger.sequence, member: TestMember.bank.id,
                details: TestMember.bank.details(keys: keys), reinstates: false)
            try await served.town.commit([.updateMember(update)], by: .allGovernors)
            try await served.town.pass(seconds: 60)
            try await PlainVerifier.run(.init(key: key)) { _, link in
                await #expect(throws: PresentingRefusal.counted(TestMember.bank.id)) {
                    try await wallet.fetchPresentation(link, ledger)
                }
            }
        }
    }

    @Test func `a member does not ask beyond its scene`() async throws {
        try await ServedTown.run { served in
            let narrow = TestScene.scene(
                "narrow", fields: [TestType.identity.asked(["XM"])], allowsUncounted: true)
            try await open(narrow, in: served.town)
            let said = statement(narrow, origin: served.ledger.network.origin)
            try await PlainVerifier.run(.init(statement: said)) { _, link in
                await #expect(throws: PresentingRefusal.beyondScene(TestMember.bank.id)) {
                    try await served.wallet.fetchPresentation(link, served.ledger)
                }
            }
        }
    }
}
