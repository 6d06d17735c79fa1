internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Signing
internal import Storage

/// Fetching deposits from peers, and giving them.
extension DepositRelay {
    /// Nothing heard of a deposit for so long: another peer is asked, in ms.
    private static let patience: UInt64 = 5_000
    /// How often what blocks name is looked for again, in ms.
    private static let retry: UInt64 = 2_000
    private static let maxIncoming = 4
    /// Missing deposits that are looked at in one retry.
    private static let maxLookups = 1_024
    private static let pauseForNews: UInt64 = 2_000
    private static let pauseForForm: UInt64 = 600_000

    /// Asks all peers for a deposit, one after another.
    func want(_ manifest: Digest, isAwaited: Bool, _ now: UInt64) {
        guard refused[manifest].map({ $0 <= now }) ?? true else { return }
        for peer in partners { wants.add(manifest, from: peer, isAwaited: isAwaited) }
        pump(now)
    }

    /// A peer holds a deposit. What is held here, too, is acknowledged.
    func offered(_ manifest: Digest, _ isAwaited: Bool, _ bytes: [UInt8]?, by peer: Int, _ now: UInt64) -> [Work] {
        if (try? database.holds(manifest, now: now / 1_000)) == true { return [.answer(manifest, to: peer)] }
        if let until = refused[manifest], until > now, !isAwaited { return [] }
        if let bytes { return [.store(manifest, bytes, from: peer)] }
        wants.add(manifest, from: peer, isAwaited: isAwaited)
        pump(now)
        return []
    }

    /// Asks each idle peer for the next deposit that it may have.
    func pump(_ now: UInt64) {
        for peer in partners where incoming[peer] == nil && incoming.count < DepositRelay.maxIncoming {
            guard let manifest = wants.next(from: peer, withLate: true) else { continue }
            incoming[peer] = Incoming(manifest: manifest, heard: now)
            if !links.send(.wanted(manifest, offset: 0), to: peer) {
                incoming[peer] = nil
                wants.giveUp(manifest, from: peer)
            }
        }
    }

    /// Bytes of a deposit: the last ones make it whole.
    func arrived(
        _ manifest: Digest, _ total: Int, _ offset: Int, _ bytes: [UInt8], from peer: Int, _ now: UInt64
    ) -> Work? {
        guard var open = incoming[peer], open.manifest == manifest, open.total ?? total == total,
            offset == open.bytes.count, offset + bytes.count <= total, !bytes.isEmpty
        else { return nil }
        open.total = total
        open.heard = now
        open.bytes += bytes
        if open.bytes.count == total {
            incoming[peer] = nil
            return .store(manifest, open.bytes, from: peer)
        }
        if open.bytes.count % DepositWord.windowByteCount == 0 {
            links.send(.wanted(manifest, offset: open.bytes.count), to: peer)
        }
        incoming[peer] = open
        return nil
    }

    /// Sends the next window of a deposit.
    func serve(_ manifest: Digest, _ offset: Int, to peer: Int) {
        if outgoing[peer]?.manifest != manifest || offset == 0 {
            outgoing[peer] = (try? travelling(manifest)).flatMap { $0 }.map { (manifest, $0) }
        }
        guard let bytes = outgoing[peer]?.bytes, offset < bytes.count else {
            links.send(.absent(manifest), to: peer)
            return
        }
        let end = min(offset + DepositWord.windowByteCount, bytes.count)
        for start in stride(from: offset, to: end, by: DepositWord.maxPartByteCount) {
            let part = Array(bytes[start..<min(start + DepositWord.maxPartByteCount, end)])
            guard links.send(.part(manifest, total: bytes.count, offset: start, part), to: peer) else { return }
        }
        if end == bytes.count { outgoing[peer] = nil }
    }

    private func travelling(_ manifest: Digest) throws -> [UInt8]? {
        if let bytes = cache[manifest] { return bytes }
        guard let deposit = try database.deposit(manifest), let leave = try database.leave(manifest) else { return nil }
        return HandedDeposit(leave: leave, deposit: deposit.encoded).encoded
    }

