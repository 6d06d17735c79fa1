internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Replication
internal import Rulebook
public import Signing
internal import Storage
internal import Synchronization

/// The sealed disclosures of a node: it takes their deals, keeps its own share, and gives it when their time is over.
///
/// They lie with the deposits of grants, and are out when those are.
public final class SealedDeals: Sendable {
    private let deposits: Deposits
    private let desk: ReleaseDesk
    private let relay: SealedRelay?
    private let mail: SealedMail
    private let agenda: SealedAgenda
    /// Deals that statements or blocks asked for, and when (ms).
    private let asked = Mutex<[Digest: UInt64]>([:])

    private static let askPause: UInt64 = 400
    private static let maxAsked = 4_096

    init(_ deposits: Deposits, _ desk: ReleaseDesk, _ neighbours: Neighbours?) {
        self.deposits = deposits
        self.desk = desk
        mail = neighbours?.sealed ?? SealedMail()
        let agenda = SealedAgenda()
        self.agenda = agenda
        relay = (try? deposits.open()).map { shelf in
            SealedRelay(SealedIntake(shelf.intake, agenda), neighbours?.links, desk.logger)
        }
    }

    /// Takes a deal with its disclosure as a client sends it; returns when all validators have said what they make of
    /// it, or a quorum has acknowledged it and the rest are late, or the time is over.
    func take(_ handed: HandedDeposit) async throws(DepositError) -> DepositAnswerBody {
        _ = try deposits.open()
        guard let relay else { throw .out("") }
        do {
            let gathering = try await relay.take(handed, reserve: deposits.reserveBytes)
            await gathering.wait(
                settling: .milliseconds(deposits.limits.settleMilliseconds),
                timeout: .seconds(deposits.keptTimeoutSeconds))
            await relay.forget(gathering)
            return gathering.answer
        } catch { throw deposits.note(error) }
    }

    /// True when a deal is durable here and was dealt for that disclosure; else it is looked for.
    func isHeld(_ digest: Digest, by member: MemberID, _ seal: DisclosureSeal) -> Bool {
        guard let database = deposits.database else { return false }
        if let (deal, _) = (try? database.deal(digest)).flatMap({ $0 }) {
            return deal.terms.isOf(member, seal, in: desk.board.snapshot.view.network.origin)
        }
        ask(for: digest, as: digest)
        return false
    }

    /// True when a quorum of the validators that a deal was dealt to has acknowledged it, as far as this node has their
    /// words; else they are asked for.
    func isAcknowledged(_ digest: Digest) -> Bool {
        if (try? deposits.database?.isAcknowledged(deal: digest)) == true { return true }
        ask(for: digest, as: SHA256.digest(digest.bytes))
        return false
    }

    /// Has the others asked for a deal and the words on it, not too often; `name` tells the two questions apart.
    private func ask(for digest: Digest, as name: Digest) {
        let now = WallClock.now
        let isDue = asked.withLock { asked in
            if let last = asked[name], now < last + SealedDeals.askPause { return false }
            if asked.count >= SealedDeals.maxAsked { asked = [:] }
            asked[name] = now
            return true
        }
        if isDue { mail.take(.lacking(digest)) }
    }

    /// This node's signed share of a sealed disclosure whose time is over here.
    public func share(of statement: StatementID) throws -> [UInt8] {
        let (database, seal, discloser) = try over(statement)
        guard let share = try database.sealedShare(seal.deposit), let (deal, _) = try database.deal(seal.deposit),
            deal.terms.isOf(discloser, seal, in: desk.signer.origin)
        else { throw ReleaseError.refused(.nothingHeld) }
        return DisclosureShare(share, of: statement.digest)
            .signed(by: desk.signer.key, of: desk.signer.member.text, in: desk.signer.origin, latest: seal.latest)
    }

    /// The deal of a sealed disclosure whose time is over here.
    public func deal(of statement: StatementID) throws -> [UInt8] {
        let (database, seal, _) = try over(statement)
        guard let (deal, _) = try database.deal(seal.deposit) else { throw ReleaseError.refused(.nothingHeld) }
        return deal.encoded
    }

    /// What a sealed disclosure in this node's log says, once its height or its latest time stands in a block that this
    /// node has stored, executed and cosigned with a quorum.
    private func over(
        _ statement: StatementID
    ) throws -> (database: DepositDatabase, seal: DisclosureSeal, discloser: MemberID) {
        guard let database = deposits.database else { throw ReleaseError.out }
        let snapshot = desk.board.snapshot
        guard let place = try desk.stores.index.statement(statement), place.leaf.value < snapshot.size,
            place.height <= snapshot.head.height
        else {
            throw desk.inbox.isWaiting(statement) ? ReleaseError.pending(statement) : ReleaseError.unknown(statement)
        }
        let found = try Statement(decoding: desk.stores.log.leaf(at: place.leaf.value))
        guard ActName(contentType: found.header.contentType) == .disclose,
            let seal = try Disclose(decoding: found.payload).mark.seal,
            let discloser = MemberID(found.header.issuer ?? "")
        else { throw ReleaseError.notARelease(statement, contentType: found.header.contentType) }
        guard snapshot.isOver(seal, for: desk.signer.member) else {
            throw ReleaseError.sealed(until: seal.until, latest: seal.latest)
        }
        return (database, seal, discloser)
    }

    /// Their own work, until `close`; `submit` puts an opening on the ledger.
    func run(_ submit: @escaping @Sendable (Submission) async -> Void) async {
        guard let relay else {
            for await news in mail.events { mail.release(news) }
            return
        }
        await relay.run(mail, submit)
    }

    /// How many are closed, and how many of them are overdue.
    var counts: (sealed: Int, overdue: Int) {
        agenda.follow(desk.board.snapshot)
        return agenda.counts
    }

    /// Nothing more is taken.
    func close() { mail.close() }
}

extension NodeSnapshot {
    /// True when a seal is over in the last block that is final here; a validator in office has cosigned that, too.
    func isOver(_ seal: DisclosureSeal, for member: MemberID) -> Bool {
        guard let final, final.checkpoint.head.size >= head.size, seal.isOver(at: head.height, time: head.time) else {
            return false
        }
        guard let seat = network.validators.first(where: { $0.member == member }) else { return true }
        return final.cosigners.contains { $0.name == network.genesis.cosignerName(seat) }
    }
}
