import Rulebook
public import Signing

/// Statements in the order of their arrival, each once.
public struct WaitingStatements: Sendable {
    private var queue: [CheckedStatement] = []
    private var ids: Set<StatementID> = []
    /// Bytes that they will take in blocks.
    public private(set) var byteCount = 0

    public var count: Int { queue.count }
    public var isEmpty: Bool { queue.isEmpty }

    /// True when the statement waits.
    public func contains(_ id: StatementID) -> Bool { ids.contains(id) }

    mutating func insert(_ checked: CheckedStatement) {
        guard ids.insert(checked.id).inserted else { return }
        queue.append(checked)
        byteCount += checked.byteCount
    }

    mutating func takeAll() -> [CheckedStatement] {
        defer { self = WaitingStatements() }
        return queue
    }
}
