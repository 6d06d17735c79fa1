import Consensus
import Ledger
package import Replication
package import Rulebook
import Signing

/// Alarms, halts and evidence of honest nodes: they may speak of liars alone.
package struct FaultChecker: Sendable {
    /// What was broken so far.
    package private(set) var breaches: [Breach] = []
    /// Validators that a proof names, each once, in ascending order.
    private(set) var accused: [Int] = []
    private(set) var halts = 0
    private let liars: [Int]
    private let isBeyondThreshold: Bool

    /// A checker that knows who lies.
    package init(liars: [Int], isBeyondThreshold: Bool) {
        self.liars = liars
        self.isBeyondThreshold = isBeyondThreshold
    }

    func isLiar(_ validator: Int) -> Bool { liars.contains(validator) }

    /// A proof that a host shows.
    package mutating func report(_ proof: OffenceProof, at host: Int) {
        for validator in proof.accused {
            if !accused.contains(validator) { accused = (accused + [validator]).sorted() }
            if !liars.contains(validator) {
                breach(.honestNotAccused, "node \(host + 1) has a proof against node \(validator + 1)")
            }
        }
    }

    /// An alarm of a host.
    package mutating func raise(_ alarm: QuorumAlarm, at host: Int) {
        switch alarm {
        case .agreement(.twoProposals(let validator, _)), .otherHead(let validator, _), .badBlocks(let validator, _):
            if liars.contains(validator) || isBeyondThreshold { return }
        case .agreement(.quorumForInvalid): if isBeyondThreshold { return }
        case .voteRefused, .doubt, .signsAgain, .offenceRecorded: break
        }
        breach(.noHalt, "node \(host + 1): \(alarm)")
    }

    /// A host stops for good.
    package mutating func halt(_ fault: QuorumFault, at host: Int) {
        halts += 1
        if !isBeyondThreshold { breach(.noHalt, "node \(host + 1) halts: \(fault)") }
    }

    private mutating func breach(_ rule: Rule, _ text: String) { breaches.append(Breach(rule: rule, text: text)) }
}
