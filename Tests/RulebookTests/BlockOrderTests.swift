import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What stands in one block: classes decide, not the order of arrival.
struct BlockOrderTests {
    /// Puts submissions into one block; tells what was refused.
    private func block(_ ledger: inout TestLedger, _ submissions: [Submission]) throws -> [Refusal] {
        try ledger.propose(try submissions.map { try ledger.admit($0) }).refused.map(\.refusal)
    }

    @Test(arguments: [true, false])
    func `a withdrawal wins over a use in its block`(_ useIsFirst: Bool) throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let sent = [grant.use(1, in: ledger), grant.withdrawal(in: ledger)]
        let refused = try block(&ledger, useIsFirst ? sent : sent.reversed())
        #expect(refused == [.grantWithdrawn(grant.id(in: ledger), at: ledger.head.time)])
        #expect(ledger.view.grant(grant.id(in: ledger))?.counted.isEmpty == true)
    }

    @Test func `the end of a scene wins over a grant and a use in its block`() throws {
        var ledger = TestLedger.granted
        let end = ledger.submission(
            .endScene(EndScene(party: TestMember.bank.id, code: TestScene.loan.code)), by: .member(.bank))
        let sent = [TestGrant("另一持有人").submission(in: ledger), TestGrant().use(1, in: ledger), end]
        let refused = try block(&ledger, sent)
        #expect(refused == Array(repeating: .sceneEnded(TestScene.loan.code, at: ledger.head.time), count: 2))
    }

    @Test func `a suspension wins over an issue in its block`() throws {
        var ledger = TestLedger.agencies
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.police.id)
        let sent = [
            TestIssue().submission(in: ledger), ledger.submission(.suspendMember(act), by: .twoGovernors),
            TestIssue(of: .marriage).submission(in: ledger),
        ]
        let refused = try block(&ledger, sent)
        #expect(refused == [.memberSuspended(TestMember.police.id, since: ledger.head.time)])
    }

    @Test func `a suspension of the party wins over a use in its block`() throws {
        var ledger = TestLedger.granted
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.bank.id)
        let sent = [TestGrant().use(1, in: ledger), ledger.submission(.suspendMember(act), by: .twoGovernors)]
        let refused = try block(&ledger, sent)
        #expect(refused == [.memberSuspended(TestMember.bank.id, since: ledger.head.time)])
    }

    @Test func `a scene, a grant in it and its use fit one block`() throws {
        var ledger = TestLedger.agencies
        let grant = TestGrant()
        let facts = TestScene.scene(fields: [TestType.identity.asked(["YXQ"])])
        let scene = ledger.submission(.declareScene(DeclareScene(scene: facts)), by: .member(.bank))
        #expect(try block(&ledger, [grant.use(1, in: ledger), grant.submission(in: ledger), scene]) == [])
        #expect(ledger.view.grant(grant.id(in: ledger))?.counted.map(\.height) == [ledger.head.height])
    }

    @Test func `a grant, its withdrawal and its use in one block end with the withdrawal`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let sent = [grant.use(1, in: ledger), grant.withdrawal(in: ledger), grant.submission(in: ledger)]
        let refused = try block(&ledger, sent)
        #expect(refused == [.grantWithdrawn(grant.id(in: ledger), at: ledger.head.time)])
    }

    @Test(arguments: [true, false])
    func `a limit wins over a use in its block`(_ useIsFirst: Bool) throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let until = ledger.second(after: 60)
        let sent = [grant.use(1, in: ledger), grant.limit(pausedUntil: until, in: ledger)]
        let refused = try block(&ledger, useIsFirst ? sent : sent.reversed())
        #expect(refused == [.grantPaused(grant.id(in: ledger), until: until)])
    }

    @Test(arguments: [true, false])
    func `a withdrawal ends all of many uses in its block`(_ usesAreFirst: Bool) throws {
        var ledger = TestLedger.granted
        let (grant, other) = (TestGrant(), TestGrant("另一持有人"))
        try ledger.commit([other.submission(in: ledger)])
        let uses = TestUses([other.record(1, in: ledger), grant.record(1, in: ledger)])
        let sent = [uses.submission(in: ledger), grant.withdrawal(in: ledger)]
        let refused = try block(&ledger, usesAreFirst ? sent : sent.reversed())
        let withdrawn = Refusal.grantWithdrawn(grant.id(in: ledger), at: ledger.head.time)
        #expect(refused == [.badUse(position: 1, withdrawn)])
        #expect(ledger.view.grant(other.id(in: ledger))?.counted.isEmpty == true)
    }

    @Test func `a grant wins over a refusal of the same request in its block`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let sent = [grant.refusal(in: ledger), grant.submission(in: ledger)]
        #expect(try block(&ledger, sent) == [.grantExists(grant.id(in: ledger))])
    }

    @Test func `a scene, its approval, a grant, a limit, a use and its fault fit one block`() throws {
        var ledger = TestLedger.agencies
        let grant = TestGrant()
        let scene = ledger.submission(.declareScene(DeclareScene(scene: TestScene.loan)), by: .member(.bank))
        let approval = ledger.submission(
            .approveScene(ledger.approval(of: TestScene.loan)), by: .member(.regulator))
        let sent = [
            grant.fault(1, in: ledger), grant.use(1, in: ledger), grant.limit(uses: 1, in: ledger),
            grant.submission(in: ledger), scene, approval,
        ]
        #expect(try block(&ledger, sent) == [])
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        #expect(entry.uses == 1)
        #expect(entry.isUsedUp)
        #expect(entry.counted.map(\.faults) == [UseFaults(.dealing)])
    }

    @Test func `an approval in the block of the scene's end comes too late`() throws {
        var ledger = TestLedger.agencies
        try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
        let end = EndScene(party: TestMember.bank.id, code: TestScene.loan.code)
        let sent = [
            ledger.submission(.approveScene(ledger.approval(of: TestScene.loan)), by: .member(.regulator)),
            ledger.submission(.endScene(end), by: .member(.regulator)),
        ]
        #expect(try block(&ledger, sent) == [.sceneEnded(TestScene.loan.code, at: ledger.head.time)])
    }

    @Test func `a status cannot name a record of its own block`() throws {
        var ledger = TestLedger.minted
        let manifest = ledger.head.size
        let issue = TestIssue(1, name: "同块")
        let act = SetStatus(
            record: LeafIndex(manifest + 1), commitment: issue.records[0].commitment, state: .revoked,
            reason: TestIssue.commitment("示例理由"))
        let status = ledger.submission(.setStatus(act), by: .member(.police))
        #expect(try block(&ledger, [issue.submission(in: ledger), status]) == [.noSuchRecord(LeafIndex(manifest + 1))])
        #expect(try ledger.attempt(status) == .accepted)
    }

    @Test func `a member that loses a key in a block does not act by it in that block`() throws {
        var ledger = TestLedger.agencies
        let key = TestMember.police.key.publicKey
        let details = TestMember.police.details(keys: [])
        let act = UpdateMember(
            sequence: ledger.sequence, member: TestMember.police.id, details: details, reinstates: false)
        let sent = [TestIssue().submission(in: ledger), ledger.submission(.updateMember(act), by: .allGovernors)]
        #expect(try block(&ledger, sent) == [.unknownKey(key.id)])
    }

    @Test func `an accreditation that ends in a block covers no issue of that block`() throws {
        var ledger = TestLedger.agencies
        let period = Period(from: 0, until: ledger.second())
        let act = Accredit(code: TestType.identity.code, issuer: TestMember.police.id, period: period)
        let sent = [TestIssue().submission(in: ledger), ledger.submission(.accredit(act), by: .member(.police))]
        #expect(try block(&ledger, sent) == [.notAccredited(TestMember.police.id, TestType.identity.code)])
    }

    @Test func `the classes are those of the published order`() {
        let order: [[ActName]] = [
            [.registerMember, .updateMember, .changeValidators, .changeGovernance], [.suspendMember, .endScene],
            [.registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene], [.issueDocuments],
            [.setStatus, .openCorrection, .answerCorrection],
            [.anchorNote, .disclose, .openDisclosure, .trace, .passEvidence],
            [.grant],
            [.limitGrant, .withdraw, .refuseRequest], [.use, .useMany], [.reportFault], [.reportOffence],
        ]
        #expect(order.flatMap { $0 }.count == ActName.allCases.count)
        for (position, names) in order.enumerated() {
            #expect(names.allSatisfy { $0.blockClass.rawValue == position })
        }
    }

    @Test func `a refused statement leaves no trace in its block`() throws {
        var ledger = TestLedger.granted
        var other = ledger
        let good = ledger.submission(.anchorNote(.sample), by: .member(.police))
        let bad = [TestGrant().use(2, in: ledger), TestGrant().submission(in: ledger)]
        #expect(try block(&ledger, [good] + bad).count == 2)
        #expect(try block(&other, [good]) == [])
        #expect(ledger.head == other.head)
        #expect(ledger.frontier == other.frontier)
    }
}
