import Simulation
import Testing

/// More liars than the network tolerates: who lied is named.
struct BeyondThresholdTests {
    private func play(_ wishes: ScenarioWishes, _ seeds: ClosedRange<UInt64>) -> [Int: Int] {
        var accused: [Int: Int] = [:]
        for seed in seeds {
            let report = SimulatedRun.play(Scenario(seed: seed, wishes))
            #expect(report.breaches == [], "seed \(seed)")
            for validator in report.accused {
                #expect(report.scenario.isLiar(validator), "seed \(seed)")
                accused[validator, default: 0] += 1
            }
        }
        return accused
    }

    @Test func `a proof names one liar of three, and nobody else`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin, wishes.strategy) = (3, false, .equivocatingProposals)
        #expect(!play(wishes, 1...100).isEmpty)
    }

    @Test func `two copies of one validator of three, too`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin) = (3, true)
        #expect(!play(wishes, 1...100).isEmpty)
    }
}
