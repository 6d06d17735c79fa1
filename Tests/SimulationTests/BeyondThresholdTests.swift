import Simulation
import Testing

/// More liars than the network tolerates: forks happen, and name who lied.
struct BeyondThresholdTests {
    private func play(_ wishes: ScenarioWishes, _ seeds: ClosedRange<UInt64>) -> (forks: Int, accused: [Int: Int]) {
        var forks = 0
        var accused: [Int: Int] = [:]
        for seed in seeds {
            let report = SimulatedRun.play(Scenario(seed: seed, wishes))
            #expect(report.breaches == [], "seed \(seed)")
            if report.forks > 0 { forks += 1 }
            for validator in report.accused {
                #expect(report.scenario.isLiar(validator), "seed \(seed)")
                accused[validator, default: 0] += 1
            }
        }
        return (forks, accused)
    }

    @Test func `one liar of three can fork the ledger, and then a proof names it and nobody else`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin, wishes.strategy) = (3, false, .equivocatingProposals)
        let (forks, accused) = play(wishes, 1...100)
        #expect(forks > 0)
        #expect(!accused.isEmpty)
    }

    @Test func `two copies of one validator of three, too`() {
        var wishes = ScenarioWishes()
        wishes.isBeyondThreshold = true
        (wishes.validators, wishes.hasTwin) = (3, true)
        #expect(play(wishes, 1...100).accused.isEmpty == false)
    }
}
