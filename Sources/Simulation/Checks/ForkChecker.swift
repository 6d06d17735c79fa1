import Consensus
package import Ledger
package import Replication
import Rulebook
import Signing

/// Beyond the threshold: whatever certificates honest nodes have shown, a fork must be provable from them, against
/// liars alone.
package struct ForkChecker: Sendable {
    private let liars: [Int]
    private let isOn: Bool
    private var commits: [CommitCertificate] = []
    private var polkas: [PolkaCertificate] = []

    /// A checker that knows who lies; switched off where no fork may be.
    package init(liars: [Int], isOn: Bool) {
        self.liars = liars
        self.isOn = isOn
    }

    /// A word that an honest node sends.
    package mutating func see(_ word: PeerWord) {
        guard isOn, case .agreement(let message) = word else { return }
        switch message {
        case .commit(let commit):
            if !commits.contains(where: { $0.content == commit.content }) { commits.append(commit) }
        case .polka(let polka):
            if !polkas.contains(where: { $0.content == polka.content }) { polkas.append(polka) }
        case .proposal, .vote, .round: return
        }
    }

    /// Who is proven to have lied by what was shown at a height, in ascending order.
    func accused(at height: Height) -> [Int] {
        let commits = commits.filter { $0.height == height }
        let polkas = polkas.filter { $0.height == height }
        var proofs: [Evidence] = []
        for (index, commit) in commits.enumerated() {
            for other in commits[..<index] { proofs += Evidence.between(commit, other) }
            proofs += polkas.compactMap { Evidence.between(commit, $0) }
        }
        for (index, polka) in polkas.enumerated() {
            proofs += polkas[..<index].compactMap { Evidence.between(polka, $0) }
        }
        var accused: [Int] = []
        for validator in proofs.flatMap(\.accused) where !accused.contains(validator) { accused.append(validator) }
        return accused.sorted()
    }

    /// What is wrong with the explanation of these forks.
    package func check(_ heights: [Height]) -> [Breach] {
        // Above the first fork the two branches are two ledgers, and votes of one prove nothing about the other.
        guard let first = heights.min() else { return [] }
        let accused = accused(at: first)
        if accused.isEmpty { return [Breach(rule: .forkExplained, text: "nobody is accused at \(first)")] }
        return accused.filter { !liars.contains($0) }
            .map { Breach(rule: .honestNotAccused, text: "node \($0 + 1) at \(first)") }
    }
}
