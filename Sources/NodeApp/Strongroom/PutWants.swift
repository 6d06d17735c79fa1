internal import Signing

/// Puts that are to be fetched from other nodes, and from which: those that a client waits for first.
struct PutWants: Sendable {
    private struct Want {
        var peers: Set<Int>
        var isAwaited: Bool
        var isUnderWay = false
    }

    private var wants: [StatementID: Want] = [:]
    private var awaited: [StatementID] = []
    private var late: [StatementID] = []
    private static let limit = 16_384

    var isEmpty: Bool { wants.isEmpty }
    var count: Int { wants.count }

    /// Notes that a peer holds what is wanted here.
    mutating func add(_ id: StatementID, from peer: Int, isAwaited: Bool) {
        if wants[id] != nil {
            wants[id]?.peers.insert(peer)
            if isAwaited, wants[id]?.isAwaited == false {
                wants[id]?.isAwaited = true
                awaited.append(id)
            }
            return
        }
        guard wants.count < PutWants.limit else { return }
        wants[id] = Want(peers: [peer], isAwaited: isAwaited)
        if isAwaited { awaited.append(id) } else { late.append(id) }
    }

    /// The next that a peer has and nobody sends; it is under way from here on.
    mutating func next(from peer: Int, withLate: Bool) -> StatementID? {
        let id = PutWants.first(in: awaited, wants, peer) ?? (withLate ? PutWants.first(in: late, wants, peer) : nil)
        if let id { wants[id]?.isUnderWay = true }
        return id
    }

    private static func first(in order: [StatementID], _ wants: [StatementID: Want], _ peer: Int) -> StatementID? {
        order.first { id in wants[id].map { !$0.isUnderWay && $0.peers.contains(peer) } ?? false }
    }

    /// It has come, or is not wanted any more; true when no client waited for it.
    @discardableResult
    mutating func remove(_ id: StatementID) -> Bool {
        guard let removed = wants.removeValue(forKey: id) else { return false }
        defer { forget(id) }
        return !removed.isAwaited
    }

    private mutating func forget(_ id: StatementID) {
        if let place = awaited.firstIndex(of: id) { awaited.remove(at: place) }
        if let place = late.firstIndex(of: id) { late.remove(at: place) }
    }

    /// A peer does not give it: another may.
    mutating func giveUp(_ id: StatementID, from peer: Int) {
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

/// Bytes of puts that others are likely to ask for next; the oldest go first.
struct TravellingCache: Sendable {
    private var bytes: [StatementID: [UInt8]] = [:]
    private var order: [StatementID] = []
    private var byteCount = 0

    subscript(id: StatementID) -> [UInt8]? { bytes[id] }

    mutating func insert(_ id: StatementID, _ added: [UInt8]) {
        guard bytes[id] == nil else { return }
        bytes[id] = added
        order.append(id)
        byteCount += added.count
        while byteCount > StrongroomLimits.maxCachedBytes, order.count > 1 { remove(order[0]) }
    }

    mutating func remove(_ id: StatementID) {
        guard let removed = bytes.removeValue(forKey: id) else { return }
        byteCount -= removed.count
        if let place = order.firstIndex(of: id) { order.remove(at: place) }
    }
}
