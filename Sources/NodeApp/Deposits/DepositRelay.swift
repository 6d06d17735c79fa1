internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Signing
internal import Storage

/// Passes deposits from node to node, gathers their acknowledgements, and fetches what blocks and statements name.
///
/// It works beside the core: what is lost on the way is asked for again.
actor DepositRelay {
    /// A deposit on its way from a peer.
    struct Incoming {
        let manifest: Digest
        var bytes: [UInt8] = []
        var total: Int?
        /// When something came last, in ms.
        var heard: UInt64
    }

    let links: Links
    let intake: DepositIntake
    let logger: Logger
    var linked: Set<Int> = []
    /// Deposits of this node's clients, while they wait.
    var pending: [Digest: [DepositGathering]] = [:]
    var incoming: [Int: Incoming] = [:]
    var outgoing: [Int: (manifest: Digest, bytes: [UInt8])] = [:]
    var wants = Wants<Digest>()
    var cache = TravellingCache<Digest>()
    /// Deposits that blocks name and that are not here, with their grants.
    var missing: [Digest: GrantID] = [:]
    /// Deposits that were refused here, until when (ms) they are not asked for again.
    var refused: [Digest: UInt64] = [:]
    /// Signatures of peers' words that may be checked before the next tick, by peer.
    var checks: [Int: Int] = [:]
    var lastRetry: UInt64 = 0

    static let maxRefused = 16_384
    /// Deposits of blocks that are looked for at once; those beyond are found again in the state.
    private static let maxMissing = 65_536

    init(_ links: Links, _ intake: DepositIntake, _ logger: Logger) {
        self.links = links
        self.intake = intake
        self.logger = logger
    }

    var database: DepositDatabase { intake.database }
    /// The linked nodes that keep deposits of this ledger.
    var partners: [Int] { linked.intersection(links.deciding).sorted() }

    /// What has come and must be written.
    enum Work: Sendable {
        case store(Digest, [UInt8], from: Int)
        case answer(Digest, to: Int)
        case keep(Digest, [(position: Position, word: [UInt8])])
    }

    /// Works on what comes until the mail closes: a few writes at once, everything else in order.
    func run(_ mail: DepositMail) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await news in mail.events {
                mail.release(news)
                for work in take(news) {
                    if running == DepositRelay.width {
                        await group.next()
                        running -= 1
                    }
                    group.addTask { await self.finish(work) }
                    running += 1
                }
            }
        }
    }

    private static let width = 4

    private func take(_ news: DepositNews) -> [Work] {
        let now = WallClock.now
        switch news {
        case .connected(let peer):
            linked.insert(peer)
            guard links.deciding.contains(peer) else { return [] }
            for manifest in pending.keys { links.send(.offer(manifest, isAwaited: true, nil), to: peer) }
            lookForMissing(now)
        case .disconnected(let peer): leave(peer)
        case .lacking(let manifest): want(manifest, isAwaited: true, now)
        case .unacknowledged(let manifest):
            for peer in partners { links.send(.acknowledgementsWanted(manifest), to: peer) }
        case .message(let kind, let bytes, let peer):
            guard links.deciding.contains(peer) else { return [] }
            do throws(CBORError) { return take(try DepositWord(kind, payload: bytes), from: peer, now) } catch {
                logger.warning("\(links.member(peer)) sent what is no word of deposits (\(kind)): \(error)")
            }
        }
        return []
    }

    private func take(_ word: DepositWord, from peer: Int, _ now: UInt64) -> [Work] {
        switch word {
        case .offer(let manifest, let isAwaited, let bytes): return offered(manifest, isAwaited, bytes, by: peer, now)
        case .wanted(let manifest, let offset): serve(manifest, offset, to: peer)
        case .part(let manifest, let total, let offset, let bytes):
            return arrived(manifest, total, offset, bytes, from: peer, now).map { [$0] } ?? []
        case .absent(let manifest):
            if incoming[peer]?.manifest == manifest { incoming[peer] = nil }
            wants.giveUp(manifest, from: peer)
            pump(now)
        case .acknowledged(let manifest, let words):
            let good = check(words, of: manifest, from: peer)
            return good.isEmpty ? [] : [.keep(manifest, good)]
        case .refused(let manifest, let code, let detail):
            let refusal = DepositRefusalBody(member: links.member(peer).text, code: code, detail: detail)
            for gathering in pending[manifest] ?? [] { gathering.take(refusal) }
        case .acknowledgementsWanted(let manifest): tell(manifest, to: peer)
        }
        return []
    }

    private func leave(_ peer: Int) {
        linked.remove(peer)
        outgoing[peer] = nil
        checks[peer] = nil
        if let open = incoming.removeValue(forKey: peer) { wants.giveUp(open.manifest, from: peer) }
        wants.giveUp(peer: peer)
        pump(WallClock.now)
    }

    /// Notes a deposit that a block names and that is not here.
    func note(missing manifest: Digest, of grant: GrantID) {
        guard missing.count < DepositRelay.maxMissing || missing[manifest] != nil else { return }
        missing[manifest] = grant
        want(manifest, isAwaited: false, WallClock.now)
    }
}

