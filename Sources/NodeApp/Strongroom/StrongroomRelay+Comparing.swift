internal import Ledger
internal import Rulebook
internal import Signing
internal import Storage

/// Finding what one of two nodes lacks: first by the day of expiry, then by the first half-bytes of the ids.
extension StrongroomRelay {
    /// Answers to one peer's comparisons between two ticks.
    private static let maxAnswers = 64
    /// Ranges of one comparison that are looked into; what is equal by then lets the next come nearer.
    private static let maxDifferent = 32
    private static let matched = 16_384

    /// Sends what is held here, a number a day.
    func compare(with peer: Int, _ now: UInt64) {
        compared[peer] = now
        let days = database.totals.days.sorted { $0.key < $1.key }.prefix(StrongroomWord.maxRanges)
        let sums = days.compactMap { day, held in
            PutRange(day: day, depth: 0, prefix: 0).map {
                StrongroomWord.RangeSum(range: $0, puts: held.puts, sum: held.sum)
            }
        }
        links.send(.compare(isAll: true, sums), to: peer)
    }

    /// Answers a comparison: where it differs, by what is held here, or by a closer look.
    func answer(_ isAll: Bool, _ sums: [StrongroomWord.RangeSum], from peer: Int) {
        guard answers[peer, default: 0] < StrongroomRelay.maxAnswers else { return }
        var theirs = sums
        if isAll {
            let named = Set(sums.map(\.range.day))
            theirs += database.totals.days.keys.sorted().filter { !named.contains($0) }.compactMap { day in
                PutRange(day: day, depth: 0, prefix: 0).map {
                    StrongroomWord.RangeSum(range: $0, puts: 0, sum: .zero)
                }
            }
        }
        var different = 0
        for sum in theirs where different < StrongroomRelay.maxDifferent {
            guard let held = try? database.sum(of: sum.range) else { return }
            guard held.puts != sum.puts || held.sum != sum.sum else { continue }
            different += 1
            answers[peer, default: 0] += 1
            lookInto(sum.range, max(held.puts, sum.puts), with: peer)
        }
        if isAll, different == 0 { isEqual(to: peer) }
    }

    private func lookInto(_ range: PutRange, _ count: Int, with peer: Int) {
        if count <= StrongroomWord.maxHoldings || range.parts.isEmpty {
            guard let puts = try? database.puts(in: range, limit: StrongroomWord.maxHoldings) else { return }
            let states = puts.map { StrongroomWord.PutState(id: $0.id, fingerprint: $0.fingerprint) }
            links.send(.holdings(range, states), to: peer)
        } else {
            let sums = range.parts.compactMap { part in
                (try? database.sum(of: part)).map {
                    StrongroomWord.RangeSum(range: part, puts: $0.puts, sum: $0.sum)
                }
            }
            links.send(.compare(isAll: false, sums), to: peer)
        }
    }

    /// The peer holds the same.
    private func isEqual(to peer: Int) {
        for id in pending.keys {
            pending[id]?.holders.insert(peer)
            settle(id)
        }
    }

    /// Compares a peer's puts of a range with those held here: fetches, offers, and exchanges erasures.
    func match(_ range: PutRange, _ states: [StrongroomWord.PutState], from peer: Int, _ now: UInt64) {
        guard answers[peer, default: 0] < StrongroomRelay.maxAnswers,
            let puts = try? database.puts(in: range, limit: StrongroomRelay.matched)
        else { return }
        answers[peer, default: 0] += 1
        let held = Dictionary(puts.map { ($0.id, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
        for state in states {
            guard let fingerprint = held[state.id] else {
                if refused[state.id].map({ $0 <= now }) ?? true { wants.add(state.id, from: peer, isAwaited: false) }
                continue
            }
            guard fingerprint != state.fingerprint else { continue }
            sendErasures(of: state.id, to: peer)
            links.send(.erasuresWanted(state.id), to: peer)
        }
        let theirs = Set(states.map(\.id))
        for put in puts.lazy.filter({ !theirs.contains($0.id) }).prefix(StrongroomWord.maxHoldings) {
            links.send(.offer(put.id, isAwaited: false, nil), to: peer)
        }
        pump(now)
    }

    /// Sends what was erased from a put here, with the proofs.
    func sendErasures(of id: StatementID, to peer: Int) {
        guard let (erased, deletions) = (try? database.erasures(of: id)).flatMap({ $0 }) else { return }
        for deletion in deletions where deletion.count <= StrongroomWord.maxPartByteCount {
            links.send(.deleted(deletion), to: peer)
        }
        let secrets = erased.compactMap { position, proof -> (position: Int, secret: Digest)? in
            if case .secret(let secret) = proof { (position, secret) } else { nil }
        }
        for start in stride(from: 0, to: secrets.count, by: StrongroomWord.maxErasures) {
            let end = min(start + StrongroomWord.maxErasures, secrets.count)
            links.send(.erasures(id, Array(secrets[start..<end])), to: peer)
        }
    }
}
