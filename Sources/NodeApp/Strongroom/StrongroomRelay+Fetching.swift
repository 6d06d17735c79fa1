internal import Ledger
internal import Logging
internal import Rulebook
internal import Signing
internal import Storage

/// Fetching puts from peers, and giving them.
extension StrongroomRelay {
    /// Nothing heard of a put for so long: another peer is asked.
    private static let patience: UInt64 = 5_000
    /// How long a put is not asked for again: its member may be known soon, room may come, its form stays.
    private enum Pause: UInt64 {
        case forMember = 5_000
        case forRoom = 60_000
        case forForm = 600_000
    }
    private static let maxIncoming = 4

    /// A peer holds a put. What is held here, too, is acknowledged.
    func offered(_ id: StatementID, _ isAwaited: Bool, _ bytes: [UInt8]?, by peer: Int, _ now: UInt64) -> [Work] {
        if let refused = refused[id], refused > now, !isAwaited { return [] }
        if let state = try? database.state(of: id), state.lacking == 0 {
            acknowledge(id, to: peer)
            return []
        }
        if let bytes { return [.store(id, bytes, from: peer)] }
        wants.add(id, from: peer, isAwaited: isAwaited)
        pump(now)
        return []
    }

    private func acknowledge(_ id: StatementID, to peer: Int) {
        guard let bytes = (try? database.statement(of: id)).flatMap({ $0 }),
            let statement = try? Statement(decoding: bytes),
            let terms = try? StrongroomTerms(decoding: statement.payload)
        else { return }
        links.send(.acknowledged(signer.sign(StrongroomAcknowledgement(of: id, terms: terms))), to: peer)
    }

    /// Asks each idle peer for the next put that it has.
    func pump(_ now: UInt64) {
        for peer in partners where incoming[peer] == nil && incoming.count < StrongroomRelay.maxIncoming {
            guard let id = wants.next(from: peer, withLate: lateBytes > 0) else { continue }
            incoming[peer] = Incoming(id: id, isAwaited: false, heard: now)
            if !links.send(.wanted(id, offset: 0), to: peer) {
                incoming[peer] = nil
                wants.giveUp(id, from: peer)
            }
        }
    }

    /// Bytes of a put: the last ones make it whole.
    func arrived(
        _ id: StatementID, _ total: Int, _ offset: Int, _ bytes: [UInt8], from peer: Int, _ now: UInt64
    ) -> Work? {
        guard var open = incoming[peer], open.id == id, open.total ?? total == total, offset == open.bytes.count,
            offset + bytes.count <= total, !bytes.isEmpty
        else { return nil }
        open.total = total
        open.heard = now
        open.bytes += bytes
        lateBytes -= bytes.count
        if open.bytes.count == total {
            incoming[peer] = nil
            return .store(id, open.bytes, from: peer)
        }
        if open.bytes.count % StrongroomWord.windowByteCount == 0 {
            links.send(.wanted(id, offset: open.bytes.count), to: peer)
        }
        incoming[peer] = open
        return nil
    }

    /// Sends the next window of a put.
    func serve(_ id: StatementID, _ offset: Int, to peer: Int) {
        if outgoing[peer]?.id != id || offset == 0 {
            outgoing[peer] = (try? travelling(id)).flatMap { $0 }.map { (id, $0) }
        }
        guard let bytes = outgoing[peer]?.bytes, offset < bytes.count else {
            links.send(.absent(id), to: peer)
            return
        }
        let end = min(offset + StrongroomWord.windowByteCount, bytes.count)
        for start in stride(from: offset, to: end, by: StrongroomWord.maxPartByteCount) {
            let part = Array(bytes[start..<min(start + StrongroomWord.maxPartByteCount, end)])
            guard links.send(.part(id, total: bytes.count, offset: start, part), to: peer) else { return }
        }
        if end == bytes.count { outgoing[peer] = nil }
    }

    private func travelling(_ id: StatementID) throws -> [UInt8]? {
        if let bytes = cache[id] { return bytes }
        return try database.put(id).map { TravellingPut.encoded($0) }
    }

    /// Writes what has come.
    func finish(_ work: Work) async {
        switch work {
        case .store(let id, let bytes, let peer): await store(id, bytes, from: peer)
        case .erase(let erasures):
            await change(erasures.map { .erase(tag: $0.tag.digest, secret: $0.secret) })
        case .eraseAt(let id, let erasures):
            await change(erasures.map { .eraseAt(id, position: $0.position, secret: $0.secret) })
        case .delete(let bytes):
            guard let deletion = try? StrongroomDeletion(decoding: bytes), let owner = depositor(deletion.statement)
            else { return }
            await change([.delete(deletion, by: owner)])
        }
    }