/// What clients hand in, and who has acknowledged it.
extension DepositRelay {
    /// Checks of signatures for one peer between two ticks.
    private static let maxChecks = 4_096

    /// Offers a deposit to all peers; the gathering is told what they say, until `forget`. Its bytes are given where
    /// they were judged with their leave just now; without them, who lacks it asks, and gets the leave kept here.
    func offer(_ bytes: [UInt8]?, _ gathering: DepositGathering, _ digest: Digest) {
        pending[digest, default: []].append(gathering)
        if let bytes { cache.insert(digest, bytes) }
        let short = bytes.flatMap { $0.count <= DepositWord.maxPartByteCount ? $0 : nil }
        for peer in partners { links.send(.offer(digest, isAwaited: true, short), to: peer) }
    }

    /// Nobody waits any more: each peer is told the words of the others, so that it may propose the grant.
    func forget(_ gathering: DepositGathering, _ digest: Digest) {
        pending[digest]?.removeAll { $0 === gathering }
        if pending[digest]?.isEmpty == true { pending[digest] = nil }
        let words = gathering.words
        guard words.count > 1 else { return }
        for peer in partners { links.send(.acknowledged(of: digest, words), to: peer) }
    }

    /// The words of a peer's message that are good and new here; those who wait are told.
    private func check(
        _ words: [[UInt8]], of digest: Digest, from peer: Int
    ) -> [(position: Position, word: [UInt8])] {
        let waiting = pending[digest] ?? []
        guard let manifest = waiting.first?.manifest ?? (try? database.manifest(digest)).flatMap({ $0 }),
            let set = waiting.first?.set ?? intake.set(of: manifest)
        else { return [] }
        let known = (try? database.acknowledgements(digest)) ?? [:]
        var good: [(position: Position, word: [UInt8])] = []
        for bytes in words where !known.values.contains(bytes) && checks[peer, default: 0] < DepositRelay.maxChecks {
            checks[peer, default: 0] += 1
            guard let word = DepositAcknowledgement(verifying: bytes, of: manifest, digest, from: set) else { continue }
            good.append((word.position, bytes))
        }
        for gathering in waiting {
            for (position, word) in good { gathering.take(word, at: position) }
            for (position, word) in known where words.contains(word) { gathering.take(word, at: position) }
        }
        return good
    }

    /// Tells a peer whose words are known here.
    private func tell(_ manifest: Digest, to peer: Int) {
        let words = (try? database.acknowledgements(manifest)) ?? [:]
        guard !words.isEmpty else {
            links.send(.absent(manifest), to: peer)
            return
        }
        links.send(.acknowledged(of: manifest, words.sorted { $0.key < $1.key }.map(\.value)), to: peer)
    }
}
