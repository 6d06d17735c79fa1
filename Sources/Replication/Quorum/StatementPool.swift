import Rulebook
import Signing

/// Checked statements that wait for a block, each once, in the order of their arrival. A block of this node's own takes
/// none whose deposit is not there; a block of another's may.
struct StatementPool: Sendable {
    private var statements: [StatementID: CheckedStatement] = [:]
    private var order: [(id: StatementID, arrived: UInt64)] = []
    private var held = HeldStatements()
    /// The deposits of those that have waited for theirs: they are here.
    private var found: Set<NamedDeposit> = []
    /// Bytes of those that an own block can take.
    private(set) var byteCount = 0

    /// Of those that an own block can take.
    var count: Int { order.count }
    var isEmpty: Bool { order.isEmpty }
    /// Of those that wait for their deposits.
    var heldCount: Int { held.count }
    /// When the deposits are asked for again.
    var heldDue: UInt64? { held.due }
    /// When the one that waits longest came.
    var oldest: UInt64? { order.first?.arrived }
    /// All that an own block can take, in the order of arrival.
    var all: [CheckedStatement] { first(order.count) }

    subscript(_ id: StatementID) -> CheckedStatement? { statements[id] }

    /// The first few.
    func first(_ count: Int) -> [CheckedStatement] { order.prefix(count).compactMap { statements[$0.id] } }

    /// Those of these ids, in their order; nil when one is missing.
    func all(_ ids: [StatementID]) -> [CheckedStatement]? {
        var found: [CheckedStatement] = []
        found.reserveCapacity(ids.count)
        for id in ids {
            guard let checked = statements[id] else { return nil }
            found.append(checked)
        }
        return found
    }

    mutating func insert(_ checked: CheckedStatement, at time: UInt64) {
        guard statements[checked.id] == nil else { return }
        statements[checked.id] = checked
        if !held.insert(checked, at: time) { add(checked, at: time) }
    }

    private mutating func add(_ checked: CheckedStatement, at time: UInt64) {
        order.append((checked.id, time))
        byteCount += checked.byteCount
    }

    /// Lets those into own blocks whose deposits are there; returns those that are too late.
    mutating func release(
        at tick: UInt64, _ time: UInt64, _ deposits: some DepositReading
    ) -> [(id: StatementID, refusal: Refusal)] {
        let (ready, late) = held.take(at: tick, time, deposits)
        for checked in ready {
            add(checked, at: tick)
            if let deposit = checked.namedDeposit { found.insert(deposit) }
        }
        for (id, _) in late { statements[id] = nil }
        return late
    }

    /// True for a deposit that was asked for, and found, when its statement came.
    func hasFound(_ deposit: NamedDeposit) -> Bool { found.contains(deposit) }

    mutating func remove(_ ids: some Sequence<StatementID>) {
        var gone: Set<StatementID> = []
        for id in ids {
            guard let checked = statements.removeValue(forKey: id) else { continue }
            gone.insert(id)
            if let deposit = checked.namedDeposit { found.remove(deposit) }
        }
        guard !gone.isEmpty else { return }
        held.remove(gone)
        order.removeAll { gone.contains($0.id) }
        byteCount = order.reduce(0) { $0 + (statements[$1.id]?.byteCount ?? 0) }
    }
}

/// The statements of the last few blocks.
struct RecentStatements: Sendable {
    private var blocks: [[StatementID]] = []
    private var ids: Set<StatementID> = []
    private static let blockCount = 8

    func contains(_ id: StatementID) -> Bool { ids.contains(id) }

    /// Remembers what became final just now, and forgets what did so longest ago.
    mutating func add(_ block: [StatementID]) {
        blocks.append(block)
        ids.formUnion(block)
        if blocks.count > RecentStatements.blockCount { ids.subtract(blocks.removeFirst()) }
    }
}
