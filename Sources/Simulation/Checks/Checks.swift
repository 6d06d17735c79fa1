import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// All checks of a run, together.
struct Checks: Sendable {
    private(set) var oracle: SignatureOracle
    private(set) var finality: FinalityChecker
    private(set) var faults: FaultChecker
    private(set) var forks: ForkChecker
    private var own: [Breach] = []

    init(_ scenario: Scenario, _ ledger: FirstLedger) {
        let liars = (0..<scenario.validators).filter(scenario.isLiar)
        let quorum = ledger.network.quorum
        oracle = SignatureOracle(validators: scenario.validators, quorum: quorum.count, excluded: liars)
        finality = FinalityChecker(
            hosts: scenario.hostCount, from: ledger.state.head.height, allowsForks: scenario.isBeyondThreshold)
        faults = FaultChecker(liars: liars, isBeyondThreshold: scenario.isBeyondThreshold)
        forks = ForkChecker(liars: liars, isOn: scenario.isBeyondThreshold)
    }

    var breaches: [Breach] { oracle.breaches + finality.breaches + faults.breaches + own }

    /// True at no cost: it is asked at each event.
    var isClean: Bool {
        oracle.breaches.isEmpty && finality.breaches.isEmpty && faults.breaches.isEmpty && own.isEmpty
    }

    mutating func breach(_ rule: Rule, _ text: String) { own.append(Breach(rule: rule, text: text)) }

    mutating func add(_ breaches: [Breach]) { own += breaches }

    mutating func see(_ word: PeerWord, of validator: Int) {
        guard !isExcluded(validator) else { return }
        oracle.see(word, of: validator)
        forks.see(word)
    }

    mutating func keep(_ record: GuardRecord, of validator: Int) {
        guard !isExcluded(validator) else { return }
        oracle.keep(record, of: validator)
    }

    mutating func settle(_ block: CheckedBlock, at host: Host) {
        guard !isExcluded(host.validator) else { return }
        finality.settle(
            block.height, FinalityChecker.Final(host.disk.index), block.statements.map(\.id), at: host.number)
    }

    mutating func recover(_ host: Host) {
        guard !isExcluded(host.validator) else { return }
        let index = host.disk.index
        // What a killed process had written may have become durable without it.
        if let record = host.record { oracle.keep(record, of: host.validator) }
        finality.recover(index.state.head.height, FinalityChecker.Final(index), index.statements, at: host.number)
    }

    mutating func report(_ proof: OffenceProof, at host: Int) { faults.report(proof, at: host) }

    mutating func raise(_ alarm: QuorumAlarm, at host: Int) { faults.raise(alarm, at: host) }

    mutating func halt(_ fault: QuorumFault, at host: Int) { faults.halt(fault, at: host) }

    private func isExcluded(_ validator: Int) -> Bool { faults.isLiar(validator) }
}

extension FinalityChecker.Final {
    init(_ index: IndexCopy) {
        self.init(block: index.state.head.id, state: index.state.tree.root, log: index.frontier.head)
    }
}
