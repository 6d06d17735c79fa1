import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What somebody would try who has seen a request, a grant or a use on its way.
struct GrantAttackTests {
    @Test func `one request is no leave for others: a thousand grants by other keys change nothing`() throws {
        var ledger = TestLedger.banking
        let request = TestGrant().signedRequest(in: ledger)
        for number in 0..<1_000 {
            let key = TestKey.own("陌生人 \(number)")
            let act = GrantAct(request: request.bytes, uses: 2, expiry: ledger.second(after: 60), deposit: nil)
            let sent = ledger.submission(.grant(act), by: .holder(key))
            #expect(throws: Refusal.notTheRequestedKey(key.publicKey.id)) { try ledger.admit(sent) }
        }
        #expect(ledger.state.tree.count(kind: StateKind.grant.rawValue) == 0)
        // The one whom it names can still answer it.
        #expect(try ledger.attempt(ledger.grant(of: request.bytes)) == .accepted)
    }

    @Test func `whoever sees a request cannot refuse it for its holder`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        let refusal = RefuseRequest(request: grant.signedRequest(in: ledger).bytes)
        grant.holder = TestKey.own("陌生人")
        let sent = ledger.submission(.refuseRequest(refusal), by: .holder(grant.holder))
        #expect(try ledger.attempt(sent) == .refused(.notTheRequestedKey(grant.holder.publicKey.id)))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
    }

    @Test func `a grant whose terms were altered on the way is nobody's`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let signed = ledger.statement(.grant(grant.act(in: ledger)), by: .holder(grant.holder))
        var wider = grant
        wider.uses = 3
        let payload = wider.act(in: ledger).encoded
        var bytes = signed.bytes
        let place = try #require(bytes.firstRange(of: signed.payload))
        #expect(payload.count == signed.payload.count)
        bytes.replaceSubrange(place, with: payload)
        let refusal = Refusal.notTheRequestedKey(grant.holder.publicKey.id)
        #expect(try ledger.attempt(Submission(statement: bytes)) == .refused(refusal))
    }

    @Test func `a request of a party that is suspended since is answered no more`() throws {
        var ledger = TestLedger.banking
        let request = TestGrant().signedRequest(in: ledger)
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.bank.id)
        let since = try ledger.commit([.suspendMember(act)], by: .allGovernors).time
        #expect(
            try ledger.attempt(ledger.grant(of: request.bytes))
                == .refused(.memberSuspended(TestMember.bank.id, since: since)))
    }

    @Test func `what a suspended party was granted can be ended and tightened, and not used`() throws {
        var ledger = TestLedger.granted
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.bank.id)
        let since = try ledger.commit([.suspendMember(act)], by: .allGovernors).time
        let refusal = Refusal.memberSuspended(TestMember.bank.id, since: since)
        #expect(try ledger.attempt(TestGrant().use(1, in: ledger)) == .refused(refusal))
        let many = TestUses([TestGrant().record(1, in: ledger)])
        #expect(try ledger.attempt(many.submission(in: ledger)) == .refused(refusal))
        #expect(try ledger.attempt(TestGrant().limit(uses: 1, in: ledger)) == .accepted)
        #expect(try ledger.attempt(TestGrant().withdrawal(in: ledger)) == .accepted)
    }

    @Test func `one party's grant is no other's, whoever signs the use`() throws {
        var ledger = TestLedger.banking
        try ledger.open(TestScene.loan, of: .notary)
        try ledger.commit([TestGrant().submission(in: ledger)])
        let id = TestGrant().id(in: ledger)
        let use = try ledger.attempt(TestGrant().use(1, in: ledger, by: .notary))
        #expect(use == .refused(.grantOfAnotherParty(id)))
        var many = TestUses([TestGrant().record(1, in: ledger)])
        many.party = .notary
        #expect(
            try ledger.attempt(many.submission(in: ledger))
                == .refused(.badUse(position: 0, .grantOfAnotherParty(id))))
    }

    @Test func `a statement signed under a clock five minutes off is refused, and signed anew it is taken`() throws {
        var ledger = TestLedger.granted
        let now = ledger.second()
        func use(until last: UInt64) throws -> Submission {
            let act = try ledger.admit(TestGrant().use(1, in: ledger)).act
            return ledger.submission(act, by: .member(.bank), notAfter: last)
        }
        let (ahead, behind) = (try use(until: now + 30 + 300), try use(until: now + 30 - 300))
        #expect(try ledger.attempt(ahead).refusal?.code == "not-after-too-far")
        #expect(try ledger.attempt(behind).refusal?.code == "expired")
        #expect(try ledger.attempt(TestGrant().use(1, in: ledger)) == .accepted)
    }

    @Test func `old acts of a grant that is closed find nothing`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        grant.life = 20
        try ledger.commit([grant.submission(in: ledger)])
        ledger.pass(seconds: 200)
        try ledger.heartbeat()
        let id = grant.id(in: ledger)
        for sent in [
            grant.use(1, in: ledger), grant.withdrawal(in: ledger), grant.limit(uses: 1, in: ledger),
            grant.fault(1, in: ledger),
        ] {
            #expect(try ledger.attempt(sent) == .refused(.unknownGrant(id)))
        }
        // How it ended stands in the log, and a regulator can still trace it.
        #expect(try ledger.attempt(grant.trace(in: ledger)) == .accepted)
    }

    @Test func `two statements of many uses that share a grant: one of them is counted, whole`() throws {
        var ledger = TestLedger.granted
        let (grant, other) = (TestGrant(), TestGrant("另一持有人"))
        try ledger.commit([other.submission(in: ledger)])
        let first = TestUses([grant.record(1, in: ledger), other.record(1, in: ledger)])
        let second = TestUses([other.record(1, in: ledger, salt: "b"), grant.record(2, in: ledger)])
        let proposal = try ledger.propose([
            try ledger.admit(first.submission(in: ledger)), try ledger.admit(second.submission(in: ledger)),
        ])
        #expect(proposal.block.statements.count == 1)
        #expect(proposal.refused.first?.refusal.badUse?.code == "already-used")
        let counted = [grant, other].map { ledger.view.grant($0.id(in: ledger))?.counted.count }
        #expect(counted == [1, 1])
    }
}
