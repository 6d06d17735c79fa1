import Consensus
package import Ledger
import Replication
import Rulebook
package import Signing

/// What honest nodes call final: one block a height, one state, one log, and each statement once.
package struct FinalityChecker: Sendable {
    /// A block with the state and the log behind it.
    package struct Final: Equatable, Sendable {
        let block: BlockID
        let state: Digest
        let log: TreeHead

        /// What a node has at a height.
        package init(block: BlockID, state: Digest, log: TreeHead) {
            self.block = block
            self.state = state
            self.log = log
        }
    }

    /// What was broken so far.
    package private(set) var breaches: [Breach] = []
    /// Heights at which two nodes have other blocks.
    package private(set) var forks: [Height] = []
    private let allowsForks: Bool
    private var finals: [Height: Final] = [:]
    /// By host: the last block settled, and all statements so far.
    private var last: [Height]
    private var statements: [Set<StatementID>]
    private(set) var top: Height

    /// A checker of so many hosts, all at one height.
    package init(hosts: Int, from height: Height, allowsForks: Bool) {
        self.allowsForks = allowsForks
        last = Array(repeating: height, count: hosts)
        statements = Array(repeating: [], count: hosts)
        top = height
    }

    /// A block that a host has just settled.
    package mutating func settle(
        _ height: Height, _ final: Final, _ ids: [StatementID], at host: Int
    ) {
        if height != last[host].next { breach(.log, "node \(host + 1) settles \(height) after \(last[host])") }
        last[host] = height
        for id in ids where !statements[host].insert(id).inserted { breach(.finalOnce, "\(id) at node \(host + 1)") }
        compare(height, final, host)
    }

    /// A host has started with this as its last final block.
    package mutating func recover(_ height: Height, _ final: Final, _ ids: Set<StatementID>, at host: Int) {
        last[host] = height
        statements[host] = ids
        compare(height, final, host)
    }

    private mutating func compare(_ height: Height, _ final: Final, _ host: Int) {
        top = max(top, height)
        guard let other = finals[height] else { return finals[height] = final }
        guard other != final else { return }
        guard other.block == final.block else {
            if !forks.contains(height) { forks.append(height) }
            if !allowsForks { breach(.oneBlock, "height \(height), the second at node \(host + 1)") }
            return
        }
        breach(.equalStates, "height \(height), node \(host + 1)")
    }

    private mutating func breach(_ rule: Rule, _ text: String) { breaches.append(Breach(rule: rule, text: text)) }
}
