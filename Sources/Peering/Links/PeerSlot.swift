import NIOCore
import Synchronization

/// All about one peer that is reached from any thread: its lanes, its link, its counters.
final class PeerSlot: Sendable {
    struct State {
        var peer: Peer
        var lanes: Lanes
        var link: NIOLoopBound<Link>?
        /// The link was asked to send and has not begun yet.
        var isWoken = false
        var account = Account()
    }

    let id: PeerID
    private let state: Mutex<State>

    init(_ peer: Peer, limits: PeeringLimits) {
        id = peer.id
        state = Mutex(State(peer: peer, lanes: Lanes(limits)))
    }

    /// As it is registered now.
    var peer: Peer { state.withLock { $0.peer } }

    /// The same peer with another way to it.
    func take(_ peer: Peer) { state.withLock { $0.peer = peer } }

    /// Queues a message and wakes the link.
    func send(_ bytes: [UInt8], _ rule: FrameRule) throws(SendRefusal) {
        let result = state.withLock { state -> Result<NIOLoopBound<Link>?, SendRefusal> in
            guard let link = state.link else { return .failure(.notConnected) }
            guard state.lanes.add(bytes, rule) else { return .failure(.full(rule.lane)) }
            if state.isWoken { return .success(nil) }
            state.isWoken = true
            return .success(link)
        }
        guard let link = try result.get() else { return }
        link.eventLoop.execute { link.value.pump() }
    }

    /// Queues a frame of the link itself; the link sends it.
    func add(control frame: Frame) { state.withLock { $0.lanes.add(control: frame) } }

    /// Called by the link before it asks for frames: what is queued from now on wakes it again.
    func beginPumping() { state.withLock { $0.isWoken = false } }

    func nextFrame() -> Frame? {
        state.withLock { state in
            guard let frame = state.lanes.next() else { return nil }
            state.account.bytesOut += UInt64(frame.byteCount)
            state.account.messagesOut += frame.kind >= ControlKind.firstFree || frame.isBeginning ? 1 : 0
            return frame
        }
    }

    /// The link's reader may go on.
    func resume() {
        guard let link = state.withLock({ $0.link }) else { return }
        link.eventLoop.execute { link.value.resume(.inbox) }
    }

    /// A link has opened or, with nil, ended: nothing queued before passes to another link.
    func attach(_ link: NIOLoopBound<Link>?) {
        state.withLock { state in
            state.link = link
            state.lanes.removeAll()
            state.isWoken = false
        }
    }

    /// Changes the counters.
    func note(_ change: (inout Account) -> Void) { state.withLock { change(&$0.account) } }

    func status(unread: Int, now: NIODeadline) -> PeerStatus {
        state.withLock { state in
            let account = state.account
            return PeerStatus(
                peer: id, name: state.peer.name, isConnected: state.link != nil,
                connectedSinceMilliseconds: account.connectedSince,
                lastHeardMilliseconds: account.heard.map { max(0, (now - $0).nanoseconds / 1_000_000) },
                roundTripMicroseconds: account.roundTrip.map { $0.nanoseconds / 1_000 },
                clockOffsetMilliseconds: account.clockOffset, isClockFar: account.isClockFar,
                software: account.software, bytesIn: account.bytesIn, bytesOut: account.bytesOut,
                messagesIn: account.messagesIn, messagesOut: account.messagesOut,
                urgentQueue: state.lanes.waiting(.urgent), normalQueue: state.lanes.waiting(.normal),
                bulkQueue: state.lanes.waiting(.bulk), backgroundQueue: state.lanes.waiting(.background),
                dropped: state.lanes.dropped, unreadByteCount: unread,
                slowedCount: account.slowed, secondProcessCount: account.secondProcesses, lastEnd: account.lastEnd,
                lastEndMilliseconds: account.lastEndAt, linkCount: account.links)
        }
    }
}

/// What is counted and noted about one peer.
struct Account: Sendable {
    var connectedSince: Int64?
    var heard: NIODeadline?
    var roundTrip: TimeAmount?
    var clockOffset: Int64?
    var isClockFar = false
    var software: String?
    var bytesIn: UInt64 = 0
    var bytesOut: UInt64 = 0
    var messagesIn: UInt64 = 0
    var messagesOut: UInt64 = 0
    var slowed: UInt64 = 0
    var secondProcesses: UInt64 = 0
    var lastEnd: LinkEnd?
    var lastEndAt: Int64?
    var links: UInt64 = 0
}

extension Frame {
    var isBeginning: Bool { kind == ControlKind.begin.rawValue }
}
