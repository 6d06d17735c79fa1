import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// Transcripts: this input, exactly these effects.
struct ReplicaTests {
    private let ledger = TestLedger.granted
    private var replica: Replica
    private let now: UInt64

    init() {
        replica = TestNode.replica(of: ledger)
        now = ledger.clock
    }

    private var next: Height { ledger.head.height.next }

    private func admitted(_ submissions: Submission...) throws -> [CheckedStatement] {
        try submissions.map { try ledger.admit($0) }
    }

    private func note(_ name: String) -> Submission {
        let note = AnchorNote(kind: .other, commitment: TestIssue.commitment(name))
        return ledger.submission(.anchorNote(note), by: .member(.police))
    }

    @Test mutating func `a statement is stored, then attested, then published, in that order`() throws {
        let checked = try admitted(note("甲"))
        let effects = replica.handle(.admitted(checked, now: now))
        let block = try #require(effects.first?.block)
        #expect(effects.map(Told.init) == [.store(next, checked.map(\.id))])
        #expect(block.seal.time == now)
        #expect(replica.isBusy)
        #expect(replica.state.head == ledger.head)

        let stored = replica.handle(.stored(block.head, now: now + 5))
        let attestation = try #require(stored.first?.attestation)
        #expect(stored.map(Told.init) == [.attest(next, block.head)])
        #expect(attestation.block == block.seal.id)
        #expect(attestation.time == (now + 5) / 1_000)
        #expect(replica.state.head == ledger.head)

        #expect(replica.told(.attested(attestation)) == [.publish(next, block.head, assurance: 0)])
        #expect(replica.state.head == block.executed.head)
        #expect(replica.frontier == block.frontier)
        #expect(!replica.isBusy)
    }

    @Test mutating func `what arrives while a block is on its way goes into the next`() throws {
        let first = try admitted(note("甲"))
        let second = try admitted(note("乙"))
        let block = try #require(replica.handle(.admitted(first, now: now)).first?.block)
        #expect(replica.told(.admitted(second, now: now)) == [])
        #expect(replica.told(.admitted(first, now: now)) == [])
        #expect(replica.told(.clock(now: now)) == [])
        #expect(replica.waiting.count == 1)
        #expect(replica.waiting.contains(second[0].id))
        let attestation = try #require(replica.handle(.stored(block.head, now: now)).first?.attestation)
        #expect(replica.told(.clock(now: now)) == [])
        _ = replica.handle(.attested(attestation))
        #expect(replica.told(.clock(now: now + 1)) == [.store(next.next, [second[0].id])])
    }

    @Test mutating func `a loser is told only when the block of its winner is final`() throws {
        let grant = TestGrant()
        let uses = try admitted(grant.use(1, in: ledger, salt: "甲"), grant.use(1, in: ledger, salt: "乙"))
        let effects = replica.handle(.admitted(uses, now: now))
        let block = try #require(effects.first?.block)
        #expect(effects.map(Told.init) == [.store(next, [uses[0].id])])
        let attestation = try #require(replica.handle(.stored(block.head, now: now)).first?.attestation)
        let winner = CountedUse(statement: uses[0].id, height: next, time: block.seal.time)
        #expect(
            replica.told(.attested(attestation)) == [
                .publish(next, block.head, assurance: 0),
                .refuse(uses[1].id, .alreadyUsed(grant.id(in: ledger), index: 1, winner: winner)),
            ])
        #expect(replica.told(.clock(now: now)) == [])
    }

    @Test mutating func `a block that refusals emptied is not stored, and they are told at once`() throws {
        let bad = try admitted(TestGrant().use(2, in: ledger))
        #expect(
            replica.told(.admitted(bad, now: now)) == [
                .refuse(bad[0].id, .wrongUseIndex(found: 2, expected: 1))
            ])
        #expect(!replica.isBusy)
        #expect(replica.waiting.isEmpty)
    }

    @Test mutating func `without work a block comes when the heartbeat is due, not before`() {
        let due = ledger.head.time + ledger.network.parameters.heartbeat
        #expect(replica.told(.clock(now: due - 1)) == [])
        #expect(replica.told(.admitted([], now: due - 1)) == [])
        #expect(replica.told(.clock(now: due)) == [.store(next, [])])
    }

    @Test func `the first block comes at once`() {
        var replica = TestNode.replica(of: TestLedger())
        #expect(replica.told(.clock(now: 0)) == [.store(Height(1), [])])
    }

    @Test mutating func `a clock that stands still or steps back still makes later blocks`() throws {
        let block = try #require(replica.handle(.admitted(try admitted(note("甲")), now: 0)).first?.block)
        #expect(block.seal.time == ledger.head.time + 1)
    }

    @Test mutating func `late and foreign answers do nothing`() throws {
        #expect(replica.told(.stored(ledger.frontier.head, now: now)) == [])
        let block = try #require(replica.handle(.admitted(try admitted(note("甲")), now: now)).first?.block)
        var other = TestNode.voteGuard(in: ledger.network)
        let foreign = try other.attest(height: next.next, block: block.seal.id, head: block.head, at: 1)
        #expect(replica.told(.attested(foreign)) == [])
        let attestation = try #require(replica.handle(.stored(block.head, now: now)).first?.attestation)
        #expect(replica.told(.stored(block.head, now: now)) == [])
        #expect(replica.told(.attested(foreign)) == [])
        #expect(replica.told(.attested(attestation)).count == 1)
        #expect(replica.told(.attested(attestation)) == [])
    }

    @Test mutating func `other bytes on disk than those that were meant stop the node for good`() throws {
        let block = try #require(replica.handle(.admitted(try admitted(note("甲")), now: now)).first?.block)
        let other = TreeHead(size: block.head.size, root: .zero)
        #expect(replica.told(.stored(other, now: now)) == [.halt("stored head differs")])
        #expect(replica.told(.stored(block.head, now: now)) == [])
        #expect(replica.told(.admitted(try admitted(note("乙")), now: now)) == [])
        #expect(replica.told(.clock(now: now + 1_000_000)) == [])
    }

    @Test mutating func `a guard that has signed another block at this height stops the node`() throws {
        var signed = TestNode.voteGuard(in: ledger.network)
        let head = TreeHead(size: 1_000, root: .zero)
        let last = try signed.attest(height: next, block: BlockID(.zero), head: head, at: 1)
        replica = TestNode.replica(of: ledger, last: last)
        let block = try #require(replica.handle(.admitted(try admitted(note("甲")), now: now)).first?.block)
        let refusal = GuardRefusal.attestedOther(height: next, attested: head, asked: block.head)
        #expect(replica.told(.stored(block.head, now: now)) == [.halt("guard: \(refusal)")])
        #expect(replica.told(.clock(now: now + 1_000_000)) == [])
    }

    @Test func `one node of three makes nothing final`() throws {
        let ledger = TestLedger(TestNetwork.network(validators: 3))
        var replica = TestNode.replica(of: ledger)
        let block = try #require(replica.handle(.clock(now: ledger.clock)).first?.block)
        let attestation = try #require(replica.handle(.stored(block.head, now: ledger.clock)).first?.attestation)
        let told = replica.told(.attested(attestation))
        #expect(told == [.halt("checkpoint: \(NoteError.quorumMissing(needed: 2, found: 1))")])
        #expect(replica.state.head == ledger.head)
    }
}