    /// Writes what has come, and answers.
    func finish(_ work: Work) async {
        switch work {
        case .store(let manifest, let bytes, let peer): await store(manifest, bytes, from: peer)
        case .answer(let manifest, let peer):
            do { answer(try await intake.standing(of: manifest), manifest, to: peer) } catch {
                logger.warning("a deposit that is held cannot be acknowledged: \(error)")
            }
        case .keep(let manifest, let words):
            let changes = words.map { DepositChange.acknowledge(manifest, at: $0.position, word: $0.word) }
            do { _ = try await intake.keeper.apply(changes, isPassedOn: true) } catch {
                logger.warning("acknowledgements of a deposit could not be written: \(error)")
            }
        }
    }

    private func answer(_ standing: DepositIntake.Standing?, _ manifest: Digest, to peer: Int) {
        switch standing {
        case .acknowledged(_, let word): links.send(.acknowledged(of: manifest, [word]), to: peer)
        case .refused(let refusal): links.send(.refused(manifest, refusal.code, refusal.words.detail), to: peer)
        case .apart, nil: break
        }
    }

    private func store(_ manifest: Digest, _ bytes: [UInt8], from peer: Int) async {
        let isNamed = missing[manifest] != nil
        do {
            let standing = try await read(manifest, bytes, isNamed: isNamed)
            wants.remove(manifest)
            missing[manifest] = nil
            answer(standing, manifest, to: peer)
        } catch let error as DepositError {
            refuse(manifest, error, by: peer)
        } catch {
            logger.warning("a deposit that \(links.member(peer)) passed on could not be written: \(error)")
            wants.giveUp(manifest, from: peer)
        }
        pump(WallClock.now)
    }

    /// Reads, checks and keeps a deposit that another node has passed on; not on the actor, for it takes a while.
    private nonisolated func read(
        _ manifest: Digest, _ bytes: [UInt8], isNamed: Bool
    ) async throws -> DepositIntake.Standing {
        let (handed, deposit) = try HandedDeposit.read(bytes)
        guard deposit.manifest.digest == manifest else {
            throw DepositError.refused(.otherManifest(found: deposit.manifest.digest, expected: manifest))
        }
        return try await intake.keep(handed, deposit, from: isNamed ? .named : .peer)
    }

    private func refuse(_ manifest: Digest, _ error: DepositError, by peer: Int) {
        wants.giveUp(manifest, from: peer)
        if refused.count >= DepositRelay.maxRefused { refused = [:] }
        let pause = error.isPassing ? DepositRelay.pauseForNews : DepositRelay.pauseForForm
        // A peer that sent another deposit, or rubbish, says nothing about this one.
        let isAbout =
            if case .unreadable = error { false } else if case .refused(.otherManifest) = error { false } else { true }
        if isAbout { refused[manifest] = WallClock.now + pause }
        links.send(.refused(manifest, error.code, error.detail), to: peer)
        logger.warning("a deposit that \(links.member(peer)) passed on is not kept: \(error.code)")
    }

    /// What blocks name is looked for again, as long as its grant stands.
    func lookForMissing(_ now: UInt64) {
        lastRetry = now
        let view = intake.board.snapshot.view
        // Whatever order: what is found goes, and the others have their turn.
        for (manifest, grant) in missing.shuffled().prefix(DepositRelay.maxLookups) {
            guard let known = view.grant(grant), known.isAlive(at: now),
                (try? database.holds(manifest, now: now / 1_000)) != true
            else {
                missing[manifest] = nil
                continue
            }
            want(manifest, isAwaited: false, now)
        }
        for manifest in (try? database.lacking(limit: 64)) ?? [] { want(manifest, isAwaited: false, now) }
    }

    /// Looks at the clock: what did not come is asked of another.
    func tick(_ now: UInt64) {
        checks = [:]
        for (peer, open) in incoming where now > open.heard + DepositRelay.patience {
            incoming[peer] = nil
            wants.giveUp(open.manifest, from: peer)
        }
        if now >= lastRetry + DepositRelay.retry { lookForMissing(now) }
        pump(now)
    }
}

extension Grant {
    /// True while uses may come for which its deposit is needed.
    func isAlive(at now: UInt64) -> Bool { withdrawn == nil && refused == nil && expiry * 1_000 > now }
}

extension HandedDeposit {
    /// Reads what a client or another node sends.
    static func read(_ bytes: [UInt8]) throws(DepositError) -> (HandedDeposit, Deposit) {
        let handed: HandedDeposit
        do throws(CBORError) { handed = try HandedDeposit(decoding: bytes) } catch { throw .unreadable("\(error)") }
        do throws(DepositRefusal) { return (handed, try Deposit(decoding: handed.deposit)) } catch {
            throw .refused(error)
        }
    }
}
