import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// The clock of a node may step back between the check of a statement and its block.
struct ClockTests {
    @Test func `a statement that is too far ahead of its block is refused there`() throws {
        var ledger = TestLedger.agencies
        ledger.pass(seconds: 60)
        let last = ledger.second(after: 60)
        let checked = try ledger.admit(ledger.submission(.anchorNote(.sample), by: .member(.police), notAfter: last))
        ledger.clock -= 1_000
        let refused = try ledger.propose([checked]).refused.map(\.refusal)
        #expect(refused == [.notAfterTooFar(notAfter: last, limit: last - 1)])
    }

    @Test func `an act of governance that is too far ahead of its block is refused there`() throws {
        var ledger = TestLedger.agencies
        ledger.pass(seconds: 60)
        let last = ledger.second(after: 3_600)
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
        let checked = try ledger.admit(ledger.submission(.suspendMember(act), by: .twoGovernors, notAfter: last))
        ledger.clock -= 1_000
        let refused = try ledger.propose([checked]).refused.map(\.refusal)
        #expect(refused == [.notAfterTooFar(notAfter: last, limit: last - 1)])
    }

    @Test func `a request that is too far ahead of its grant's block is refused there`() throws {
        var ledger = TestLedger.banking
        ledger.pass(seconds: 60)
        var grant = TestGrant()
        grant.requestLife = 7_200
        let last = ledger.second(after: 7_200)
        let checked = try ledger.admit(grant.submission(in: ledger))
        ledger.clock -= 1_000
        let refused = try ledger.propose([checked]).refused.map(\.refusal)
        #expect(refused == [.notAfterTooFar(notAfter: last, limit: last - 1)])
    }

    @Test func `a block's time is later than the one before, whatever the clock says`() throws {
        var ledger = TestLedger.agencies
        let before = ledger.head.time
        ledger.clock = 0
        try ledger.heartbeat()
        #expect(ledger.head.time == before + 1)
    }
}
