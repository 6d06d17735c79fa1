import Testing

struct AgreementRunTests {
    static let withinTheModel: [RunSettings] = [
        RunSettings(nodes: 1, liars: 0),
        RunSettings(nodes: 3, liars: 0),
        RunSettings(nodes: 3, liars: 0, dead: [1]),
        RunSettings(nodes: 4, liars: 1),
        RunSettings(nodes: 4, liars: 1, dead: [2]),
        RunSettings(nodes: 4, liars: 1, lying: [0]),
        RunSettings(nodes: 4, liars: 1, lying: [2], strategy: .hiddenLock),
        RunSettings(nodes: 7, liars: 2, lying: [1, 4]),
        RunSettings(nodes: 7, liars: 2, lying: [2, 3], strategy: .hiddenLock),
    ]

    @Test(arguments: withinTheModel)
    func `honest nodes agree on valid blocks, and decide once the network is stable`(_ settings: RunSettings) {
        var steps = 0
        for seed in 0..<UInt64(settings.nodes == 7 ? 40 : 100) {
            var run = AgreementRun(settings, seed: seed)
            let outcome = run.run()
            #expect(!outcome.isForked, "seed \(seed)")
            #expect(!outcome.isUndecided, "seed \(seed), round \(outcome.maxRound)")
            #expect(outcome.invalidDecisions == 0, "seed \(seed)")
            #expect(outcome.doubleWords == 0, "seed \(seed)")
            #expect(outcome.stepsOutsideModel == 0, "seed \(seed)")
            #expect(outcome.halts == 0, "seed \(seed)")
            #expect(outcome.accused.allSatisfy(settings.lying.contains), "seed \(seed): \(outcome.accused)")
            #expect(outcome.refusals == [], "seed \(seed)")
            steps += outcome.modelSteps
        }
        #expect(steps > 500)
    }

    @Test func `one liar among three forks some runs, and the evidence names the liar alone`() {
        let settings = RunSettings(nodes: 3, liars: 0, lying: [1], strategy: .split, lossPercent: 70, crashPercent: 0)
        var forks = 0
        for seed in 0..<UInt64(300) {
            var run = AgreementRun(settings, seed: seed)
            let outcome = run.run()
            #expect(outcome.accused.allSatisfy { $0 == 1 }, "seed \(seed): \(outcome.accused)")
            #expect(outcome.stepsOutsideModel == 0, "seed \(seed)")
            if outcome.isForked {
                forks += 1
                #expect(outcome.accused == [1], "seed \(seed)")
            }
        }
        #expect(forks > 0)
    }

    @Test func `the same seed takes the same course`() {
        let settings = RunSettings(nodes: 4, liars: 1, lying: [0])
        var one = AgreementRun(settings, seed: 7)
        var other = AgreementRun(settings, seed: 7)
        #expect(one.run().lastDecision == other.run().lastDecision)
        #expect(one.words.map(\.content) == other.words.map(\.content))
    }
}
