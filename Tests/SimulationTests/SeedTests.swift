import Simulation
import Testing

/// Whole nodes under everything that a seed draws.
struct SeedTests {
    @Test func `no rule is broken, whatever the seed lets go wrong`() async {
        let tally = await Search.play(Search.from..<Search.from + Search.runs)
        print(SeedTests.line(tally))
        guard tally.runs >= 1_000 else { return }
        for fault in Fault.allCases { #expect(tally.faults[fault] > 0, "no run had \(fault.name)") }
        for (kind, runs, lies) in tally.lies { #expect(runs > 0 && lies > runs, "\(kind.name): \(lies) lies") }
        #expect(tally.twins > 0)
        #expect(tally.dishonest.signing * 2 > tally.dishonest.machines, "liars fell silent")
        #expect(tally.sizes.map(\.validators) == [1, 3, 4, 7])
        #expect(tally.quorumRuns > tally.runs / 2)
        #expect(tally.heights > UInt64(tally.runs) * 20)
        #expect(tally.statements > tally.runs * 10)
    }

    /// The figures of a search in one line.
    private static func line(_ tally: RunTally) -> String {
        "\(tally.runs) runs, \(tally.heights) blocks, \(tally.milliseconds / 3_600_000) virtual hours, "
            + "\(tally.faults.total) faults, \(tally.statements) statements, \(tally.signatures) signatures"
    }

    @Test func `no rule is broken with real keys`() async {
        var wishes = ScenarioWishes()
        wishes.hasRealKeys = true
        let tally = await Search.play(Search.from..<Search.from + 50, wishes)
        #expect(tally.heights > 800)
    }

    @Test(arguments: LyingKind.allCases)
    func `one liar of four, and two of seven, break nothing, however they lie`(_ kind: LyingKind) async {
        var wishes = ScenarioWishes()
        wishes.strategy = kind
        for (validators, liars) in [(4, 1), (7, 2)] {
            wishes.validators = validators
            wishes.liars = liars
            let tally = await Search.play(1...4, wishes)
            #expect(tally.lies.contains { $0.kind == kind && $0.lies > 0 })
        }
    }

    @Test func `a validator of which two copies run breaks nothing among four`() async {
        var wishes = ScenarioWishes()
        (wishes.validators, wishes.liars, wishes.hasTwin) = (4, 1, true)
        let tally = await Search.play(1...20, wishes)
        #expect(tally.twins == 20)
        #expect(tally.dishonest.signing * 2 > tally.dishonest.machines, "copies fell silent")
    }

    @Test func `one seed is one run, line by line, and another seed another`() {
        for seed in [3, 4, 5, 6] as [UInt64] {
            let runs = (0..<2).map { _ in SimulatedRun.play(Scenario(seed: seed), isTraced: true) }
            #expect(runs[0].digest == runs[1].digest)
            #expect(runs[0].trace == runs[1].trace)
            #expect(SimulatedRun.play(Scenario(seed: seed)).digest == runs[0].digest)
            #expect(SimulatedRun.play(Scenario(seed: seed + 100)).digest != runs[0].digest)
        }
    }

    @Test func `a trace counts nodes from 1, and no node says the same twice running`() {
        let run = SimulatedRun.play(Scenario(seed: 2), isTraced: true)
        #expect(run.trace.contains { $0.contains("  node 1  ") })
        #expect(!run.trace.contains { $0.contains("  node 0  ") })
        #expect(!run.scenario.summary.contains("node 0"))
        var last: [Substring: Substring] = [:]
        for line in run.trace {
            guard let match = line.firstMatch(of: /(node \d+) {2}(.*)$/), !match.2.hasPrefix("stands at") else {
                continue
            }
            #expect(last.updateValue(match.2, forKey: match.1) != match.2)
        }
    }

    @Test func `sums of runs are the same in whatever order these come`() {
        let reports = (1...6 as ClosedRange<UInt64>).map { SimulatedRun.play(Scenario(seed: $0)) }
        let tallies = [reports, reports.reversed()].map { reports in
            reports.reduce(into: RunTally()) { $0.add($1) }
        }
        #expect(SeedTests.line(tallies[0]) == SeedTests.line(tallies[1]))
        #expect(tallies[0].faults == tallies[1].faults)
        #expect(tallies[0].sizes.map(\.runs) == tallies[1].sizes.map(\.runs))
    }

    @Test func `a trace is read from the seed to the verdict`() {
        let trace = SimulatedRun.play(Scenario(seed: 3), isTraced: true).trace
        #expect(trace.first?.contains("seed 3: n = ") ?? false)
        #expect(trace.contains { $0.contains("prevote") && $0.contains("height") && $0.contains(" s  node ") })
        #expect(trace.last?.hasPrefix("all rules held: ") ?? false)
    }
}
