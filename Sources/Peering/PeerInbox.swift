import NIOCore
import Synchronization

/// What has come from all peers and was not taken yet: urgent messages first, else in the order of arrival.
///
/// One consumer takes from it, as an asynchronous sequence or by `poll` from a thread of its own. What it leaves lying
/// counts for the peer that sent it, and beyond a limit that peer is not read from.
public final class PeerInbox: AsyncSequence, Sendable {
    private let state = Mutex(InboxState())
    private let limit: Int
    private let onArrival: (@Sendable () -> Void)?
    private let resume: @Sendable (PeerID) -> Void

    init(limit: Int, onArrival: (@Sendable () -> Void)?, resume: @escaping @Sendable (PeerID) -> Void) {
        self.limit = limit
        self.onArrival = onArrival
        self.resume = resume
    }

    /// The next event, or nil when there is none now. Never waits.
    public func poll() -> PeerEvent? {
        let taken = state.withLock { $0.take(limit) }
        if let peer = taken.resumed { resume(peer) }
        return taken.event
    }

    /// The next event; nil when the network has stopped or the task was cancelled.
    public func next() async -> PeerEvent? {
        if let event = poll() { return event }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0) }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume(returning: nil)
        }
    }

    private func wait(_ continuation: CheckedContinuation<PeerEvent?, Never>) {
        let (event, resumed): (PeerEvent??, PeerID?) = state.withLock { state in
            precondition(state.waiter == nil, "two consumers wait for one inbox")
            let taken = state.take(limit)
            // Asked under the lock: whoever cancels finds the waiter, or is seen here.
            if taken.event == nil, !state.isFinished, !Task.isCancelled {
                state.waiter = continuation
                return (nil, nil)
            }
            return (.some(taken.event), taken.resumed)
        }
        if let resumed { resume(resumed) }
        if let event { continuation.resume(returning: event) }
    }

    /// Puts a message in; true when its peer must not be read from until `resume` is called.
    func deliver(_ message: PeerMessage, _ lane: Lane) -> Bool {
        let isFull = state.withLock { state in
            state.lanes[lane.rawValue].append(message)
            let unread = state.unread[message.peer, default: 0] + message.bytes.count + InboxState.overhead
            state.unread[message.peer] = unread
            guard unread > limit else { return false }
            state.stopped.insert(message.peer)
            return true
        }
        wake()
        return isFull
    }

    /// Tells that a link is open, or that none is; true when its peer must not be read from yet.
    func setOpen(_ link: UInt64?, _ peer: PeerID) -> Bool {
        let isFull = state.withLock { state in
            state.open[peer] = link
            if !state.changed.contains(peer) { state.changed.append(peer) }
            return state.stopped.contains(peer)
        }
        wake()
        return isFull
    }

    /// Tells that a peer knows another process with this node's key.
    func noteSecond(_ peer: PeerID) {
        state.withLock { state in
            if !state.seconds.contains(peer) { state.seconds.append(peer) }
        }
        wake()
    }

    /// No event comes after those that are there.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            return state.waiter.take()
        }
        waiter?.resume(returning: nil)
        onArrival?()
    }

    /// Bytes of a peer that were not taken yet.
    func unread(_ peer: PeerID) -> Int { state.withLock { $0.unread[peer, default: 0] } }

    private func wake() {
        let woken = state.withLock { $0.wakeWaiter(limit) }
        if let woken {
            if let peer = woken.resumed { resume(peer) }
            woken.waiter.resume(returning: woken.event)
        }
        onArrival?()
    }
}

extension PeerInbox {
    /// One reader of the inbox.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let inbox: PeerInbox

        /// The next event; nil at the end.
        public mutating func next() async -> PeerEvent? { await inbox.next() }
    }

    /// The reader; there is one consumer at a time.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: self) }
}
