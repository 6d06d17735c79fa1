import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct DepositLeaveTests {
    private func leave(
        _ bytes: [UInt8], in ledger: TestLedger, isPassedOn: Bool = false
    ) -> Result<DepositLeave, Refusal> {
        Result { () throws(Refusal) in
            isPassedOn
                ? try DepositLeave(passedOn: bytes, in: ledger.view, now: ledger.clock)
                : try DepositLeave(bytes, in: ledger.view, now: ledger.clock)
        }
    }

    private func expect(
        _ refusal: Refusal, of bytes: [UInt8], in ledger: TestLedger, isPassedOn: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            leave(bytes, in: ledger, isPassedOn: isPassedOn) == .failure(refusal), sourceLocation: sourceLocation)
    }

    @Test func `a request gives leave for its grant, until its term and what the scene keeps are over`() throws {
        let ledger = TestLedger.banking
        let grant = TestGrant()
        let request = grant.signedRequest(in: ledger)
        let leave = try leave(request.bytes, in: ledger).get()
        #expect(leave.grant == grant.id(in: ledger) && leave.party == grant.party.id && leave.scene == grant.scene)
        #expect(leave.mostUses == 3 && leave.manifest == nil)
        #expect(leave.latestExpiry == request.header.notAfter + grant.term + 30 * 86_400)
    }

    @Test func `once there is a grant its request gives no leave, except to what was handed in before`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let request = grant.signedRequest(in: ledger).bytes
        try ledger.commit([grant.submission(in: ledger)])
        expect(.grantExists(grant.id(in: ledger)), of: request, in: ledger)
        let passedOn = try leave(request, in: ledger, isPassedOn: true).get()
        #expect(passedOn.grant == grant.id(in: ledger))
        ledger.pass(seconds: 3_600)
        #expect(try leave(request, in: ledger, isPassedOn: true).get() == passedOn)
    }

    @Test func `a request that is late, refused, forged or beyond its scene gives none`() throws {
        var ledger = TestLedger.banking
        let grant = TestGrant()
        let request = grant.signedRequest(in: ledger)
        var wide = grant
        wide.maxUses = 4
        expect(.usesBeyondScene(asked: 4, limit: 3), of: wide.signedRequest(in: ledger).bytes, in: ledger)
        var foreign = grant
        foreign.scene = SceneCode(checked: "other")
        expect(.unknownScene(foreign.scene), of: foreign.signedRequest(in: ledger).bytes, in: ledger)
        var forged = grant
        forged.partyKey = TestKey.own("forger")
        expect(.unknownKey(TestKey.own("forger").publicKey.id), of: forged.signedRequest(in: ledger).bytes, in: ledger)
        var other = TestGrant("另一持有人")
        other.contentType = Purpose.strongroomPut
        expect(
            .unknownAct(contentType: Purpose.strongroomPut), of: other.signedRequest(in: ledger).bytes, in: ledger)
        let late = request.header.notAfter
        try ledger.commit([grant.refusal(in: ledger)])
        let refused = try #require(ledger.view.grant(grant.id(in: ledger))?.refused)
        expect(.requestRefused(grant.id(in: ledger), at: refused), of: request.bytes, in: ledger)
        ledger.clock = (late + 1) * 1_000
        expect(.requestExpired(notAfter: late), of: request.bytes, in: ledger)
    }

    @Test func `the holder's limit gives leave for the manifest that it names`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let id = grant.id(in: ledger)
        let manifest = SHA256.digest(Array("manifest".utf8))
        let limit = grant.limit(uses: 1, deposit: manifest, in: ledger).statement
        let known = try #require(ledger.view.grant(id))
        let leave = try leave(limit, in: ledger).get()
        #expect(leave.grant == id && leave.party == grant.party.id && leave.manifest == manifest)
        #expect(leave.mostUses == 1 && leave.latestExpiry == known.expiry + 30 * 86_400)
        #expect(try self.leave(grant.limit(uses: 1, in: ledger).statement, in: ledger).get().manifest == .zero)
        expect(
            .wrongLimitNumber(found: 2, expected: 1), of: grant.limit(2, deposit: manifest, in: ledger).statement,
            in: ledger)
        let stranger = TestKey.own("stranger")
        expect(
            .wrongSignature(stranger.publicKey.id),
            of: grant.limit(deposit: manifest, in: ledger, by: stranger).statement, in: ledger)
        let nobody = TestGrant("无人")
        expect(
            .unknownGrant(nobody.id(in: ledger)), of: nobody.limit(deposit: manifest, in: ledger).statement,
            in: ledger)
        try ledger.commit([grant.withdrawal(in: ledger)])
        let withdrawn = try #require(ledger.view.grant(id)?.withdrawn)
        expect(.grantWithdrawn(id, at: withdrawn), of: limit, in: ledger)
    }
}
