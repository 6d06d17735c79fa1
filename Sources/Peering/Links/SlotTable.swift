import Synchronization

/// The peers of the moment, reached from any thread.
final class SlotTable: Sendable {
    private let state: Mutex<[PeerSlot]>
    private let limits: PeeringLimits

    init(_ peers: [Peer], limits: PeeringLimits) {
        self.limits = limits
        state = Mutex(peers.map { PeerSlot($0, limits: limits) })
    }

    var slots: [PeerSlot] { state.withLock { $0 } }

    subscript(_ id: PeerID) -> PeerSlot? { state.withLock { $0.first { $0.id == id } } }

    /// True while the slot's peer is one of ours.
    func holds(_ slot: PeerSlot) -> Bool { state.withLock { $0.contains { $0 === slot } } }

    /// Replaces the peers; who stays keeps its link and counters. Gives those that are gone.
    func set(_ peers: [Peer]) -> [PeerSlot] {
        state.withLock { slots in
            let before = slots
            slots = peers.map { peer in
                guard let slot = before.first(where: { $0.id == peer.id && $0.peer.linkKey == peer.linkKey }) else {
                    return PeerSlot(peer, limits: limits)
                }
                slot.take(peer)
                return slot
            }
            return before.filter { old in !slots.contains { $0 === old } }
        }
    }
}
