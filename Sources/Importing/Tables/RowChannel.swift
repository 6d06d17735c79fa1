import Foundation
import Synchronization

/// Hands records from the thread that parses to the one that asks, a few at a time: the parser waits when nobody takes.
final class RowChannel: Sendable {
    /// What the parser found.
    enum Item: Sendable {
        case record(RecordValues)
        case failed(SourceError)
        case end
    }

    private struct State {
        var items: [Item] = []
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    /// A channel that holds at most so many items.
    init(capacity: Int = 256) {
        // A semaphore must not go below the value that it was made with, and an unread channel would.
        for _ in 0..<capacity { free.signal() }
    }

    /// Waits for a place and puts an item into it; false when nobody will take it any more.
    func put(_ item: Item) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            state.items.append(item)
            return !state.isCancelled
        }
        filled.signal()
        return isWanted
    }

    /// Waits for items and takes all there are.
    func take() -> [Item] {
        filled.wait()
        let items = state.withLock { state in
            let items = state.items
            state.items = []
            return items
        }
        // One signal was waited for; the others that belong to these items are used up.
        for _ in items.dropFirst() { filled.wait() }
        for _ in items { free.signal() }
        return items
    }

    /// Nobody takes any more: the parser goes on without waiting, and is told to stop.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        // For the record that it holds, and for its last word.
        free.signal()
        free.signal()
    }
}
