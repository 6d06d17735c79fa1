internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import ServiceLifecycle
internal import Signing
internal import Storage

/// Passes deals of sealed disclosures from node to node, gathers their acknowledgements, and when their time is over
/// their shares, until they stand open on the ledger.
///
/// It works beside the core: what is lost on the way is asked for, or told, again.
actor SealedRelay {
    let intake: SealedIntake
    /// Nil in a network of one.
    let links: Links?
    let logger: Logger
    private var linked: Set<Int> = []
    /// All linked nodes, in order.
    var everybody: [Int] { linked.sorted() }
    /// Deals of this node's clients, while they wait.
    private var pending: [Digest: [DepositGathering]] = [:]
    /// Signatures of peers' words that may be checked before the next look at the clock, by peer.
    private var checks: [Int: Int] = [:]
    var openings = SealedOpenings()
    private var claims = SealedClaims()
    private var lastDropped: UInt64 = 0

    private static let pause = Duration.milliseconds(500)
    private static let dropping: UInt64 = 10_000
    private static let maxChecks = 1_024
    /// Sealed disclosures, and deals, that are worked on in one look at the clock.
    private static let maxAtOnce = 64
    /// So long a deal that is over is kept for whoever asks, in seconds.
    private static let keeping: UInt64 = 400 * 86_400

    init(_ intake: SealedIntake, _ links: Links?, _ logger: Logger) {
        self.intake = intake
        self.links = links
        self.logger = logger
    }

    var database: DepositDatabase { intake.database }
    /// The linked nodes that decide.
    private var partners: [Int] { linked.intersection(links?.deciding ?? []).sorted() }

    /// Goes on until the mail closes, or it is cancelled or the process shuts down.
    func run(_ mail: SealedMail, _ submit: @escaping @Sendable (Submission) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await news in mail.events {
                    mail.release(news)
                    await self.take(news)
                }
            }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while (try? await Task.sleep(for: SealedRelay.pause)) != nil {
                        for submission in await self.tick(WallClock.now) { await submit(submission) }
                    }
                }
                mail.close()
            }
            await group.waitForAll()
        }
    }

    private func take(_ news: SealedNews) async {
        switch news {
        case .connected(let peer):
            linked.insert(peer)
            openings.hurryAll()
            claims.hurryAll()
        case .disconnected(let peer):
            linked.remove(peer)
            checks[peer] = nil
        case .lacking(let digest):
            for peer in partners { links?.send(sealed: .wanted(digest), to: peer) }
        case .message(let kind, let bytes, let peer):
            guard let links else { return }
            do throws(CBORError) { await take(try SealedWord(kind, payload: bytes), from: peer, links) } catch {
                logger.warning("\(links.member(peer)) sent what is no word of disclosures (\(kind)): \(error)")
            }
        }
    }

    private func take(_ word: SealedWord, from peer: Int, _ links: Links) async {
        if case .shares(let words) = word {
            for bytes in words where mayCheck(peer) { learn(bytes) }
            return
        }
        guard links.deciding.contains(peer) else { return }
        switch word {
        case .deal(let bytes): await keep(bytes, from: peer, links)
        case .wanted(let digest): serve(digest, to: peer, links)
        case .acknowledged(let digest, let words): await take(words, of: digest, from: peer)
        case .refused(let digest, let code, let detail):
            let refusal = DepositRefusalBody(member: links.member(peer).text, code: code, detail: detail)
            for gathering in pending[digest] ?? [] { gathering.take(refusal) }
        case .shares: break
        }
    }

    private func mayCheck(_ peer: Int) -> Bool {
        checks[peer, default: 0] += 1
        return checks[peer, default: 0] <= SealedRelay.maxChecks
    }

    /// A look at the clock; gives the openings that are due.
    private func tick(_ now: UInt64) async -> [Submission] {
        checks = [:]
        let snapshot = intake.board.snapshot
        let agenda = intake.agenda
        agenda.follow(snapshot)
        claims.follow(agenda)
        await claim(claims.next(at: now, limit: SealedRelay.maxAtOnce), now)
        if now >= lastDropped + SealedRelay.dropping {
            lastDropped = now
            await drop(Array(agenda.deals.all), now)
        }
        openings.keep(agenda.due) { agenda[$0] != nil }
        var submissions: [Submission] = []
        for statement in openings.next(at: now, limit: SealedRelay.maxAtOnce) {
            guard let entry = agenda[statement] else { continue }
            addOwn(statement, entry, snapshot)
            openings.note(statement, at: now)
            tell(statement)
            if let submission = open(statement, entry, in: snapshot, now) { submissions.append(submission) }
        }
        return submissions
    }
}

