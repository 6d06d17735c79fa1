/// Bytes that others are likely to ask for next; the oldest go first.
struct TravellingCache<ID: Hashable & Sendable>: Sendable {
    private var bytes: [ID: [UInt8]] = [:]
    private var order: [ID] = []
    private var byteCount = 0

    subscript(id: ID) -> [UInt8]? { bytes[id] }

    mutating func insert(_ id: ID, _ added: [UInt8]) {
        guard bytes[id] == nil else { return }
        bytes[id] = added
        order.append(id)
        byteCount += added.count
        while byteCount > StrongroomLimits.maxCachedBytes, order.count > 1 { remove(order[0]) }
    }

    mutating func remove(_ id: ID) {
        guard let removed = bytes.removeValue(forKey: id) else { return }
        byteCount -= removed.count
        if let place = order.firstIndex(of: id) { order.remove(at: place) }
    }
}
