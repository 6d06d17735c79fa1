import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// The ledger is `tight`: a party may have two grants open, an issuer one correction.
struct QuotaTests {
    private let full = Refusal.tooManyOpenGrants(TestMember.bank.id, limit: 2)
    private let overdue = Refusal.tooManyOpenCorrections(TestMember.police.id, limit: 1)

    /// A grant whose request nobody can answer any more a second later, so that it closes soon behind its end.
    private func brief(_ name: String) -> TestGrant {
        var grant = TestGrant(name)
        grant.requestLife = 1
        return grant
    }

    private func open(_ ledger: TestLedger, _ member: TestMember = .bank) -> OpenCounts {
        ledger.view.openCounts(of: member.id)
    }

    @Test func `a grant that is over makes room when it closes, not before`() throws {
        var ledger = TestLedger.tight
        let (first, second) = (brief("甲"), brief("乙"))
        try ledger.commit([first.submission(in: ledger), second.submission(in: ledger)])
        #expect(open(ledger) == OpenCounts(grants: 2))
        let over = try ledger.commit([first.withdrawal(in: ledger)]).time
        #expect(open(ledger) == OpenCounts(grants: 2))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .refused(full))
        ledger.clock = over + ledger.network.parameters.grantRetention
        try ledger.heartbeat()
        #expect(open(ledger) == OpenCounts(grants: 1))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
        #expect(open(ledger) == OpenCounts(grants: 2))
    }

    @Test func `a block that closes a grant has no room for another yet`() throws {
        var ledger = TestLedger.tight
        let first = brief("甲")
        try ledger.commit([first.submission(in: ledger), TestGrant("乙").submission(in: ledger)])
        let over = try ledger.commit([first.withdrawal(in: ledger)]).time
        ledger.clock = over + ledger.network.parameters.grantRetention
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .refused(full))
        #expect(ledger.view.grant(first.id(in: ledger)) == nil)
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
    }

    @Test func `of more grants in one block than are left the later ones are refused`() throws {
        var ledger = TestLedger.tight
        let grants = try (0..<4).map { try ledger.admit(TestGrant("持有人 \($0)").submission(in: ledger)) }
        let proposal = try ledger.propose(grants)
        #expect(proposal.block.statements.count == 2)
        #expect(proposal.refused.map(\.refusal) == [full, full])
        #expect(open(ledger) == OpenCounts(grants: 2))
    }

    @Test func `a refusal takes no place, and gives none back when it closes`() throws {
        var ledger = TestLedger.tight
        for number in 0..<3 { try ledger.commit([brief("拒绝者 \(number)").refusal(in: ledger)]) }
        #expect(open(ledger) == OpenCounts())
        try ledger.commit([TestGrant("甲").submission(in: ledger)])
        ledger.pass(seconds: 200)
        try ledger.heartbeat()
        #expect(ledger.state.tree.count(kind: StateKind.grant.rawValue) == 1)
        #expect(open(ledger) == OpenCounts(grants: 1))
    }

    @Test func `a party whose places are taken takes none of another's`() throws {
        var ledger = TestLedger.tight
        try ledger.open(TestScene.loan, of: .notary)
        for name in ["甲", "乙"] { try ledger.commit([TestGrant(name).submission(in: ledger)]) }
        var grant = TestGrant()
        grant.party = .notary
        #expect(try ledger.attempt(grant.submission(in: ledger)) == .accepted)
        #expect(open(ledger) == OpenCounts(grants: 2))
        #expect(open(ledger, .notary) == OpenCounts(grants: 1))
    }

    @Test func `an answer makes room for another correction at once`() throws {
        var ledger = TestLedger.tight
        let (first, second) = (TestCorrection(0), TestCorrection(1))
        let (here, there) = (ledger.record(0), ledger.record(1))
        try ledger.commit([first.opening(at: here, in: ledger)])
        #expect(open(ledger, .police) == OpenCounts(corrections: 1))
        #expect(try ledger.attempt(second.opening(at: there, in: ledger)) == .refused(overdue))
        try ledger.commit([first.answer(at: here, in: ledger)])
        #expect(open(ledger, .police) == OpenCounts())
        #expect(try ledger.attempt(second.opening(at: there, in: ledger)) == .accepted)
    }

    @Test func `who has nothing open has no entry, and that is proven`() throws {
        var ledger = TestLedger.tight
        let key = StateKey.open(TestMember.police.id)
        let before = ledger.state.tree
        #expect(try before.proof(key).value(of: key, under: before.root) == nil)
        try ledger.commit([TestCorrection().opening(at: ledger.record(0), in: ledger)])
        let during = ledger.state.tree
        let entry = OpenCounts(corrections: 1).encoded
        #expect(try during.proof(key).value(of: key, under: during.root) == entry)
        try ledger.commit([TestCorrection().answer(at: ledger.record(0), in: ledger)])
        #expect(ledger.state.tree.count(kind: StateKind.open.rawValue) == 0)
    }

    @Test func `a limit that is lowered ends nothing, and holds for what comes`() throws {
        var ledger = TestLedger.tight
        for name in ["甲", "乙"] { try ledger.commit([brief(name).submission(in: ledger)]) }
        var parameters = ledger.network.parameters
        parameters.openGrants = 1
        let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
        try ledger.commit([.changeGovernance(act)], by: .allGovernors)
        try ledger.heartbeat()
        #expect(ledger.network.parameters.openGrants == 1)
        let refusal = Refusal.tooManyOpenGrants(TestMember.bank.id, limit: 1)
        let over = try ledger.commit([brief("甲").withdrawal(in: ledger)]).time
        ledger.clock = over + parameters.grantRetention
        try ledger.heartbeat()
        #expect(open(ledger) == OpenCounts(grants: 1))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .refused(refusal))
        #expect(try ledger.attempt(brief("乙").use(1, in: ledger)) == .accepted)
    }
}