/// Deals on their way.
extension SealedRelay {
    /// Takes a deal from a client; the gathering is told what the validators say, until `forget`.
    func take(_ handed: HandedDeposit, reserve: Int) async throws -> DepositGathering {
        let (deal, digest, set) = try intake.read(handed, fromClient: true)
        let free = try database.freeBytes()
        guard free >= UInt64(reserve) else {
            throw DepositError.diskFull(free: Int(clamping: free), reserve: reserve)
        }
        let gathering = DepositGathering(.deal(deal, digest), to: set)
        let standing = try await intake.keep(deal, digest, leave: handed.leave)
        claims.hurry(digest)
        switch standing {
        case .acknowledged(let position, let word): gathering.take(word, at: position)
        case .refused(let refusal):
            gathering.take(
                DepositRefusalBody(
                    member: intake.signer.member.text, code: refusal.code, detail: refusal.words.detail))
        case .apart: break
        }
        for (position, word) in try database.acknowledgements(deal: digest).sorted(by: { $0.key < $1.key }) {
            gathering.take(word, at: position)
        }
        pending[digest, default: []].append(gathering)
        for peer in partners { links?.send(sealed: .deal(handed.encoded), to: peer) }
        return gathering
    }

    /// The client has its answer; the others are told what came together.
    func forget(_ gathering: DepositGathering) {
        guard case .deal(_, let digest) = gathering.subject else { return }
        pending[digest]?.removeAll { $0 === gathering }
        if pending[digest]?.isEmpty == true { pending[digest] = nil }
        let words = gathering.words
        for peer in partners where words.count > 1 { links?.send(sealed: .acknowledged(digest, words), to: peer) }
    }

    private func keep(_ bytes: [UInt8], from peer: Int, _ links: Links) async {
        var digest = Digest.zero
        do {
            let handed: HandedDeposit
            do throws(CBORError) { handed = try HandedDeposit(decoding: bytes) } catch {
                throw DepositError.unreadable("\(error)")
            }
            let (deal, found, _) = try intake.read(handed, fromClient: false)
            digest = found
            let standing = try await intake.keep(deal, digest, leave: handed.leave)
            claims.hurry(digest)
            switch standing {
            case .acknowledged: links.send(sealed: .acknowledged(digest, words(of: digest)), to: peer)
            case .refused(let refusal):
                links.send(sealed: .refused(digest, code: refusal.code, refusal.words.detail), to: peer)
            case .apart: break
            }
        } catch let error as DepositError {
            if digest != .zero { links.send(sealed: .refused(digest, code: error.code, error.detail), to: peer) }
            logger.warning("a sealed disclosure that \(links.member(peer)) passed on is not kept: \(error.code)")
        } catch {
            logger.warning("a sealed disclosure that \(links.member(peer)) passed on could not be written: \(error)")
        }
    }

    private func serve(_ digest: Digest, to peer: Int, _ links: Links) {
        guard let (deal, leave) = (try? database.deal(digest)).flatMap({ $0 }) else { return }
        links.send(sealed: .deal(HandedDeposit(leave: leave, deposit: deal.encoded).encoded), to: peer)
        let known = words(of: digest)
        if !known.isEmpty { links.send(sealed: .acknowledged(digest, known), to: peer) }
    }

    private func words(of digest: Digest) -> [[UInt8]] {
        ((try? database.acknowledgements(deal: digest)) ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    private func take(_ words: [[UInt8]], of digest: Digest, from peer: Int) async {
        guard let (deal, _) = (try? database.deal(digest)).flatMap({ $0 }), let set = intake.set(deal.terms.set) else {
            return
        }
        let known = Set(self.words(of: digest))
        var good: [(position: Position, word: [UInt8])] = []
        for bytes in words where !known.contains(bytes) && mayCheck(peer) {
            guard let word = DepositAcknowledgement(verifying: bytes, of: deal, digest, from: set) else { continue }
            good.append((word.position, bytes))
        }
        guard !good.isEmpty else { return }
        for gathering in pending[digest] ?? [] {
            for (position, word) in good { gathering.take(word, at: position) }
        }
        let found = good
        do { try await intake.keeper.upkeep { try $0.acknowledge(deal: digest, found) } } catch {
            logger.warning("acknowledgements of a sealed disclosure could not be written: \(error)")
        }
    }

    /// What blocks name is kept; what of it is not here, the others are asked for. A share that is lost, or was not
    /// opened when the deal came, is opened from what is sealed, while its week's key is there.
    private func claim(_ deals: [Digest], _ now: UInt64) async {
        guard !deals.isEmpty else { return }
        for digest in deals { claims.note(digest, at: now) }
        do {
            let missing = Set(try await intake.keeper.upkeep { try $0.claim(deals: deals) })
            for digest in deals {
                if missing.contains(digest) {
                    for peer in partners { links?.send(sealed: .wanted(digest), to: peer) }
                } else {
                    if let (deal, _) = try database.deal(digest) { _ = try await intake.standing(of: deal, digest) }
                    claims.settle(digest)
                }
            }
        } catch { logger.warning("sealed disclosures could not be written: \(error)") }
    }

    private func drop(_ named: [Digest], _ now: UInt64) async {
        let (second, patience) = (now / 1_000, intake.limits.unclaimedSeconds)
        do {
            try await intake.keeper.upkeep {
                try $0.dropDeals(
                    unclaimedSince: second - min(second, patience),
                    overBefore: second - min(second, SealedRelay.keeping), except: named)
            }
        } catch { logger.warning("sealed disclosures that are over could not be dropped: \(error)") }
    }
}
