internal import Synchronization

/// What has come for the strongroom from the links, until it is worked on beside the core.
///
/// Bounded by bytes; a message that finds no room is dropped, for the nodes compare what they hold again and again.
final class StrongroomMail: Sendable {
    /// What the links tell.
    enum Event: Sendable {
        case connected(Int)
        case disconnected(Int)
        case message(StrongroomWord.Kind, [UInt8], from: Int)

        fileprivate var byteCount: Int {
            if case .message(_, let bytes, _) = self { return bytes.count + 256 }
            return 0
        }
    }

    private let waiting = Mutex(0)
    private let source: AsyncStream<Event>.Continuation
    /// In order, until `close`; there is one reader.
    let events: AsyncStream<Event>

    init() { (events, source) = AsyncStream.makeStream() }

    /// Takes an event if there is room. Never waits.
    func take(_ event: Event) {
        let hasRoom = waiting.withLock { waiting in
            guard waiting + event.byteCount <= StrongroomLimits.maxWaitingBytes else { return event.byteCount == 0 }
            waiting += event.byteCount
            return true
        }
        if hasRoom { source.yield(event) }
    }

    /// The reader has taken an event: its room is free again.
    func release(_ event: Event) { waiting.withLock { $0 -= event.byteCount } }

    /// No event is taken any more.
    func close() { source.finish() }
}
