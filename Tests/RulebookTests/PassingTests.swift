import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct PassingTests {
    /// The ledger of `granted` with one use.
    private func used() throws -> TestLedger {
        var ledger = TestLedger.granted
        try ledger.commit([TestGrant().use(1, in: ledger)])
        return ledger
    }

    @Test func `a passing stands under grant, party and number, for its holder to find`() throws {
        var ledger = try used()
        let id = TestGrant().id(in: ledger)
        let bank = TestMember.bank.id
        #expect(ledger.view.passing(id, by: bank, 0) == nil)
        let submission = TestPassing().submission(in: ledger)
        let act = try ledger.admit(submission).act
        #expect(act.touchedKeys(origin: "", issuer: bank) == [.passing(id, by: bank, 0)])
        let head = try ledger.commit([submission])
        let entry = try #require(ledger.view.passing(id, by: bank, 0))
        #expect(entry.party == bank)
        #expect(entry.index == 1)
        #expect(entry.recipient == .outside(TestPassing.court.commitment))
        #expect(entry.ground == .courtOrder)
        #expect(entry.time == head.time)
        #expect(entry.height == head.height)
        #expect(try PassingEntry(decoding: entry.encoded) == entry)
        #expect(ledger.view.passing(id, by: bank, 1) == nil)
    }

    @Test func `with the holder's leave no ground is named`() throws {
        var ledger = try used()
        var passing = TestPassing(leaving: TestGrant())
        passing.recipient = .member(TestMember.notary.id)
        try ledger.commit([passing.submission(in: ledger)])
        let entry = try #require(ledger.view.passing(TestGrant().id(in: ledger), by: TestMember.bank.id, 0))
        #expect(entry.ground == nil)
        #expect(entry.recipient == .member(TestMember.notary.id))
        #expect(try PassingEntry(decoding: entry.encoded) == entry)
    }

    @Test func `a passing changes no grant, and may follow its withdrawal`() throws {
        var ledger = try used()
        let id = TestGrant().id(in: ledger)
        try ledger.commit([TestGrant().withdrawal(in: ledger)])
        let before = ledger.view.grant(id)
        try ledger.commit([TestPassing().submission(in: ledger)])
        #expect(ledger.view.grant(id) == before)
    }

    @Test func `of a grant that is not in the state anybody may say so under its own name, taking no other's number`()
        throws
    {
        var ledger = TestLedger.granted
        let gone = TestGrant("从未授权")
        var passing = TestPassing()
        passing.grant = gone
        passing.party = .notary
        try ledger.commit([passing.submission(in: ledger)])
        passing.party = .bank
        #expect(try ledger.attempt(passing.submission(in: ledger)) == .accepted)
        let id = gone.id(in: ledger)
        #expect(ledger.view.passing(id, by: TestMember.notary.id, 0)?.party == TestMember.notary.id)
        #expect(ledger.view.passing(id, by: TestMember.bank.id, 0)?.party == TestMember.bank.id)
    }

    @Test func `a false leave is refused when the grant has left the state, too`() throws {
        var ledger = TestLedger.granted
        let gone = TestGrant("从未授权")
        var passing = TestPassing(leaving: gone)
        passing.leaving = TestKey.own("other")
        #expect(try ledger.attempt(passing.submission(in: ledger)) == .refused(.wrongLeave(gone.id(in: ledger))))
        passing.leaving = gone.named
        #expect(try ledger.attempt(passing.submission(in: ledger)) == .accepted)
    }

    @Test(arguments: LegalGround.allCases)
    func `each ground is for what the list says`(_ ground: LegalGround) throws {
        var ledger = try used()
        var passing = TestPassing()
        passing.ground = ground.rawValue
        let passed = try ledger.attempt(passing.submission(in: ledger))
        #expect(passed == (ground.allowsPassing ? .accepted : .refused(.groundNotListed(ground.rawValue))))
    }

    @Test func `no more than the limit can be told of one grant`() throws {
        let ledger = try used()
        var passing = TestPassing()
        passing.number = PassEvidence.maxCount - 1
        #expect(try PassEvidence(decoding: passing.act(in: ledger).encoded).number == PassEvidence.maxCount - 1)
        passing.number = PassEvidence.maxCount
        #expect(throws: CBORError.self) { try PassEvidence(decoding: passing.act(in: ledger).encoded) }
    }

    @Test func `a receipt of a passing tells who passed on what, and another's tells nothing`() throws {
        var ledger = try used()
        let submission = TestPassing().submission(in: ledger)
        try ledger.commit([submission])
        let statement = try Statement(decoding: submission.statement)
        let index = try #require(ledger.leaves.firstIndex(of: statement.bytes))
        let checked = try CheckedPassing(ledger.receipt(index, record: nil), network: ledger.network)
        #expect(checked.party == TestMember.bank.id)
        #expect(checked.statement == statement.id)
        #expect(checked.passing == TestPassing().act(in: ledger))
        #expect(checked.index == LeafIndex(UInt64(index)))
        let first = try Statement(decoding: ledger.leaves[0])
        #expect(throws: IssueError.notAPassing(first.header.contentType)) {
            try CheckedPassing(ledger.receipt(0, record: nil), network: ledger.network)
        }
    }

    @Test func `a name outside the ledger is bound to its salt`() throws {
        let court = TestPassing.court
        #expect(RecipientName("示例法院", salt: court.salt)?.commitment == court.commitment)
        #expect(RecipientName("另一法院", salt: court.salt)?.commitment != court.commitment)
        #expect(RecipientName("示例法院")?.commitment != court.commitment)
        #expect(RecipientName("", salt: court.salt) == nil)
        #expect(RecipientName(" 示例法院", salt: court.salt) == nil)
        #expect(RecipientName("示例\n法院", salt: court.salt) == nil)
        #expect(RecipientName(String(repeating: "x", count: 257), salt: court.salt) == nil)
        #expect(RecipientName("示例法院", salt: [1]) == nil)
        #expect(RecipientName("notary", salt: court.salt) == nil)
    }
}
