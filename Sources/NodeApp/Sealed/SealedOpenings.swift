internal import Ledger
internal import Logging
internal import Releasing
internal import Rulebook
internal import Signing
internal import Storage

/// The shares of sealed disclosures whose time is over, until these stand open on the ledger.
struct SealedOpenings: Sendable {
    private var shares: [StatementID: [Position: (share: KeyShare, word: [UInt8])]] = [:]
    /// What never opens, though a quorum has given its shares: nothing more is done for it.
    private var dead: Set<StatementID> = []
    /// Openings that were sent, until their block is there.
    private var sent: Set<StatementID> = []
    private var patience = Patience<StatementID>(shortest: 500, longest: 60_000)
    private static let sendPause: UInt64 = 5_000

    /// Forgets what is open by now, and takes up what is due; shares that came early stay.
    mutating func keep(_ due: Set<StatementID>, isClosed: (StatementID) -> Bool) {
        shares = shares.filter { isClosed($0.key) }
        sent.formIntersection(due)
        dead.formIntersection(due)
        patience.keep(due.subtracting(dead))
    }

    /// Those that have their turn, at most so many.
    func next(at now: UInt64, limit: Int) -> [StatementID] { patience.due(at: now, limit: limit) }

    /// It has had its turn.
    mutating func note(_ statement: StatementID, at now: UInt64) { patience.note(statement, at: now) }

    /// A node has come that may lack shares, or have some.
    mutating func hurryAll() { patience.hurryAll() }

    func has(_ statement: StatementID, _ position: Position) -> Bool { shares[statement]?[position] != nil }

    func isDead(_ statement: StatementID) -> Bool { dead.contains(statement) }

    mutating func add(_ statement: StatementID, _ share: KeyShare, _ word: [UInt8]) {
        shares[statement, default: [:]][share.position] = (share, word)
        if !sent.contains(statement) { patience.hurry(statement) }
    }

    /// The signed words, in the order of the positions.
    func words(of statement: StatementID) -> [[UInt8]] {
        (shares[statement] ?? [:]).sorted { $0.key < $1.key }.map(\.value.word)
    }

    func shares(of statement: StatementID) -> [KeyShare] {
        (shares[statement] ?? [:]).sorted { $0.key < $1.key }.map(\.value.share)
    }

    /// Its opening is on its way, and is given a while: no share makes it due earlier.
    mutating func noteSent(_ statement: StatementID, at now: UInt64) {
        sent.insert(statement)
        patience.hold(statement, until: now + SealedOpenings.sendPause)
    }

    /// It never opens; true the first time.
    mutating func bury(_ statement: StatementID) -> Bool {
        shares[statement] = nil
        return dead.insert(statement).inserted
    }
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
        guard !openings.isDead(id), !openings.has(id, said.share.position),
            let entry = intake.board.snapshot.view.sealed(id),
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
        guard snapshot.view.opened(mark.tag) == nil else {
            tellUnfit(id, entry, "another one is open under its tag")
            return nil
        }
        openings.noteSent(id, at: now)
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
        guard openings.bury(id) else { return }
        logger.critical("the sealed disclosure \(id) of \(entry.discloser) does not open: \(fact); it stays overdue")
    }
}
