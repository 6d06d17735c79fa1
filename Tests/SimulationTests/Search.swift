import Foundation
import Simulation
import Testing

/// Which seeds are played: other ones each time, unless the environment names the first.
enum Search {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    /// The first seed; printed, so that a run can be had again.
    static let from: UInt64 = {
        let seed = number("DEEDBOX_SEED") ?? .random(in: 0..<1 << 32)
        print("SimulationTests: DEEDBOX_SEED=\(seed) DEEDBOX_RUNS=\(runs)")
        return seed
    }()
    static let runs = number("DEEDBOX_RUNS") ?? 2_000

    /// Plays some seeds, one on each processor; a broken rule is told with the seed.
    static func play(
        _ seeds: some RandomAccessCollection<UInt64>, _ wishes: ScenarioWishes = ScenarioWishes(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> RunTally {
        let atOnce = ProcessInfo.processInfo.activeProcessorCount
        let tally = await withTaskGroup(of: RunReport.self) { group in
            var tally = RunTally()
            for (number, seed) in seeds.enumerated() {
                if number - tally.runs == atOnce, let report = await group.next() { tally.add(report) }
                let scenario = Scenario(seed: seed, wishes)
                group.addTask { SimulatedRun.play(scenario) }
            }
            for await report in group { tally.add(report) }
            return tally
        }
        for (seed, breach) in tally.broken { Issue.record("seed \(seed): \(breach)", sourceLocation: sourceLocation) }
        return tally
    }
}
