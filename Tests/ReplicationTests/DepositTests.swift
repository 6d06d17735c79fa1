import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What a node has of one deposit.
private struct OneDeposit: DepositReading {
    var isHere = false
    var isKnown = false

    func isHeld(_ deposit: NamedDeposit) -> Bool { isHere }
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool { isKnown }
}

/// No rule of the ledger asks for a deposit: the proposer and the checker do.
struct DepositTests {
    private let ledger = TestLedger.banking
    private var replica: Replica
    private let now: UInt64

    init() {
        replica = TestNode.replica(of: ledger)
        now = ledger.clock
    }

    private func grant(_ name: String = "示例持有人") throws -> CheckedStatement {
        var grant = TestGrant(name)
        grant.deposit = SHA256.digest(Array(name.utf8))
        return try ledger.admit(grant.submission(in: ledger))
    }

    private func note() throws -> CheckedStatement {
        try ledger.admit(ledger.submission(.anchorNote(.sample), by: .member(.police)))
    }

    @Test(arguments: [(true, false), (false, true), (false, false)])
    mutating func `a grant waits until its deposit is held and acknowledged, other statements do not`(
        _ has: (held: Bool, known: Bool)
    ) throws {
        let deposit = OneDeposit(isHere: has.held, isKnown: has.known)
        let (grant, note) = (try grant(), try note())
        let effects = replica.handle(.admitted([grant, note], now: now), deposits: deposit)
        #expect(effects.map(Told.init) == [.store(ledger.head.height.next, [note.id])])
        #expect(replica.waiting.contains(grant.id))
        #expect(replica.waiting.isEmpty)
    }

    @Test mutating func `it goes into the next block once the deposit is there`() throws {
        let grant = try grant()
        #expect(replica.handle(.admitted([grant], now: now), deposits: OneDeposit()).isEmpty)
        let all = OneDeposit(isHere: true, isKnown: true)
        // It is asked for again after a while, not at each look.
        #expect(replica.handle(.clock(now: now + 1), deposits: all).isEmpty)
        let effects = replica.handle(.clock(now: now + 100), deposits: all)
        #expect(effects.map(Told.init) == [.store(ledger.head.height.next, [grant.id])])
    }

    @Test mutating func `a grant whose deposit never comes is refused when it is too late`() throws {
        let grant = try grant()
        let last = grant.statement.header.notAfter
        #expect(replica.handle(.admitted([grant], now: now), deposits: OneDeposit()).isEmpty)
        let late = (last + 1) * 1_000
        let effects = replica.handle(.clock(now: late), deposits: OneDeposit())
        #expect(effects.map(Told.init).first == .refuse(grant.id, .expired(notAfter: last, now: late)))
        #expect(!replica.waiting.contains(grant.id))
    }

    @Test mutating func `a block tells the deposits that it names`() throws {
        var other = TestGrant("另一持有人")
        other.deposit = nil
        let plain = try ledger.admit(other.submission(in: ledger))
        let grant = try grant()
        let block = try #require(replica.handle(.admitted([plain, grant], now: now)).first?.block)
        #expect(block.statements.count == 2)
        let named = NamedDeposit(
            SHA256.digest(Array("示例持有人".utf8)), for: .grant(TestGrant("示例持有人").id(in: ledger)))
        #expect(block.deposits == [named])
    }

    @Test mutating func `a block tells for which disclosure a deal must have been dealt`() throws {
        let disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 9)
        let checked = try ledger.admit(disclosure.submission(in: ledger))
        guard case .disclose(let act) = checked.act, let seal = act.mark.seal else {
            Issue.record("it is not sealed")
            return
        }
        let block = try #require(replica.handle(.admitted([checked], now: now)).first?.block)
        let named = NamedDeposit(seal.deposit, for: .disclosure(by: TestMember.police.id, seal))
        #expect(block.deposits == [named])
        #expect(block.depositActs.isEmpty)
    }

    @Test mutating func `a sealed disclosure waits for its deal as a grant does for its deposit`() throws {
        let checked = try ledger.admit(TestDisclosure(sealedUntil: 1_000).submission(in: ledger))
        #expect(replica.handle(.admitted([checked], now: now), deposits: OneDeposit()).isEmpty)
        #expect(replica.waiting.contains(checked.id))
    }
}

/// The same among several.
struct DepositWorldTests {
    private let deposit = SHA256.digest([5])

    /// A world with a grant that was sent to a node.
    private func world(_ validators: Int, sentTo node: Int = 0) throws -> (QuorumWorld, StatementID) {
        var world = try QuorumWorld.of(WorldSettings(seed: 7, validators: validators))
        var grant = TestGrant("另一持有人")
        grant.deposit = deposit
        let act = grant.act(in: world.ledger)
        let submission = world.ledger.submission(
            .grant(act), by: .holder(grant.holder), notAfter: world.ledger.second(after: 500))
        world.plan(.submit(submission, to: node), in: 20)
        return (world, submission.id)
    }

    @Test(arguments: [1, 3, 4])
    func `a grant whose deposit nobody has waits, and everything else goes on`(_ validators: Int) throws {
        var (world, grant) = try world(validators)
        let notes = world.planNotes(6, every: 100)
        #expect(try world.run(for: 10_000) { $0.areFinal(notes) }, "\(world.plight)")
        #expect(world.hosts.allSatisfy { !$0.statements.contains(grant) })
        world.give(deposit, to: Array(world.hosts.indices))
        #expect(try world.run(for: 10_000) { $0.areFinal([grant]) }, "\(world.plight)")
        world.expectOne()
    }

    @Test(arguments: [3, 4])
    func `a quorum that holds the deposit is enough, and who lacks it follows`(_ validators: Int) throws {
        var (world, grant) = try world(validators)
        world.give(deposit, to: Array(0..<validators - 1))
        #expect(try world.run(for: 30_000) { $0.areFinal([grant]) }, "\(world.plight)")
        world.expectOne()
    }

    @Test(arguments: [3, 4])
    func `a proposer that is wrong about the quorum stops nobody`(_ validators: Int) throws {
        var (world, grant) = try world(validators)
        world.give(deposit, to: [0])
        let notes = world.planNotes(6, every: 200)
        #expect(try world.run(for: 60_000) { $0.areFinal(notes) }, "\(world.plight)")
        #expect(world.hosts.allSatisfy { !$0.statements.contains(grant) })
        world.give(deposit, to: Array(0..<validators))
        #expect(try world.run(for: 60_000) { $0.areFinal([grant]) }, "\(world.plight)")
        world.expectOne()
    }

    @Test func `a block is called valid when its deposit arrives while it waits`() throws {
        var (world, grant) = try world(3)
        world.give(deposit, to: [0])
        #expect(try !world.run(for: 150) { $0.areFinal([grant]) })
        world.give(deposit, to: [1, 2], known: false)
        #expect(try world.run(for: 30_000) { $0.areFinal([grant]) }, "\(world.plight)")
        world.expectOne()
    }
}
