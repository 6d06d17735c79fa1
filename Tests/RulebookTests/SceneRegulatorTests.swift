import Rulebook
import Signing
import TestSupport
import Testing

struct SceneRegulatorTests {
    private static let facts = TestScene.scene("facts", fields: [TestType.identity.asked(["YXQ"])])

    private func regulator(_ ledger: TestLedger, _ scene: Scene = TestScene.loan) -> SceneRegulator? {
        ledger.view.regulator(of: TestMember.bank.id, scene.code)
    }

    /// Registers one more regulator, in force at once; without a key unless one is given.
    private func add(_ name: String, _ key: ReleaseKey?, to ledger: inout TestLedger) throws {
        let details = MemberDetails(
            name: Bilingual(zh: "示例监管", en: "Sample regulator"), roles: [.regulator], creditCode: "", keys: [],
            sealingKey: key)
        let act = RegisterMember(sequence: ledger.sequence, member: MemberID(checked: name), details: details)
        try ledger.commit([.registerMember(act)], by: .allGovernors)
    }

    private func update(_ details: MemberDetails, of ledger: inout TestLedger, by signatory: Signatory) throws {
        let act = UpdateMember(
            sequence: ledger.sequence, member: TestMember.regulator.id, details: details, reinstates: false)
        try ledger.commit([.updateMember(act)], by: signatory)
    }

    private let keyless = MemberDetails(
        name: TestMember.regulator.details.name, roles: [.regulator], creditCode: "",
        keys: TestMember.regulator.details.keys)

    @Test func `the one who approved a scene is its regulator, whoever comes before by id`() throws {
        var ledger = TestLedger.banking
        try add("auditor", .test("auditor"), to: &ledger)
        let found = try #require(regulator(ledger))
        #expect(found.member == TestMember.regulator.id)
        #expect(found.key == SampleKeys.sealingKey("regulator"))
    }

    @Test func `of a scene that needs no approval it is the first by id that has a key`() throws {
        var ledger = TestLedger.banking
        try ledger.open(SceneRegulatorTests.facts)
        try add("auditor", nil, to: &ledger)
        #expect(regulator(ledger, SceneRegulatorTests.facts)?.member == TestMember.regulator.id)
        try add("board", .test("board"), to: &ledger)
        #expect(regulator(ledger, SceneRegulatorTests.facts)?.member == MemberID(checked: "board"))
    }

    @Test func `an approver that is suspended, or has no key, gives way to the next`() throws {
        var suspended = TestLedger.banking
        try add("auditor", .test("auditor"), to: &suspended)
        var without = suspended
        let act = SuspendMember(sequence: suspended.sequence, member: TestMember.regulator.id)
        try suspended.commit([.suspendMember(act)], by: .allGovernors)
        #expect(regulator(suspended)?.key == .test("auditor"))
        try update(keyless, of: &without, by: .allGovernors)
        #expect(regulator(without)?.key == .test("auditor"))
    }

    @Test func `a key that is published holds from its time on`() throws {
        var ledger = TestLedger.banking
        let details = TestMember.regulator.details(sealingKey: .test("second"))
        try update(details, of: &ledger, by: .twoGovernors)
        #expect(regulator(ledger)?.key == SampleKeys.sealingKey("regulator"))
        ledger.clock += ledger.network.parameters.governanceDelay
        try ledger.heartbeat()
        #expect(regulator(ledger)?.key == .test("second"))
    }

    @Test func `there is none where nobody has a key, and none of a scene that is not there`() throws {
        var ledger = TestLedger.banking
        #expect(regulator(ledger, TestScene.scene("nothing")) == nil)
        try update(keyless, of: &ledger, by: .allGovernors)
        #expect(regulator(ledger) == nil)
    }

    @Test func `a member that is no regulator is never chosen, whatever key it has`() throws {
        var ledger = TestLedger.banking
        try ledger.open(SceneRegulatorTests.facts)
        try update(keyless, of: &ledger, by: .allGovernors)
        #expect(TestMember.bank.details.sealingKey != nil)
        #expect(regulator(ledger, SceneRegulatorTests.facts) == nil)
    }
}
