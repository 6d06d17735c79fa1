internal import Rulebook
internal import Signing
internal import Synchronization

/// Statements that are undecided: booked, then durable, then handed to the core in batches, watched by tickets.
///
/// Bounded by the bytes that wait: beyond the limit a sender is refused, and nothing is dropped.
final class Inbox: Sendable {
    private struct State {
        var arrived: [CheckedStatement] = []
        var tickets: [StatementID: [Ticket<Decision>]] = [:]
        var bytes: [StatementID: Int] = [:]
        var byteCount = 0
        /// Booked and not yet durable, with the other requests that wait for that.
        var unwritten: [StatementID: [CheckedContinuation<Void, any Error>]] = [:]
        /// Why nothing more becomes durable.
        var failure: (any Error)?

        mutating func add(_ checked: CheckedStatement) {
            bytes[checked.id] = checked.byteCount
            byteCount += checked.byteCount
        }

        mutating func remove(_ id: StatementID) {
            if let count = bytes.removeValue(forKey: id) { byteCount -= count }
        }
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
    /// here, each once: the others are on their way already, and only watched.
    func book(_ statements: [CheckedStatement], for ticket: Ticket<Decision>?) throws(SubmitError) -> [CheckedStatement]
    {
        let result = state.withLock { state -> Result<[CheckedStatement], SubmitError> in
            var seen: Set<StatementID> = []
            let fresh = statements.filter { state.bytes[$0.id] == nil && seen.insert($0.id).inserted }
            let added = fresh.reduce(0) { $0 + $1.byteCount }
            guard state.byteCount == 0 || state.byteCount + added <= limit else {
                return .failure(.overloaded(waitingBytes: state.byteCount, limit: limit))
            }
            for checked in fresh {
                state.add(checked)
                state.unwritten[checked.id] = []
            }
            if let ticket { for checked in statements { state.tickets[checked.id, default: []].append(ticket) } }
            return .success(fresh)
        }
        return try result.get()
    }

    /// Hands booked statements, durable now, to the core.
    func push(_ statements: [CheckedStatement]) {
        let waiters = state.withLock { state in
            state.arrived += statements
            return statements.flatMap { state.unwritten.removeValue(forKey: $0.id) ?? [] }
        }
        signal.yield()
        for waiter in waiters { waiter.resume() }
    }

    /// Hands on what was durable when the node started. It was accepted, so no limit applies.
    func restore(_ checked: CheckedStatement) {
        state.withLock { state in
            guard state.bytes[checked.id] == nil else { return }
            state.add(checked)
            state.arrived.append(checked)
        }
        signal.yield()
    }

    /// Gives up booked statements that could not be made durable; whoever waits for that is told.
    func abandon(_ statements: [CheckedStatement], because error: any Error) {
        let waiters = state.withLock { state in
            state.failure = error
            return statements.flatMap { checked in
                state.remove(checked.id)
                state.tickets[checked.id] = nil
                return state.unwritten.removeValue(forKey: checked.id) ?? []
            }
        }
        for waiter in waiters { waiter.resume(throwing: error) }
    }

    /// Returns when statements that another request has booked are durable, too.
    func waitUntilDurable(_ ids: [StatementID]) async throws {
        for id in ids {
            try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
                let known = state.withLock { state -> Result<Void, any Error>? in
                    if state.unwritten[id]?.append(waiter) != nil { return nil }
                    return state.failure.map { .failure($0) } ?? .success(())
                }
                if let known { waiter.resume(with: known) }
            }
        }
    }

    /// Takes all that arrived.
    func drain() -> [CheckedStatement] {
        state.withLock { state in
            defer { state.arrived = [] }
            return state.arrived
        }
    }

    /// True when the statement is durable and on its way.
    func isWaiting(_ id: StatementID) -> Bool {
        state.withLock { $0.bytes[id] != nil && $0.unwritten[id] == nil }
    }

    /// Ends the wait for statements, each with its decision.
    func decide(_ decisions: [(StatementID, Decision)]) {
        let told = state.withLock { state in
            decisions.map { id, decision -> ([Ticket<Decision>], StatementID, Decision) in
                state.remove(id)
                return (state.tickets.removeValue(forKey: id) ?? [], id, decision)
            }
        }
        for (tickets, id, decision) in told { for ticket in tickets { ticket.decide(id, decision) } }
    }

    /// Tells the core that something else has come: from a peer, or the time.
    func ring() { signal.yield() }

    /// No more signals: the core's loop ends.
    func close() { signal.finish() }
}
