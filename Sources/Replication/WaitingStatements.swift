import Rulebook
public import Signing

/// Statements in the order of their arrival, each once; those whose deposits are not there yet wait aside.
public struct WaitingStatements: Sendable {
    private var queue: [CheckedStatement] = []
    private var ids: Set<StatementID> = []
    private var held = HeldStatements()
    /// Bytes that those will take in blocks which a block can take now.
    public private(set) var byteCount = 0

    /// Of those that a block can take now.
    public var count: Int { queue.count }
    /// True when a block can take nothing now.
    public var isEmpty: Bool { queue.isEmpty }

    /// True when the statement waits, for a block or for its deposit.
    public func contains(_ id: StatementID) -> Bool { ids.contains(id) }

    mutating func insert(_ checked: CheckedStatement, at time: UInt64) {
        guard ids.insert(checked.id).inserted else { return }
        if !held.insert(checked, at: time) { add(checked) }
    }

    /// Lets those go on whose deposits are there; returns those that are too late.
    mutating func release(
        at time: UInt64, _ deposits: some DepositReading
    ) -> [(id: StatementID, refusal: Refusal)] {
        let (ready, late) = held.take(at: time, time, deposits)
        for checked in ready { add(checked) }
        for (id, _) in late { ids.remove(id) }
        return late
    }

    mutating func takeAll() -> [CheckedStatement] {
        defer {
            for checked in queue { ids.remove(checked.id) }
            queue = []
            byteCount = 0
        }
        return queue
    }

    /// Puts back what did not fit.
    mutating func restore(_ checked: CheckedStatement) {
        if ids.insert(checked.id).inserted { add(checked) }
    }

    private mutating func add(_ checked: CheckedStatement) {
        queue.append(checked)
        byteCount += checked.byteCount
    }
}
