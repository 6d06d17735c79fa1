internal import Synchronization

/// What has come from the links for work beside the core, until it is worked on.
///
/// Bounded by bytes; a message that finds no room is dropped: the nodes ask each other again.
final class LinkMail<Event: Sendable>: Sendable {
    private let waiting = Mutex(0)
    private let maxBytes: Int
    private let byteCount: @Sendable (Event) -> Int
    private let source: AsyncStream<Event>.Continuation
    /// In order, until `close`; there is one reader.
    let events: AsyncStream<Event>

    /// `byteCount` says what an event takes of the room; 0 is always taken.
    init(maxBytes: Int, byteCount: @escaping @Sendable (Event) -> Int) {
        self.maxBytes = maxBytes
        self.byteCount = byteCount
        (events, source) = AsyncStream.makeStream()
    }

    /// Takes an event if there is room. Never waits.
    func take(_ event: Event) {
        let count = byteCount(event)
        let hasRoom = waiting.withLock { waiting in
            guard waiting + count <= maxBytes else { return count == 0 }
            waiting += count
            return true
        }
        if hasRoom { source.yield(event) }
    }

    /// The reader has taken an event: its room is free again.
    func release(_ event: Event) {
        let count = byteCount(event)
        waiting.withLock { $0 -= count }
    }

    /// No event is taken any more.
    func close() { source.finish() }
}
