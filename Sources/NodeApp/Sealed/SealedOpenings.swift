internal import Ledger
internal import Logging
internal import Releasing
internal import Rulebook
internal import Signing
internal import Storage

/// The shares of sealed disclosures whose time is over, until these stand open on the ledger.
struct SealedOpenings: Sendable {
    /// Deals that blocks name and that are held here.
    var claimed: Set<Digest> = []
    private var shares: [StatementID: [Position: (share: KeyShare, word: [UInt8])]] = [:]
    /// What does not open though a quorum has given its shares: told once.
    private var told: Set<StatementID> = []
    /// When an opening was sent, in ms.
    private var sent: [StatementID: UInt64] = [:]
    private var start = 0

    private static let patience: UInt64 = 5_000

    /// Forgets what is not due, or open by now.
    mutating func keep(_ due: [StatementID]) {
        let wanted = Set(due)
        shares = shares.filter { wanted.contains($0.key) }
        sent = sent.filter { wanted.contains($0.key) }
        told.formIntersection(wanted)
    }

    /// As many as are worked on at once: each has its turn.
    mutating func next(
        _ due: [(statement: StatementID, entry: SealedEntry)], limit: Int
    ) -> [(statement: StatementID, entry: SealedEntry)] {
        guard due.count > limit else { return due }
        start = start % due.count
        let turn = Array((due[start...] + due[..<start]).prefix(limit))
        start += limit
        return turn
    }

    func has(_ statement: StatementID, _ position: Position) -> Bool { shares[statement]?[position] != nil }

    mutating func add(_ statement: StatementID, _ share: KeyShare, _ word: [UInt8]) {
        shares[statement, default: [:]][share.position] = (share, word)
    }

    /// The signed words, in the order of the positions.
    func words(of statement: StatementID) -> [[UInt8]] {
        (shares[statement] ?? [:]).sorted { $0.key < $1.key }.map(\.value.word)
    }

    func shares(of statement: StatementID) -> [KeyShare] {
        (shares[statement] ?? [:]).sorted { $0.key < $1.key }.map(\.value.share)
    }

    /// True when an opening may be sent now; what was sent is given a while.
    mutating func maySend(_ statement: StatementID, at now: UInt64) -> Bool {
        if let last = sent[statement], now < last + SealedOpenings.patience { return false }
        sent[statement] = now
        return true
    }

    /// True the first time.
    mutating func mayTell(_ statement: StatementID) -> Bool { told.insert(statement).inserted }
}

/// Openings of what is due.
extension SealedRelay {
    /// The node's own share, when this node has cosigned that its time is over.
    func addOwn(_ statement: StatementID, _ entry: SealedEntry, _ snapshot: NodeSnapshot) {
        guard snapshot.isOver(entry.seal, for: intake.signer.member),
            let own = (try? database.sealedShare(entry.seal.deposit)).flatMap({ $0 }),
            !openings.has(statement, own.position)
        else { return }
        let share = DisclosureShare(own, of: statement.digest)
        let word = share.signed(
            by: intake.signer.key, of: intake.signer.member.text, in: intake.signer.origin, latest: entry.seal.latest)
        openings.add(statement, share.share, word)
        tell(statement)
    }

    /// Tells all peers the shares that are known: whoever has left the set gives its own, too.
    func tell(_ statement: StatementID) {
        guard let links else { return }
        let words = openings.words(of: statement)
        for peer in everybody where !words.isEmpty { links.send(sealed: .shares(words), to: peer) }
    }

    /// Takes a signed share in, when it is new, of a disclosure that is sealed here, and fits its deal.
    func learn(_ bytes: [UInt8]) {
        guard let statement = try? Statement(decoding: bytes),
            let said = try? DisclosureShare(decoding: statement.payload)
        else { return }
        let id = StatementID(said.statement)
        guard !openings.has(id, said.share.position), let entry = intake.board.snapshot.view.sealed(id),
            entry.seal.deposit == said.deposit,
            let (deal, _) = (try? database.deal(said.deposit)).flatMap({ $0 }), let set = intake.set(deal.terms.set),
            let share = DisclosureShare(verifying: bytes, of: said.statement, deal, said.deposit, from: set)
        else { return }
        guard deal.fitting([share.share]) == [share.share] else {
            logger.critical("the signed share of validator \(share.share.position) of \(id) is false")
            return
        }
        openings.add(id, share.share, bytes)
    }

    /// The act that opens it, when enough shares are here and it fits its mark. What does not fit stays overdue in its
    /// discloser's name; the shares are the evidence.
    func open(_ id: StatementID, _ entry: SealedEntry, in snapshot: NodeSnapshot, _ now: UInt64) -> Submission? {
        guard let (deal, _) = (try? database.deal(entry.seal.deposit)).flatMap({ $0 }) else { return nil }
        let content: SealedContent
        do throws(SealedRefusal) { content = try deal.open(openings.shares(of: id)) } catch {
            if case .tooFewShares = error { return nil }
            tellUnfit(id, entry, "\(error)")
            return nil
        }
        guard let mark = SealedTag(content.tag, salt: content.salt), mark.commitment == entry.seal.mark else {
            tellUnfit(id, entry, "its tag does not fit its mark")
            return nil
        }
        guard openings.maySend(id, at: now) else { return nil }
        // The same bytes at all nodes of about the same time.
        let lifetime = min(300, snapshot.view.network.parameters.statementLifetime)
        let step = max(1, lifetime / 2)
        let act = OpenDisclosure(statement: id, mark: mark)
        let name = ActName.openDisclosure
        let header = StatementHeader(
            contentType: name.contentType, issuer: nil, origin: snapshot.view.network.origin,
            notAfter: now / 1_000 / step * step + lifetime)
        return Submission(statement: Statement.signed(header, payload: act.encoded, by: act.key))
    }

    private func tellUnfit(_ id: StatementID, _ entry: SealedEntry, _ fact: String) {
        guard openings.mayTell(id) else { return }
        logger.critical("the sealed disclosure \(id) of \(entry.discloser) does not open: \(fact); it stays overdue")
    }
}
