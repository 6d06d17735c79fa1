import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Accepted statements that wait for their block, and who else has them.
struct HostIntake: Sendable {
    /// A few statements that were handed on together.
    struct Share: Sendable {
        let number: UInt64
        let ids: [StatementID]
        let framed: [UInt8]
        /// A bit for each validator that has it.
        var keptBy: UInt64 = 0
        /// When it was last sent to each, in ms of the run.
        var sent: [UInt64]
    }

    /// Statements of one share.
    static let shareCount = 8
    /// What was not acknowledged for so long is sent again.
    private static let patience: UInt64 = 3_000

    /// What is durable and not decided, in the order of coming.
    private(set) var waiting: [StatementID] = []
    private(set) var shares: [Share] = []
    private var next: UInt64 = 0

    func contains(_ id: StatementID) -> Bool { waiting.contains(id) }

    mutating func add(_ id: StatementID) { waiting.append(id) }

    /// Begins to hand what waits to the others, unless that was done before; the number is one of this process alone.
    mutating func share(_ statements: [StockStatement], life: Int, peers: Int, at time: UInt64) -> Share? {
        let new = statements.filter { new in contains(new.id) && !shares.contains { $0.ids.contains(new.id) } }
        guard !new.isEmpty else { return nil }
        next += 1
        let share = Share(
            number: UInt64(life) << 32 | next, ids: new.map(\.id), framed: new.flatMap(\.submission.framed),
            sent: Array(repeating: time, count: peers))
        shares.append(share)
        return share
    }

    /// Notes that a validator has a share; gives the ids, and how many others have them now.
    mutating func keep(_ number: UInt64, by validator: Int) -> (ids: [StatementID], count: Int)? {
        guard let index = shares.firstIndex(where: { $0.number == number }) else { return nil }
        shares[index].keptBy |= 1 << UInt64(validator)
        return (shares[index].ids, shares[index].keptBy.nonzeroBitCount)
    }

    /// Forgets what is in a final block, or refused for good.
    mutating func decide(_ ids: [StatementID]) {
        waiting.removeAll { ids.contains($0) }
        let waiting = waiting
        shares.removeAll { share in !share.ids.contains { waiting.contains($0) } }
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
