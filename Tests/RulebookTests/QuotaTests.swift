import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// The ledger is `tight`: a party may have two grants open and pass on two uses of closed ones, an issuer one
/// correction, a member two sealed disclosures.
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

/// What stays in the state for long or for ever, on the same ledger.
struct LastingQuotaTests {
    private let full = Refusal.tooManySealed(TestMember.police.id, limit: 2)

    private func open(_ ledger: TestLedger, _ member: TestMember) -> OpenCounts {
        ledger.view.openCounts(of: member.id)
    }

    /// Seals a disclosure until so many blocks behind its own.
    private func seal(
        _ name: String, for blocks: UInt64, by member: TestMember = .police, _ ledger: inout TestLedger
    ) throws -> (TestDisclosure, StatementID) {
        var disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 1 + blocks, name)
        disclosure.discloser = member
        let submission = disclosure.submission(in: ledger)
        try ledger.commit([submission])
        return (disclosure, try Statement(decoding: submission.statement).id)
    }

    @Test func `a sealed disclosure makes room when it is opened, not when it is overdue`() throws {
        var ledger = TestLedger.tight
        let (disclosure, id) = try seal("甲", for: 1, &ledger)
        _ = try seal("乙", for: 1, &ledger)
        #expect(open(ledger, .police) == OpenCounts(sealed: 2))
        try ledger.heartbeat()
        try ledger.heartbeat()
        let next = TestDisclosure(sealedUntil: ledger.head.height.value + 9, "丙")
        #expect(try ledger.attempt(next.submission(in: ledger)) == .refused(full))
        try ledger.commit([disclosure.opening(of: id, in: ledger)])
        #expect(open(ledger, .police) == OpenCounts(sealed: 1))
        #expect(try ledger.attempt(next.submission(in: ledger)) == .accepted)
        #expect(open(ledger, .police) == OpenCounts(sealed: 2))
    }

    @Test func `a member whose places are taken takes none of another's, and reads in the open`() throws {
        var ledger = TestLedger.tight
        for name in ["甲", "乙"] { _ = try seal(name, for: 90, &ledger) }
        _ = try seal("丙", for: 90, by: .regulator, &ledger)
        #expect(open(ledger, .regulator) == OpenCounts(sealed: 1))
        #expect(try ledger.attempt(TestDisclosure("丁").submission(in: ledger)) == .accepted)
        #expect(open(ledger, .police) == OpenCounts(sealed: 2))
    }

    @Test func `of more sealed ones in one block than are left the later ones are refused`() throws {
        var ledger = TestLedger.tight
        let until = ledger.head.height.value + 90
        let all = try (0..<4).map {
            try ledger.admit(TestDisclosure(sealedUntil: until, "标签 \($0)").submission(in: ledger))
        }
        let proposal = try ledger.propose(all)
        #expect(proposal.block.statements.count == 2)
        #expect(proposal.refused.map(\.refusal) == [full, full])
        #expect(open(ledger, .police) == OpenCounts(sealed: 2))
    }

    @Test func `grants that nobody ever gave are passed on within the quota, and no more`() throws {
        var ledger = TestLedger.tight
        func passing(_ name: String, by party: TestMember = .bank) -> Submission {
            var passing = TestPassing()
            passing.grant = TestGrant(name)
            passing.party = party
            return passing.submission(in: ledger)
        }
        for name in ["甲", "乙"] { try ledger.commit([passing(name)]) }
        let refusal = Refusal.tooManyPassings(TestMember.bank.id, limit: 2)
        #expect(try ledger.attempt(passing("丙")) == .refused(refusal))
        // With a leave it is no other thing: whoever makes up a grant makes up its key.
        let leaving = TestPassing(leaving: TestGrant("丁"))
        #expect(try ledger.attempt(leaving.submission(in: ledger)) == .refused(refusal))
        #expect(open(ledger, .bank) == OpenCounts(passings: 2))
        #expect(try ledger.attempt(passing("丙", by: .notary)) == .accepted)
        #expect(open(ledger, .notary) == OpenCounts(passings: 1))
    }

    @Test func `a use whose grant stands in the state is passed on whatever the quota says`() throws {
        var ledger = TestLedger.tight
        for name in ["甲", "乙"] {
            var passing = TestPassing()
            passing.grant = TestGrant(name)
            try ledger.commit([passing.submission(in: ledger)])
        }
        try ledger.commit([TestGrant().submission(in: ledger)])
        try ledger.commit([TestGrant().use(1, in: ledger)])
        for number in 0..<UInt64(3) {
            var passing = TestPassing()
            passing.number = number
            #expect(try ledger.attempt(passing.submission(in: ledger)) == .accepted)
        }
        #expect(open(ledger, .bank) == OpenCounts(grants: 1, passings: 2))
    }

    @Test func `counts are written up to the last that is not 0, two at least, and in no other way`() throws {
        let counts = [
            OpenCounts(), OpenCounts(grants: 1), OpenCounts(sealed: 3), OpenCounts(grants: 1, passings: 4),
        ]
        #expect(counts.map { $0.encoded.first } == [0x82, 0x82, 0x83, 0x84])
        for count in counts { #expect(try OpenCounts(decoding: count.encoded) == count) }
        #expect(throws: CBORError.outOfRange(offset: 0)) { try OpenCounts(decoding: [0x83, 1, 2, 0]) }
        #expect(throws: CBORError.outOfRange(offset: 0)) { try OpenCounts(decoding: [0x84, 1, 2, 3, 0]) }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 2, found: 1)) { try OpenCounts(decoding: [0x81, 1]) }
    }
}
