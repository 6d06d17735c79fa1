import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct ReplayTests {
    @Test func `the same statement counts once within a block`() throws {
        var ledger = TestLedger.agencies
        let checked = try ledger.admit(ledger.submission(.anchorNote(.sample), by: .member(.police)))
        let proposal = try ledger.propose([checked, checked])
        #expect(proposal.block.statements.map(\.id) == [checked.id])
        #expect(proposal.refused.map(\.refusal) == [.alreadyAccepted(checked.id)])
    }

    @Test func `every act without a once-only key of its own is taken once`() throws {
        var ledger = TestLedger.minted
        let period = Period(from: 0, until: nil)
        let accredit = Accredit(code: TestType.identity.code, issuer: TestMember.realEstate.id, period: period)
        let sent = [
            ledger.submission(.accredit(accredit), by: .member(.police)),
            TestIssue(2, name: "再签").submission(in: ledger),
            ledger.status(.suspended, of: 0),
            ledger.submission(.anchorNote(.sample), by: .member(.notary)),
        ]
        for submission in sent {
            let id = try ledger.admit(submission).id
            #expect(try ledger.attempt(submission) == .accepted)
            #expect(try ledger.attempt(submission) == .refused(.alreadyAccepted(id)))
        }
        #expect(ledger.state.marks.count == sent.count + 4)
    }

    @Test(arguments: ActName.allCases)
    func `an act leaves a mark unless something in it makes it once-only`(_ name: ActName) {
        let marked: Set<ActName> = [
            .accredit, .issueDocuments, .setStatus, .anchorNote, .openCorrection, .answerCorrection, .disclose, .trace,
        ]
        #expect(name.needsReplayMark == marked.contains(name))
    }

    @Test func `acts with a once-only key leave no mark`() throws {
        var ledger = TestLedger.banking
        let before = ledger.state.marks.count
        let grant = TestGrant()
        try ledger.commit([grant.submission(in: ledger)])
        try ledger.commit([grant.limit(uses: 1, in: ledger)])
        try ledger.commit([TestUses([grant.record(1, in: ledger)]).submission(in: ledger)])
        try ledger.commit([grant.fault(1, in: ledger)])
        let other = TestGrant("另一持有人")
        try ledger.commit([other.submission(in: ledger)])
        try ledger.commit([other.use(1, in: ledger)])
        try ledger.commit([other.withdrawal(in: ledger)])
        try ledger.commit([TestGrant("第三持有人").refusal(in: ledger)])
        _ = try ledger.endScene("loan")
        #expect(ledger.state.marks.count == before)
    }

    @Test func `another signature over the same bytes is the same statement`() throws {
        var ledger = TestLedger.agencies
        let key = TestKey.own("police/es256")
        try ledger.replaceKeys(of: .police, [MemberKey(key: key.publicKey, from: 0, until: nil)])
        let signatory = Signatory.member(TestMember.police.id, key)
        let first = ledger.statement(.anchorNote(.sample), by: signatory)
        let second = ledger.statement(.anchorNote(.sample), by: signatory)
        #expect(first.bytes != second.bytes)
        #expect(first.id == second.id)
        #expect(try ledger.attempt(Submission(statement: first)) == .accepted)
        #expect(try ledger.attempt(Submission(statement: second)) == .refused(.alreadyAccepted(first.id)))
    }

    @Test func `a mark is forgotten only when its statement is expired`() throws {
        var ledger = TestLedger.agencies
        let last = ledger.second(after: 50)
        let submission = ledger.submission(.anchorNote(.sample), by: .member(.police), notAfter: last)
        let id = try ledger.admit(submission).id
        #expect(try ledger.attempt(submission) == .accepted)

        ledger.clock = last * 1_000 + 999
        #expect(try ledger.attempt(submission) == .refused(.alreadyAccepted(id)))

        ledger.clock = (last / 60 + 1) * 60_000
        let now = ledger.clock
        #expect(try ledger.attempt(submission) == .refused(.expired(notAfter: last, now: now)))
        #expect(ledger.state.marks.count == 0)
        #expect(ledger.state.tree.value(.replayMinute(last / 60)) == nil)
    }

    @Test func `the state holds the running digest of each open minute`() throws {
        var ledger = TestLedger.agencies
        let minute = ledger.second() / 60 + 2
        ledger.clock = minute * 60_000
        var digest: [UInt8] = []
        for number in 0..<3 {
            #expect(ledger.state.tree.value(.replayMinute(minute)) == (number == 0 ? nil : digest))
            let note = AnchorNote(kind: .other, commitment: TestIssue.commitment("公告 \(number)"))
            let submission = ledger.submission(.anchorNote(note), by: .member(.police), notAfter: minute * 60 + 30)
            let id = try ledger.admit(submission).id
            try ledger.commit([submission])
            digest = SHA256.digest(Array("deedbox/replay/v1".utf8) + digest + id.digest.bytes).bytes
        }
        #expect(ledger.state.tree.value(.replayMinute(minute)) == digest)
    }

    @Test func `kept marks that are not those of the state are refused`() throws {
        var ledger = TestLedger(ledgerNetwork)
        try ledger.register([.police])
        let submission = ledger.submission(.anchorNote(.sample), by: .member(.police))
        let mark = ReplayMark(minute: ledger.second(after: 30) / 60, id: try ledger.admit(submission).id)
        try ledger.commit([submission])
        func restart(_ marks: [ReplayMark]) -> LedgerState? {
            LedgerState(network: ledger.network, head: ledger.head, tree: ledger.state.tree, marks: marks)
        }
        #expect(restart([mark]) != nil)
        #expect(restart([]) == nil)
        #expect(restart([mark, mark]) == nil)
        #expect(restart([ReplayMark(minute: mark.minute + 1, id: mark.id)]) == nil)
        #expect(restart([ReplayMark(minute: mark.minute, id: StatementID(.zero))]) == nil)
    }

    private let ledgerNetwork = TestNetwork.single
}

extension StateKey {
    /// The running digest of a minute: kind 8, and the minute in eight bytes.
    static func replayMinute(_ minute: UInt64) -> StateKey {
        StateKey(kind: 8, key: stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: minute >> $0) })
    }
}