    private func change(_ changes: [StrongroomChange]) async {
        guard !changes.isEmpty else { return }
        do { _ = try await keeper.apply(changes, isPassedOn: true) } catch {
            logger.warning("an erasure that another node passed on could not be written: \(error)")
        }
    }

    private nonisolated func depositor(_ statement: Statement) -> StrongroomDepositor? {
        try? StrongroomDepositor(passedOn: statement, in: board.snapshot.view, now: WallClock.now)
    }

    private func store(_ id: StatementID, _ bytes: [UInt8], from peer: Int) async {
        var wasLate = false
        do {
            let (put, changes) = try await read(id, bytes)
            let outcomes = try await keeper.apply(changes, isPassedOn: true)
            switch outcomes.first {
            case .kept, .held: wasLate = try settled(put, from: peer)
            case .overEntries, .overBytes, .full:
                refuse(id, "its member or this node has no room left", by: peer, .forRoom)
            case .tagTaken, .erased, .wrongEraser, nil: wants.remove(id)
            }
        } catch let refusal as StrongroomRefusal {
            if case .signer = refusal {
                refuse(id, refusal.code, by: peer, .forMember)
            } else {
                refuse(id, refusal.code, by: peer, .forForm)
            }
        } catch {
            refuse(id, "\(error)", by: peer, .forRoom)
        }
        // The last of what was missing has come: what still differs is found at once.
        if wasLate, wants.isEmpty, linked.contains(peer) { compare(with: peer, WallClock.now) }
        pump(WallClock.now)
    }

    /// A put is written: acknowledged when it is whole, else another peer is asked for the rest. True when it is whole
    /// and no client waited for it.
    private func settled(_ put: StrongroomPut, from peer: Int) throws -> Bool {
        guard try database.state(of: put.id)?.lacking == 0 else {
            wants.giveUp(put.id, from: peer)
            return false
        }
        links.send(.acknowledged(signer.acknowledge(put)), to: peer)
        return wants.remove(put.id)
    }

    /// Reads and checks a put that another node has passed on; not on the actor, for it takes a while.
    private nonisolated func read(
        _ id: StatementID, _ bytes: [UInt8]
    ) async throws -> (StrongroomPut, [StrongroomChange]) {
        let travelling = try TravellingPut(decoding: bytes)
        let put = travelling.put
        let now = WallClock.now
        guard put.id == id else { throw StrongroomRefusal.cutOff }
        guard put.terms.expiry > now / 1_000 else { throw StrongroomRefusal.expiryPast(put.terms.expiry) }
        let latest = now / 1_000 + limits.maxExpirySeconds
        guard put.terms.expiry <= latest else {
            throw StrongroomRefusal.expiryTooFar(put.terms.expiry, limit: latest)
        }
        let view = board.snapshot.view
        let owner = try StrongroomDepositor(passedOn: put.statement, in: view, now: now)
        var changes: [StrongroomChange] = [
            .keep(StoredPut(put, bodies: travelling.bodies, owner: owner.member), isNew: false)
        ]
        changes += travelling.secrets.map { .eraseAt(id, position: $0.position, secret: $0.secret) }
        for deletion in travelling.deletions {
            let deleter = try StrongroomDepositor(passedOn: deletion.statement, in: view, now: now)
            changes.append(.delete(deletion, by: deleter))
        }
        return (put, changes)
    }

    private func refuse(_ id: StatementID, _ reason: String, by peer: Int, _ pause: Pause) {
        wants.remove(id)
        if refused.count >= StrongroomRelay.maxRefused { refused = [:] }
        refused[id] = WallClock.now + pause.rawValue
        logger.warning("a put that \(links.member(peer)) passed on is not kept: \(reason)")
    }

    /// Bodies that are damaged or missing here are asked of all peers.
    func askForLacking() {
        guard let ids = try? database.lacking(limit: 64) else { return }
        for id in ids { for peer in partners { wants.add(id, from: peer, isAwaited: false) } }
        if !ids.isEmpty { pump(WallClock.now) }
    }

    /// Looks at the clock: what did not come is asked of another, and now and then all is compared.
    func tick(_ now: UInt64) {
        let passed = lastTick == 0 ? 0 : min(1_000, now &- lastTick)
        lastTick = now
        let gain = limits.catchUpBytesPerSecond * Int(passed) / 1_000
        lateBytes = min(limits.catchUpBytesPerSecond, lateBytes + gain)
        answers = [:]
        for (peer, open) in incoming where now > open.heard + StrongroomRelay.patience {
            incoming[peer] = nil
            wants.giveUp(open.id, from: peer)
        }
        for peer in partners where now >= (compared[peer] ?? 0) + UInt64(limits.compareSeconds) * 1_000 {
            compare(with: peer, now)
            askForLacking()
        }
        pump(now)
    }
}
