import Foundation
import Simulation
import Testing

/// Which seeds are played: 2,000 unless the environment asks for others.
enum Search {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static var isNightly: Bool { ProcessInfo.processInfo.environment["DEEDBOX_NIGHTLY"] == "1" }

    static let from = number("DEEDBOX_SEED") ?? 1
    static let runs = number("DEEDBOX_RUNS") ?? (isNightly ? 100_000 : 2_000)

    /// Plays some seeds; a broken rule is told with the seed.
    static func play(
        _ seeds: some Sequence<UInt64>, _ wishes: ScenarioWishes = ScenarioWishes(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> RunTally {
        var tally = RunTally()
        for seed in seeds { tally.add(SimulatedRun.play(Scenario(seed: seed, wishes))) }
        for (seed, breach) in tally.broken { Issue.record("seed \(seed): \(breach)", sourceLocation: sourceLocation) }
        return tally
    }
}
