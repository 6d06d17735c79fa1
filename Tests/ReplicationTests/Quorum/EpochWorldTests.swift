import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

extension QuorumWorld {
    /// A world of these validators, with newcomers that know the genesis alone, all of them registered operators.
    static func changing(
        _ validators: Int, _ model: FaultModel, _ settings: WorldSettings, and newcomers: [Validator] = []
    ) throws -> QuorumWorld {
        var settings = settings
        settings.validators = validators
        var parameters = TestNetwork.small
        parameters.statementLifetime = 3_000
        parameters.grantRetention = 3_600_000
        var ledger = TestLedger(
            TestNetwork.network(validators: validators, faultModel: model, parameters: parameters))
        try ledger.register(TestMember.allCases)
        try ledger.registerOperators([validators + 1])
        return try QuorumWorld(settings, ledger, and: newcomers)
    }

    /// A change of validators as governance signs it now, with the newcomers' word over what is final at the first.
    func change(
        removed: [Int] = [], seated: [Validator] = [], model: FaultModel, acceptsDowngrade: Bool = false
    ) throws -> Submission {
        let host = hosts[0]
        let final = try host.state.headNetwork.policy.check(#require(host.checkpoint))
        let act = ChangeValidators(
            sequence: host.state.view.governance()?.next ?? 0, faultModel: model,
            removed: removed.map { MemberID(checked: "node-\($0)") }, seated: seated,
            readiness: seated.map { Readiness(of: $0, at: final, by: TestKey.secret(of: $0.keys.vote)) },
            acceptsDowngrade: acceptsDowngrade)
        return ledger.submission(.changeValidators(act), by: .allGovernors, notAfter: ledger.second(after: 2_000))
    }

    /// Blocks that a validator of that vote key has proposed, as the first host settled them.
    func proposals(by validator: Validator) -> Int {
        hosts[0].settled.count { block in
            let set = hosts[0].state.view.epoch(at: block.height).validators
            return set[Int(block.seal.proposer)].keys == validator.keys
        }
    }

    /// Every machine can lead an offline verifier from the genesis to today's set.
    func expectWalks(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for host in hosts {
            var walk = EpochWalk(from: Network(ledger.network.genesis))
            for step in host.epochs { try walk.take(step) }
            #expect(walk.network.epoch == host.state.network.epoch, sourceLocation: sourceLocation)
            #expect(host.state.network.epoch.number > 0, sourceLocation: sourceLocation)
        }
    }
}

/// The set changes while the ledger runs, and machines without office follow.
struct EpochWorldTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4]

    private func settings(_ seed: UInt64) -> WorldSettings {
        guard seed > 1 else { return WorldSettings(seed: seed) }
        return WorldSettings(
            seed: seed, loss: 5_000, duplicates: 3_000, crashes: 30, badUntil: 20_000)
    }

    /// Runs until the change is final everywhere and all notes are, before and after it.
    private func run(_ world: inout QuorumWorld, _ change: (QuorumWorld) throws -> Submission) throws {
        let before = world.planNotes(10, every: 60)
        #expect(try world.run(for: 60_000) { $0.areFinal(before) }, "\(world.plight)")
        let submission = try change(world)
        world.plan(.submit(submission, to: 1), in: 120)
        let meanwhile = world.planNotes(30, every: 45, from: 60)
        let wanted = before + meanwhile + [submission.id]
        #expect(try world.run(for: 120_000) { $0.areFinal(wanted) }, "\(world.plight)")
        let after = (0..<12).map { world.note("after/\($0)") }
        for (number, note) in after.enumerated() { world.plan(.submit(note, to: 0), in: 1 + UInt64(number) * 400) }
        #expect(try world.run(for: 120_000) { $0.areFinal(after.map(\.id)) }, "\(world.plight)")
        #expect(world.oracle.breaches == [], "seed \(world.settings.seed)")
        #expect(Set(world.hosts.map(\.state.tree.root)).count == 1)
        try world.expectWalks()
    }

    @Test(arguments: seeds)
    func `a fourth node follows from the genesis, then votes, and one may lie`(_ seed: UInt64) throws {
        let newcomer = TestNetwork.validator(4)
        var world = try QuorumWorld.changing(3, .crash, settings(seed), and: [newcomer])
        try run(&world) { try $0.change(seated: [newcomer], model: .byzantine) }
        #expect(world.hosts[0].state.network.quorum == Quorum(validators: 4, liars: 1))
        #expect(world.proposals(by: newcomer) > 0)
    }

    @Test(arguments: seeds)
    func `of four one leaves, goes on following, and signs nothing more`(_ seed: UInt64) throws {
        var world = try QuorumWorld.changing(4, .byzantine, settings(seed))
        try run(&world) { try $0.change(removed: [1], model: .crash, acceptsDowngrade: true) }
        #expect(world.hosts[3].state.network.quorum == Quorum(validators: 3, liars: 0))
        #expect(world.hosts[0].place(at: world.hosts[0].state.head.height) == nil)
    }

    @Test(arguments: seeds)
    func `a validator moves to another machine with other keys`(_ seed: UInt64) throws {
        let moved = TestNetwork.validator(2, keysOf: 6)
        var world = try QuorumWorld.changing(3, .crash, settings(seed), and: [moved])
        try run(&world) { try $0.change(seated: [moved], model: .crash) }
        #expect(world.hosts[3].place(at: world.hosts[3].state.head.height) == 1)
        #expect(world.hosts[1].place(at: world.hosts[1].state.head.height) == nil)
        #expect(world.proposals(by: moved) > 0)
    }

    @Test func `who was away for a change is led across it`() throws {
        let newcomer = TestNetwork.validator(4)
        var world = try QuorumWorld.changing(3, .crash, WorldSettings(seed: 9), and: [newcomer])
        let before = world.planNotes(5, every: 60)
        #expect(try world.run(for: 60_000) { $0.areFinal(before) }, "\(world.plight)")
        world.plan(.stop(2), in: 1)
        world.plan(.submit(try world.change(seated: [newcomer], model: .byzantine), to: 1), in: 50)
        let away = (0..<20).map { world.note("away/\($0)") }
        for (number, note) in away.enumerated() { world.plan(.submit(note, to: 0), in: 100 + UInt64(number) * 50) }
        #expect(try world.run(for: 60_000) { $0.areFinal(away.map(\.id), at: [0, 1, 3]) }, "\(world.plight)")
        world.plan(.restart(2), in: 10)
        #expect(try world.run(for: 60_000) { $0.areFinal(away.map(\.id)) }, "\(world.plight)")
        try world.expectWalks()
        #expect(world.oracle.breaches == [])
    }
}
