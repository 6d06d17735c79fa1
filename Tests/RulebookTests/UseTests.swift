import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct UseTests {
    @Test func `two uses of one index in one block: one is counted, the other is told which`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let first = try ledger.admit(grant.use(1, in: ledger, salt: "甲"))
        let second = try ledger.admit(grant.use(1, in: ledger, salt: "乙"))
        let proposal = try ledger.propose([second, first])
        let winner = CountedUse(statement: second.id, height: ledger.head.height, time: ledger.head.time)
        #expect(proposal.block.statements.map(\.id) == [second.id])
        #expect(proposal.refused.map(\.id) == [first.id])
        #expect(proposal.refused.map(\.refusal) == [.alreadyUsed(grant.id(in: ledger), index: 1, winner: winner)])
        #expect(proposal.refused.first?.refusal.winner == winner)
    }

    @Test func `all uses fit one block, and not one more`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let id = grant.id(in: ledger)
        let checked = try (1...3).map { try ledger.admit(grant.use($0, in: ledger)) }
        let proposal = try ledger.propose(checked)
        let head = ledger.head
        let counted = checked.prefix(2).map { CountedUse(statement: $0.id, height: head.height, time: head.time) }
        #expect(ledger.view.grant(id)?.counted == counted)
        #expect(proposal.refused.map(\.refusal) == [.usedUp(id, uses: 2, winner: counted[1])])
    }

    @Test func `a repeated use is told its own place`() throws {
        var ledger = TestLedger.granted
        let submission = TestGrant().use(1, in: ledger)
        let id = try ledger.admit(submission).id
        #expect(try ledger.attempt(submission) == .accepted)
        let winner = CountedUse(statement: id, height: ledger.head.height, time: ledger.head.time)
        let refusal = Refusal.alreadyUsed(TestGrant().id(in: ledger), index: 1, winner: winner)
        #expect(try ledger.attempt(submission) == .refused(refusal))
    }

    @Test func `a use that was counted is named even after the withdrawal`() throws {
        var ledger = TestLedger.granted
        let winner = try ledger.countUses(1)
        try ledger.commit([TestGrant().withdrawal(in: ledger)])
        let again = try ledger.attempt(TestGrant().use(1, in: ledger, salt: "again"))
        #expect(again == .refused(.alreadyUsed(TestGrant().id(in: ledger), index: 1, winner: winner)))
    }

    @Test func `a grant holds the holder's tighter terms`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.uses = 1
        grant.life = 60
        grant.deposit = SHA256.digest([1])
        let expiry = ledger.second(after: 60)
        let requested = ledger.second(after: grant.requestLife)
        try ledger.commit([grant.submission(in: ledger)])
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        #expect(entry.uses == 1)
        #expect(entry.expiry == expiry)
        #expect(entry.requestNotAfter == requested)
        #expect(entry.deposit == grant.deposit)
        #expect(entry.party == TestMember.bank.id)
        #expect(entry.scene == TestScene.loan.code)
        #expect(entry.profile == grant.profile)
        #expect(entry.key == grant.holder.publicKey)
        #expect(try Grant(decoding: entry.encoded) == entry)
    }

    @Test func `the ends of a scene's limits are inside`() throws {
        var ledger = TestLedger.agencies
        let widest = TestScene.scene(maxUses: Scene.maxUsesLimit, term: Scene.termLimit)
        try ledger.open(widest)
        var grant = TestGrant()
        grant.maxUses = Scene.maxUsesLimit
        grant.term = Scene.termLimit
        grant.uses = Scene.maxUsesLimit
        grant.life = Scene.termLimit
        #expect(try ledger.attempt(grant.submission(in: ledger)) == .accepted)
        let beyond = grant.use(Scene.maxUsesLimit + 1, in: ledger)
        #expect(
            try ledger.attempt(beyond) == .refused(.wrongUseIndex(found: Scene.maxUsesLimit + 1, expected: 1)))
        let farther = grant.use(Scene.maxUsesLimit + 2, in: ledger)
        #expect(try ledger.attempt(farther).refusal?.code == "bad-payload")
    }

    @Test func `a grant touches its entry and a status its own, for those who watch`() throws {
        let ledger = TestLedger.minted
        let origin = ledger.network.origin
        let grant = TestGrant()
        let key = StateKey.grant(grant.id(in: ledger))
        func touched(_ submission: Submission, _ issuer: TestMember? = nil) throws -> [StateKey] {
            try ledger.admit(submission).act.touchedKeys(origin: origin, issuer: issuer?.id)
        }
        let act = Act.grant(grant.act(in: ledger))
        #expect(act.touchedKeys(origin: origin, issuer: nil) == [key])
        #expect(try touched(grant.use(1, in: ledger), .bank) == [key])
        #expect(try touched(grant.withdrawal(in: ledger)) == [key])
        #expect(try touched(grant.limit(uses: 1, in: ledger)) == [key])
        #expect(try touched(grant.refusal(in: ledger)) == [key])
        #expect(try touched(grant.fault(1, in: ledger), .bank) == [key])
        #expect(grant.record(1, in: ledger).touchedKey == key)
        let commitment = TestIssue(4).records[0].commitment
        let status = StateKey.status(origin: origin, issuer: TestMember.police.id, commitment: commitment)
        #expect(try touched(ledger.status(.revoked, of: 0), .police) == [status])
        #expect(try touched(TestIssue().submission(in: ledger), .police) == [])
    }
}
