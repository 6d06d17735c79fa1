internal import Ledger
internal import Rulebook
internal import Signing
internal import Synchronization

/// What became of a statement, told to those who wait for it.
enum Decision: Sendable {
    /// It stands in a final block, there and of that time (ms).
    case final(LeafIndex, Height, time: UInt64)
    case refused(Refusal)
}

/// A request's wait for something about each of its statements.
final class Ticket<Outcome: Sendable>: Sendable {
    private struct State {
        var waiting: Set<StatementID>
        var decisions: [StatementID: Outcome] = [:]
        var continuation: CheckedContinuation<Void, Never>?
        var isOver = false

        mutating func takeContinuation() -> CheckedContinuation<Void, Never>? {
            defer { continuation = nil }
            return continuation
        }
    }

    private let state: Mutex<State>

    init(waitingFor ids: some Sequence<StatementID>) { state = Mutex(State(waiting: Set(ids))) }

    /// What was decided so far.
    var decisions: [StatementID: Outcome] { state.withLock { $0.decisions } }

    func decide(_ id: StatementID, _ decision: Outcome) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.remove(id) != nil else { return nil }
            state.decisions[id] = decision
            return state.waiting.isEmpty ? state.takeContinuation() : nil
        }
        waiter?.resume()
    }

    /// Ends the wait with what is decided by now.
    func giveUp() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.isOver = true
            return state.takeContinuation()
        }
        waiter?.resume()
    }

    /// Returns when all is decided, or after a time.
    func wait(seconds: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when all is decided, the wait was given up, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.waiting.isEmpty || state.isOver { return true }
                    state.continuation = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            giveUp()
        }
    }
}
