import NIOCore

/// What lies in an inbox.
struct InboxState {
    /// What a message costs beside its bytes.
    static let overhead = 128

    var lanes = [CircularBuffer<PeerMessage>](repeating: CircularBuffer(), count: Lane.allCases.count)
    var unread: [PeerID: Int] = [:]
    var stopped: Set<PeerID> = []
    /// The link that is open, and the one the consumer was told of; they differ for the peers in `changed`.
    var open: [PeerID: UInt64] = [:]
    var told: [PeerID: UInt64] = [:]
    var changed = CircularBuffer<PeerID>()
    /// Peers that know another process with this node's key, and of whom the consumer was not told yet.
    var seconds: [PeerID] = []
    var waiter: CheckedContinuation<PeerEvent?, Never>?
    var isFinished = false

    /// The next event, and the peer that may be read from again because of it.
    mutating func take(_ limit: Int) -> (event: PeerEvent?, resumed: PeerID?) {
        if let change = takeChange() { return (change, nil) }
        if !seconds.isEmpty { return (.refusedAsSecond(seconds.removeFirst()), nil) }
        for lane in lanes.indices {
            guard let message = lanes[lane].popFirst() else { continue }
            let unread = unread[message.peer, default: 0] - message.bytes.count - InboxState.overhead
            self.unread[message.peer] = unread
            let resumes = unread <= limit / 2 && stopped.remove(message.peer) != nil
            return (.message(message), resumes ? message.peer : nil)
        }
        return (nil, nil)
    }

    /// Takes the next event for the consumer that waits, if both are there.
    mutating func wakeWaiter(
        _ limit: Int
    ) -> (waiter: CheckedContinuation<PeerEvent?, Never>, event: PeerEvent, resumed: PeerID?)? {
        guard let waiter else { return nil }
        let taken = take(limit)
        guard let event = taken.event else { return nil }
        self.waiter = nil
        return (waiter, event, taken.resumed)
    }

    private mutating func takeChange() -> PeerEvent? {
        while let peer = changed.first {
            if open[peer] == told[peer] {
                changed.removeFirst()
            } else if told[peer] != nil {
                told[peer] = nil
                return .disconnected(peer)
            } else {
                told[peer] = open[peer]
                return .connected(peer)
            }
        }
        return nil
    }
}
