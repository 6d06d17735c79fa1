import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Accepted statements that wait for their block, and who else has them.
struct HostIntake: Sendable {
    struct Share: Sendable {
        let number: UInt64
        let id: StatementID
        let framed: [UInt8]
        /// A bit for each validator that has it.
        var keptBy: UInt64 = 0
        /// When it was last sent to each, in ms of the run.
        var sent: [UInt64]
    }

    /// What was not acknowledged for so long is sent again.
    private static let patience: UInt64 = 3_000

    /// What is durable and not decided, in the order of coming.
    private(set) var waiting: [StatementID] = []
    private(set) var shares: [Share] = []
    private var next: UInt64 = 0

    func contains(_ id: StatementID) -> Bool { waiting.contains(id) }

    mutating func add(_ id: StatementID) { waiting.append(id) }

    /// Begins to hand a statement to the others; the number is one of this process alone.
    mutating func share(
        _ id: StatementID, _ framed: [UInt8], life: Int, peers: Int, at time: UInt64
    ) -> Share? {
        guard !shares.contains(where: { $0.id == id }) else { return nil }
        next += 1
        let share = Share(
            number: UInt64(life) << 32 | next, id: id, framed: framed, sent: Array(repeating: time, count: peers))
        shares.append(share)
        return share
    }

    /// Notes that a validator has it; gives the id, and how many others have it now.
    mutating func keep(_ number: UInt64, by validator: Int) -> (id: StatementID, count: Int)? {
        guard let index = shares.firstIndex(where: { $0.number == number }) else { return nil }
        shares[index].keptBy |= 1 << UInt64(validator)
        return (shares[index].id, shares[index].keptBy.nonzeroBitCount)
    }

    /// Forgets what is in a final block, or refused for good.
    mutating func decide(_ ids: [StatementID]) {
        waiting.removeAll { ids.contains($0) }
        shares.removeAll { ids.contains($0.id) }
    }

    /// What a validator has not acknowledged for a while, or not at all when its link is new.
    mutating func due(to validator: Int, at time: UInt64, isNew: Bool) -> [Share] {
        var due: [Share] = []
        for index in shares.indices where shares[index].keptBy & 1 << UInt64(validator) == 0 {
            guard isNew || time >= shares[index].sent[validator] + HostIntake.patience else { continue }
            shares[index].sent[validator] = time
            due.append(shares[index])
        }
        return due
    }
}
