internal import Rulebook
internal import Signing
internal import Synchronization

/// Statements that are durable and undecided: handed to the core in batches, watched by tickets.
///
/// Bounded by the bytes that wait: beyond the limit a sender is refused, and nothing is dropped.
final class Inbox: Sendable {
    private struct State {
        var arrived: [CheckedStatement] = []
        var tickets: [StatementID: [Ticket]] = [:]
        var bytes: [StatementID: Int] = [:]
        var byteCount = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let signal: AsyncStream<Void>.Continuation
    /// Tells the core that something arrived; several arrivals may be one signal.
    let signals: AsyncStream<Void>

    init(maxBytes: Int) {
        limit = maxBytes
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var waiting: (statements: Int, bytes: Int) { state.withLock { ($0.bytes.count, $0.byteCount) } }

    /// Books the undecided statements of a request, or refuses them for want of room. Returns those that are new
    /// here: the others are on their way already, and only watched.
    func book(_ statements: [CheckedStatement], for ticket: Ticket?) throws(SubmitError) -> [CheckedStatement] {
        let result = state.withLock { state -> Result<[CheckedStatement], SubmitError> in
            let fresh = statements.filter { state.bytes[$0.id] == nil }
            let added = fresh.reduce(0) { $0 + $1.byteCount }
            guard state.byteCount == 0 || state.byteCount + added <= limit else {
                return .failure(.overloaded(waitingBytes: state.byteCount, limit: limit))
            }
            for checked in fresh { state.bytes[checked.id] = checked.byteCount }
            state.byteCount += added
            if let ticket { for checked in statements { state.tickets[checked.id, default: []].append(ticket) } }
            return .success(fresh)
        }
        return try result.get()
    }

    /// Hands booked statements, durable now, to the core.
    func push(_ statements: [CheckedStatement]) {
        state.withLock { $0.arrived += statements }
        signal.yield()
    }

    /// Takes all that arrived.
    func drain() -> [CheckedStatement] {
        state.withLock { state in
            defer { state.arrived = [] }
            return state.arrived
        }
    }

    /// True when the statement is on its way.
    func isWaiting(_ id: StatementID) -> Bool { state.withLock { $0.bytes[id] != nil } }

    /// Ends the wait for statements, each with its decision.
    func decide(_ decisions: [(StatementID, Decision)]) {
        let told = state.withLock { state in
            decisions.map { id, decision -> ([Ticket], StatementID, Decision) in
                if let bytes = state.bytes.removeValue(forKey: id) { state.byteCount -= bytes }
                return (state.tickets.removeValue(forKey: id) ?? [], id, decision)
            }
        }
        for (tickets, id, decision) in told { for ticket in tickets { ticket.decide(id, decision) } }
    }

    /// No more signals: the core's loop ends.
    func close() { signal.finish() }
}
