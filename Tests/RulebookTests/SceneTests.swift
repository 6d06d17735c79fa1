import Rulebook
import Signing
import TestSupport
import Testing

struct SceneTests {
    private let facts = TestScene.scene(fields: [TestType.identity.asked(["YXQ"])])

    @Test func `public facts need nobody's approval, anything else a regulator's`() throws {
        var ledger = TestLedger.agencies
        #expect(facts.isUnconditional)
        #expect(!TestScene.loan.isUnconditional)
        try ledger.commit([.declareScene(DeclareScene(scene: facts))], by: .member(.bank))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
    }

    @Test func `an approval names the regulator and the time, and opens the scene`() throws {
        var ledger = TestLedger.agencies
        try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
        let before = try #require(ledger.view.scene(TestMember.bank.id, TestScene.loan.code))
        #expect(!before.isApproved)
        let at = try ledger.commit([.approveScene(ledger.approval(of: TestScene.loan))], by: .member(.regulator)).time
        let entry = try #require(ledger.view.scene(TestMember.bank.id, TestScene.loan.code))
        #expect(entry.isApproved)
        #expect(entry.approval == SceneApproval(regulator: TestMember.regulator.id, time: at))
        #expect(try SceneEntry(decoding: entry.encoded) == entry)
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
    }

    @Test func `one party's approval is not another's`() throws {
        var ledger = TestLedger.banking
        try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.notary))
        var grant = TestGrant()
        grant.party = .notary
        let attempt = try ledger.attempt(grant.submission(in: ledger))
        #expect(attempt == .refused(.sceneNotApproved(TestScene.loan.code)))
    }

    @Test func `a regulator ends a scene of another's, and with it the grants below it`() throws {
        var ledger = TestLedger.granted
        let act = EndScene(party: TestMember.bank.id, code: TestScene.loan.code)
        let at = try ledger.commit([.endScene(act)], by: .member(.regulator)).time
        let use = try ledger.attempt(TestGrant().use(1, in: ledger))
        #expect(use == .refused(.sceneEnded(TestScene.loan.code, at: at)))
        #expect(try ledger.attempt(TestGrant().withdrawal(in: ledger)) == .accepted)
    }

    @Test func `a field is told neither less nor more sensitive than it is`() throws {
        var ledger = TestLedger.agencies
        let asked = TestType.identity.asked(["YXQ"], level: 2)
        let scene = TestScene.scene(fields: [asked])
        let attempt = try ledger.attempt(
            ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)))
        #expect(
            attempt == .refused(.levelDiffers(TestType.identity.code, path: "YXQ", declared: 2, found: 1)))
    }

    @Test func `a profile that asks for nothing, or for one thing twice, is no payload`() throws {
        let field = TestType.identity.asked(["XM"]).fields
        let wrong: [[ProfileFields]] = [
            [], [ProfileFields(type: TestType.identity.code, fields: [])],
            [ProfileFields(type: TestType.identity.code, fields: field + field)],
            [TestType.identity.asked(), TestType.identity.asked(["YXQ"])],
        ]
        for fields in wrong {
            let act = DeclareScene(scene: TestScene.scene(fields: fields))
            #expect(throws: CBORError.self) { try DeclareScene(decoding: act.encoded) }
        }
        let both = DeclareScene(scene: TestScene.scene(fields: [TestType.identity.asked(), TestType.marriage.asked()]))
        #expect(try DeclareScene(decoding: both.encoded) == both)
    }

    @Test func `what a scene says of release and of answers beside the ledger is kept`() throws {
        let scene = Scene(
            code: SceneCode(checked: "opening"), purpose: Bilingual(zh: "开户", en: "Opening"),
            basis: Bilingual(zh: "合同", en: "Contract"), profiles: TestScene.loan.profiles, maxUses: 1, term: 60,
            minimumInterval: 0, retentionDays: 0, releaseAssurance: 1, allowsUncounted: true)
        #expect(try Scene(decoding: scene.encoded) == scene)
        #expect(try Scene(readable: scene.readable) == scene)
        #expect(scene.digest != TestScene.loan.digest)
    }
}
