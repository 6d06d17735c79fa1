internal import Ledger
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing
internal import Storage

/// Takes the deals of sealed disclosures: holds them to what the disclosure says, keeps them, opens the node's own
/// share, and signs for them.
struct SealedIntake: Sendable {
    let database: DepositDatabase
    let keeper: StoreKeeper<DepositDatabase>
    let board: NoticeBoard
    let signer: StrongroomSigner
    let secrets: any WeeklySecrets
    let rates: DepositorRates
    let limits: DepositLimits
    let agenda: SealedAgenda

    init(_ deposits: DepositIntake, _ agenda: SealedAgenda) {
        database = deposits.database
        keeper = deposits.keeper
        board = deposits.board
        signer = deposits.signer
        secrets = deposits.secrets
        rates = deposits.rates
        limits = deposits.limits
        self.agenda = agenda
    }

    /// Reads a deal and holds it to its disclosure: one that the state names, or one that is shown now.
    func read(
        _ handed: HandedDeposit, fromClient: Bool
    ) throws(DepositError) -> (deal: SealedDeal, digest: Digest, set: DealtSet) {
        let deal = try SealedIntake.deal(handed)
        let (snapshot, now, digest) = (board.snapshot, WallClock.now, deal.digest)
        let view = snapshot.view
        agenda.follow(snapshot)
        let leave: SealedLeave
        if let named = agenda.entry(naming: digest) {
            leave = SealedLeave(named)
        } else {
            do throws(Refusal) { leave = try SealedLeave(handed.leave, in: view, now: now) } catch {
                throw .leave(error)
            }
        }
        guard leave.seal.deposit == digest else {
            throw .refused(.otherManifest(found: digest, expected: leave.seal.deposit))
        }
        guard deal.terms.isOf(leave.discloser, leave.seal, in: view.network.origin) else {
            throw .refused(.otherContext(deal.terms.context))
        }
        guard let set = fromClient ? DealtSet(view.network) : set(deal.terms.set), set.digest == deal.terms.set else {
            throw .refused(.otherContext(deal.terms.context))
        }
        guard deal.terms.quorum == set.quorum, deal.sealedShares.count == set.validators.count else {
            throw .refused(
                .otherQuorum(
                    found: deal.terms.quorum, shares: deal.sealedShares.count, expected: set.quorum,
                    validators: set.validators.count))
        }
        if fromClient, !rates.take(handed.deposit.count, of: leave.discloser) {
            throw .tooFast(leave.discloser, bytesPerSecond: limits.memberBytesPerSecond)
        }
        return (deal, digest, set)
    }

    private static func deal(_ handed: HandedDeposit) throws(DepositError) -> SealedDeal {
        guard handed.deposit.count <= SealedDeal.maxByteCount else {
            throw .refused(.tooLarge(bytes: handed.deposit.count, limit: SealedDeal.maxByteCount))
        }
        do throws(CBORError) { return try SealedDeal(decoding: handed.deposit) } catch {
            throw .refused(.encoding(error))
        }
    }

    /// Keeps a deal that was read; returns what this node says of it once that is durable.
    func keep(_ deal: SealedDeal, _ digest: Digest, leave: [UInt8]) async throws -> DepositIntake.Standing {
        let received = WallClock.now / 1_000
        let isKept = try await keeper.upkeep {
            try $0.keep(deal, digest, leave: leave, received: received)
        }
        guard isKept else { throw DepositError.tooMany(DepositDatabase.maxUnclaimedDeals) }
        return try await standing(of: deal, digest)
    }

    /// What this node says of a deal that it holds: its word, once its own share is open and durable.
    func standing(of deal: SealedDeal, _ digest: Digest) async throws -> DepositIntake.Standing {
        // A release key of before would not be believed.
        guard let set = set(deal.terms.set), let position = set.position(of: signer.member.text),
            set[position]?.release == signer.key.publicKey
        else { return .apart }
        if let word = try database.acknowledgements(deal: digest)[position] {
            return .acknowledged(position, word: word)
        }
        let share: OwnSealedShare
        if let kept = try database.sealedShare(digest) {
            share = kept
        } else {
            guard let secret = secrets.secret(of: ExpiryWeek(of: deal.terms.latest)) else {
                return .refused(.sharesDoNotOpen(position))
            }
            do throws(DepositRefusal) { share = try OwnSealedShare(of: deal, digest, at: position, by: secret) } catch {
                return .refused(error)
            }
        }
        let word = DepositAcknowledgement(of: share)
            .signed(by: signer.key, of: signer.member.text, in: signer.origin)
        try await keeper.upkeep { database in
            try database.keep(share)
            try database.acknowledge(deal: digest, [(position, word)])
        }
        return .acknowledged(position, word: word)
    }

    /// The set of an epoch so far, by its digest.
    func set(_ digest: Digest) -> DealtSet? {
        let view = board.snapshot.view
        if view.network.validatorsDigest == digest { return DealtSet(view.network) }
        return view.epochs.last { $0.validatorsDigest == digest }.map { DealtSet($0) }
    }
}

extension SealedTerms {
    /// True when they are those of a member's disclosure.
    func isOf(_ member: MemberID, _ seal: DisclosureSeal, in origin: String) -> Bool {
        self.origin == origin && discloser == member.text && until == seal.until.value && latest == seal.latest
    }
}
