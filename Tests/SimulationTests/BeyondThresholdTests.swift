import Simulation
import Testing

/// More liars than the network tolerates: who lied is named.
struct BeyondThresholdTests {
    private func play(_ wishes: ScenarioWishes, _ seeds: ClosedRange<UInt64>) -> (accused: [Int: Int], forks: Int) {
        var accused: [Int: Int] = [:]
        var forks = 0
        for seed in seeds {
            let report = SimulatedRun.play(Scenario(seed: seed, wishes))
            #expect(report.breaches == [], "seed \(seed)")
            forks += report.forks
            for validator in report.accused {
                #expect(report.scenario.isLiar(validator), "seed \(seed)")
                accused[validator, default: 0] += 1
            }
        }
        return (accused, forks)
    }

    @Test func `a proof names one liar of three, and nobody else`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin, wishes.strategy) = (3, false, .equivocatingProposals)
        let found = play(wishes, 1...100)
        #expect(!found.accused.isEmpty)
        #expect(found.forks > 0, "no ledger was split, so nothing was explained")
    }

    @Test func `two copies of one validator of three, too`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin) = (3, true)
        #expect(!play(wishes, 1...100).accused.isEmpty)
    }
}
