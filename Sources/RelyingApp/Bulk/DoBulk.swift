internal import NodeAPI
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Orders of many items.
extension RelyingDesk {
    /// Does every item that was not done under this key before, and tells what became of each.
    ///
    /// An item is kept as done before its answer is given, and what it did bears its mark: killed anywhere and given
    /// the same order again, the desk goes on where it was, and counts nothing twice.
    public func run(_ order: BulkOrder) async throws -> [BulkResult] {
        let key = order.keyDigest
        let worker = Random.bytes(16)
        var known = try database.begin(order, key, by: worker, at: now())
        guard known.count < order.items.count else { return order.results(known) }
        defer { database.leave(key, by: worker) }
        let open = order.items.indices.filter { known[$0] == nil }
        let found = try await withThrowingTaskGroup(of: [Int: BulkResult].self) { group in
            group.addTask { try await keepOrder(key, worker) }
            var lines = order.lines(of: open)[...]
            var running = 0
            var found: [Int: BulkResult] = [:]
            while running > 0 || !lines.isEmpty {
                while running < BulkOrder.atOnce, let line = lines.popFirst() {
                    running += 1
                    group.addTask { try await work(line, of: order, key) }
                }
                guard let done = try await group.next() else { break }
                running -= 1
                found.merge(done) { first, _ in first }
            }
            group.cancelAll()
            return found
        }
        known.merge(found) { first, _ in first }
        return order.results(known)
    }

    /// Says again and again that this process works on an order, until it is cancelled.
    private func keepOrder(_ key: Digest, _ worker: [UInt8]) async throws -> [Int: BulkResult] {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(Int64(BulkOrder.lease / 3)))
            try database.stay(key, by: worker, until: now() + BulkOrder.lease)
        }
        return [:]
    }

    /// Does items one after another.
    private func work(_ places: [Int], of order: BulkOrder, _ key: Digest) async throws -> [Int: BulkResult] {
        var results: [Int: BulkResult] = [:]
        for place in places {
            let result = try await result(of: order.items[place], BulkOrder.tag(key, place))
            if result.isFinal { try database.keep(result, key, place) }
            results[place] = result
        }
        return results
    }

    private func result(of item: BulkOrder.Item, _ tag: Digest) async throws -> BulkResult {
        do {
            switch item.act {
            case .use(var order):
                order.tag = tag
                return BulkResult(item.reference, try await use(order))
            case .request(var order):
                order.tag = tag
                let (session, link) = try await open(order)
                return BulkResult(item.reference, session, link)
            }
        } catch let refusal as RelyingRefusal {
            return BulkResult(item.reference, refusal, isFinal: !refusal.mayPass)
        } catch let silence as LedgerSilent {
            return BulkResult(item.reference, RelyingRefusal(silence), isFinal: false)
        }
    }
}

extension BulkOrder {
    /// Items in rows: those of one grant follow each other, so that each takes the next use; all others stand alone.
    fileprivate func lines(of places: [Int]) -> [[Int]] {
        var rows: [GrantID: Int] = [:]
        var lines: [[Int]] = []
        for place in places {
            guard case .use(let order) = items[place].act else {
                lines.append([place])
                continue
            }
            if let row = rows[order.grant] {
                lines[row].append(place)
            } else {
                rows[order.grant] = lines.count
                lines.append([place])
            }
        }
        return lines
    }

    /// The results in the order of the items.
    fileprivate func results(_ known: [Int: BulkResult]) -> [BulkResult] { items.indices.compactMap { known[$0] } }
}

extension BulkResult {
    init(_ reference: String, _ refusal: RelyingRefusal, isFinal: Bool) {
        self.init(reference: reference, status: refusal.status, content: refusal.json, isFinal: isFinal)
    }

    /// What a use came to, without what it brought: that is asked for by its number.
    init(_ reference: String, _ use: StoredUse) {
        if let note = use.note {
            let refusal = RelyingRefusal(note.code, Words(detail: note.detail, next: note.next))
            self.init(reference, refusal, isFinal: true)
            return
        }
        self.init(reference: reference, status: 200, content: use.line, isFinal: true)
    }

    init(_ reference: String, _ session: Session, _ link: RequestLink) {
        self.init(
            reference: reference, status: 200,
            content: [
                "session": .string("\(session.id)"), "link": .string(link.link), "address": .string(link.plain),
                "ends": .integer(Int64(clamping: session.ends)),
            ], isFinal: true)
    }
}

extension RelyingRefusal {
    static func keyOfAnother(_ key: String) -> RelyingRefusal {
        RelyingRefusal(
            "idempotency-key-of-another", zh: "幂等键“\(key.prefix(100))”已用于另一份请求。",
            en: "The idempotency key \"\(key.prefix(100))\" was used for another order.", nextZh: "新的请求请换一个键。",
            nextEn: "Take another key for another order.")
    }

    static func orderGoesOn(_ key: String) -> RelyingRefusal {
        RelyingRefusal(
            "bulk-goes-on", zh: "幂等键“\(key.prefix(100))”的请求正在处理。",
            en: "The order of the idempotency key \"\(key.prefix(100))\" is being worked on.",
            nextZh: "请半分钟后以同样的键和内容再发。", nextEn: "Send the same again in half a minute.")
    }
}
