import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct LimitTests {
    private let id = TestGrant().id(in: .granted)

    private func entry(_ ledger: TestLedger) throws -> Grant { try #require(ledger.view.grant(id)) }

    @Test func `a limit tightens what it names and leaves the rest`() throws {
        var ledger = TestLedger.granted
        let before = try entry(ledger)
        let until = ledger.second(after: 60)
        try ledger.commit([TestGrant().limit(uses: 1, in: ledger)])
        try ledger.commit([TestGrant().limit(2, expiry: before.expiry - 600, pausedUntil: until, in: ledger)])
        let after = try entry(ledger)
        #expect(after.uses == 1)
        #expect(after.expiry == before.expiry - 600)
        #expect(after.pausedUntil == until)
        #expect(after.limits == 2)
        #expect(after.deposit == before.deposit)
        #expect(try Grant(decoding: after.encoded) == after)
    }

    @Test func `a pause ends by itself`() throws {
        var ledger = TestLedger.granted
        let until = ledger.second(after: 300)
        try ledger.commit([TestGrant().limit(pausedUntil: until, in: ledger)])
        #expect(
            try ledger.attempt(TestGrant().use(1, in: ledger)) == .refused(.grantPaused(id, until: until)))
        ledger.clock = until * 1_000
        #expect(try ledger.attempt(TestGrant().use(1, in: ledger)) == .accepted)
    }

    @Test func `fewer uses than were counted meanwhile leave none, and undo none`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.uses = 3
        try ledger.commit([grant.submission(in: ledger)])
        let last = try ledger.countUses(2)
        try ledger.commit([grant.limit(uses: 1, in: ledger)])
        let after = try entry(ledger)
        #expect(after.uses == 2)
        #expect(after.counted.count == 2)
        #expect(
            try ledger.attempt(grant.use(3, in: ledger)) == .refused(.usedUp(id, uses: 2, winner: last)))
    }

    @Test func `a deposit that is dealt anew takes the old one's place`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.deposit = SHA256.digest([1])
        try ledger.commit([grant.submission(in: ledger)])
        let act = try ledger.admit(grant.limit(deposit: SHA256.digest([2]), in: ledger)).act
        #expect(act.deposit == SHA256.digest([2]))
        try ledger.commit([grant.limit(deposit: SHA256.digest([2]), in: ledger)])
        #expect(try entry(ledger).deposit == SHA256.digest([2]))
    }

    @Test func `an earlier end closes the grant earlier`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        try ledger.commit([grant.submission(in: ledger)])
        let end = ledger.second(after: 60)
        try ledger.commit([grant.limit(expiry: end, in: ledger)])
        ledger.clock = end * 1_000 + TestNetwork.small.grantRetention - 1
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) != nil)
        ledger.pass(seconds: 1)
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) == nil)
    }

    @Test func `a limit below a scene that ended is still taken`() throws {
        var ledger = TestLedger.granted
        _ = try ledger.endScene("loan")
        #expect(try ledger.attempt(TestGrant().limit(uses: 1, in: ledger)) == .accepted)
    }

    @Test func `a limit that says nothing is no payload`() throws {
        let act = LimitGrant(grantKey: TestGrant().holder.publicKey, number: 1)
        #expect(throws: CBORError.self) { try LimitGrant(decoding: act.encoded) }
        let none = LimitGrant(grantKey: TestGrant().holder.publicKey, number: 0, uses: 1)
        #expect(throws: CBORError.self) { try LimitGrant(decoding: none.encoded) }
        let empty = LimitGrant(grantKey: TestGrant().holder.publicKey, number: 1, uses: 0)
        #expect(throws: CBORError.self) { try LimitGrant(decoding: empty.encoded) }
    }
}

struct RefusedRequestTests {
    @Test func `a refusal ends the request, and nothing more than that is told`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let at = try ledger.commit([grant.refusal(in: ledger)]).time
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        #expect(entry.refused == at)
        #expect(entry.uses == 0)
        #expect(entry.counted.isEmpty)
        #expect(entry.deposit == nil)
        #expect(entry.party == TestMember.bank.id)
        #expect(!entry.isUsedUp)
        #expect(try Grant(decoding: entry.encoded) == entry)
    }

    @Test func `it leaves the state with a closed record of no use, when nobody can answer the request any more`()
        throws
    {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 90
        let request = grant.signedRequest(in: ledger)
        let refusal = RefuseRequest(request: request.bytes)
        try ledger.commit([.refuseRequest(refusal)], by: .holder(grant.holder))
        ledger.clock = request.header.notAfter * 1_000 + 999
        #expect(
            try ledger.attempt(ledger.grant(of: request.bytes)).refusal?.code == "request-refused")
        ledger.clock = (request.header.notAfter + 1) * 1_000
        try ledger.heartbeat()
        #expect(ledger.view.grant(grant.id(in: ledger)) == nil)
        let record = try ClosedRecord(decoding: ledger.leaves[ledger.leaves.count - 2])
        #expect(record.grant == grant.id(in: ledger))
        #expect([record.uses, record.first, record.last] == [0, 0, 0])
    }

    @Test func `a holder's key answers one request once, whatever the answer`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        try ledger.commit([grant.refusal(in: ledger)])
        for answer in [grant.submission(in: ledger), grant.refusal(in: ledger), grant.limit(uses: 1, in: ledger)] {
            #expect(try ledger.attempt(answer).refusal?.code == "request-refused")
        }
    }
}
