import Rulebook
import Signing

/// Checked statements that wait for a block, each once, in the order of their arrival.
struct StatementPool: Sendable {
    private var statements: [StatementID: CheckedStatement] = [:]
    private var order: [(id: StatementID, arrived: UInt64)] = []
    private(set) var byteCount = 0

    var count: Int { order.count }
    var isEmpty: Bool { order.isEmpty }
    /// When the one that waits longest came.
    var oldest: UInt64? { order.first?.arrived }
    /// All, in the order of arrival.
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
        order.append((checked.id, time))
        byteCount += checked.byteCount
    }

    mutating func remove(_ ids: some Sequence<StatementID>) {
        var isLess = false
        for id in ids {
            guard let checked = statements.removeValue(forKey: id) else { continue }
            byteCount -= checked.byteCount
            isLess = true
        }
        if isLess { order.removeAll { statements[$0.id] == nil } }
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
