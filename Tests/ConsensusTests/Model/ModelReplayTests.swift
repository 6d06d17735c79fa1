import Testing

/// The other direction of `ModelTrace`: whatever the model does, machine and guard do too, and nothing else.
struct ModelReplayTests {
    @Test(arguments: [0, 1])
    func `machine and guard follow every behaviour of two rounds, and refuse whatever the model has not`(
        _ liars: Int
    ) throws {
        let model = AgreementModel(nodes: 3, liars: liars, quorum: 2 + liars, rounds: 2, rules: .recommended)
        var replay = try ModelReplay(model, liars: liars)
        let count = try replay.run()
        #expect(count == ReplayCount(states: 1_295, behaviours: 3_037, refusals: 19_752))
        #expect(count.states == model.search().states)
    }

    @Test func `the same under all names of nodes and blocks: each is proposer, and is locked, in its turn`() throws {
        let model = AgreementModel(nodes: 3, quorum: 2, rounds: 2, rules: .recommended)
        var replay = try ModelReplay(model, liars: 0, isNamed: true)
        let count = try replay.run()
        #expect(count.faults == [])
        #expect(count.behaviours >= 5_000, "\(count)")
    }

    @Test(.enabled(if: ModelTests.isNightly))
    func `machine and guard follow every behaviour of three rounds`() throws {
        let model = AgreementModel(nodes: 3, quorum: 2, rounds: 3, rules: .recommended)
        var replay = try ModelReplay(model, liars: 0)
        let count = try replay.run()
        #expect(count.faults == [])
        #expect(count.states == model.search().states)
    }
}
