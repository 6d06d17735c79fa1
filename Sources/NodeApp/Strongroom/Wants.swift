/// Things that are to be fetched from other nodes, and from which: those that a client waits for first.
struct Wants<ID: Hashable & Sendable>: Sendable {
    private struct Want {
        var peers: Set<Int>
        var isAwaited: Bool
        var isUnderWay = false
    }

    private var wants: [ID: Want] = [:]
    private var awaited: [ID] = []
    private var late: [ID] = []
    private static var limit: Int { 16_384 }

    var isEmpty: Bool { wants.isEmpty }
    var count: Int { wants.count }

    /// Notes that a peer holds what is wanted here.
    mutating func add(_ id: ID, from peer: Int, isAwaited: Bool) {
        if wants[id] != nil {
            wants[id]?.peers.insert(peer)
            if isAwaited, wants[id]?.isAwaited == false {
                wants[id]?.isAwaited = true
                awaited.append(id)
            }
            return
        }
        guard wants.count < Wants.limit else { return }
        wants[id] = Want(peers: [peer], isAwaited: isAwaited)
        if isAwaited { awaited.append(id) } else { late.append(id) }
    }

    /// The next that a peer has and nobody sends; it is under way from here on.
    mutating func next(from peer: Int, withLate: Bool) -> ID? {
        let id = Wants.first(in: awaited, wants, peer) ?? (withLate ? Wants.first(in: late, wants, peer) : nil)
        if let id { wants[id]?.isUnderWay = true }
        return id
    }

    private static func first(in order: [ID], _ wants: [ID: Want], _ peer: Int) -> ID? {
        order.first { id in wants[id].map { !$0.isUnderWay && $0.peers.contains(peer) } ?? false }
    }

    /// It has come, or is not wanted any more; true when no client waited for it.
    @discardableResult
    mutating func remove(_ id: ID) -> Bool {
        guard let removed = wants.removeValue(forKey: id) else { return false }
        defer { forget(id) }
        return !removed.isAwaited
    }

    private mutating func forget(_ id: ID) {
        if let place = awaited.firstIndex(of: id) { awaited.remove(at: place) }
        if let place = late.firstIndex(of: id) { late.remove(at: place) }
    }

    /// A peer does not give it: another may.
    mutating func giveUp(_ id: ID, from peer: Int) {
        wants[id]?.isUnderWay = false
        wants[id]?.peers.remove(peer)
        if wants[id]?.peers.isEmpty == true { remove(id) }
    }

    /// A peer is gone, with all that only it has.
    mutating func giveUp(peer: Int) {
        for id in wants.filter({ $0.value.peers.contains(peer) }).keys {
            wants[id]?.peers.remove(peer)
            if wants[id]?.peers.isEmpty == true { remove(id) }
        }
    }
}
