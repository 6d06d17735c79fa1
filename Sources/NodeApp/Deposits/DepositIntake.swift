internal import Ledger
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing
internal import Storage

/// Takes deposits: holds them to their terms, keeps them, opens the node's own shares, and signs for them.
struct DepositIntake: Sendable {
    let database: DepositDatabase
    let keeper: StoreKeeper<DepositDatabase>
    let board: NoticeBoard
    let signer: StrongroomSigner
    let secrets: any WeeklySecrets
    let limits: DepositLimits
    let rates: DepositorRates

    /// How a deposit came here.
    enum Source {
        case client
        /// Another node passes on what a client handed in there.
        case peer
        /// A block names it: its quorum of validators has judged it.
        case named
    }

    /// What this node says of a deposit that it holds.
    enum Standing: Sendable {
        case acknowledged(Position, word: [UInt8])
        case refused(DepositRefusal)
        /// It has no seat in the set that the deposit was dealt to.
        case apart
    }

    /// Keeps a deposit; returns what this node says of it once that is durable.
    func keep(_ handed: HandedDeposit, _ deposit: Deposit, from source: Source) async throws -> Standing {
        let (fitting, party) = try fit(handed, deposit, from: source)
        let manifest = deposit.manifest
        let opened = open(manifest, deposit[.sealedShares(position(in: manifest) ?? Position.all(of: 1)[0])])
        var changes: [DepositChange] = [.keep(fitting, leave: handed.leave, received: WallClock.now / 1_000)]
        changes += opened.changes(of: fitting.manifest)
        if source == .named { changes.append(.claim(fitting.manifest)) }
        let outcomes = try await keeper.apply(changes, isPassedOn: source != .client)
        try judge(outcomes[0], of: deposit, party)
        return opened.standing
    }

    /// What this node says of a deposit that it holds: its word as it was kept, or its shares are opened again.
    func standing(of digest: Digest) async throws -> Standing? {
        guard let manifest = try database.manifest(digest) else { return nil }
        guard let position = position(in: manifest) else { return .apart }
        if let word = try database.acknowledgements(digest)[position] { return .acknowledged(position, word: word) }
        guard let sealed = try database.part(.sealedShares(position), of: manifest) else { return .apart }
        let opened = open(manifest, sealed)
        let changes = opened.changes(of: digest)
        if !changes.isEmpty { _ = try await keeper.apply(changes, isPassedOn: true) }
        return opened.standing
    }

    /// Where this node stands in the set that a deposit was dealt to; nil when it has no seat there.
    private func position(in manifest: DepositManifest) -> Position? {
        set(of: manifest)?.position(of: signer.member.text)
    }

    /// The set that a deposit was dealt to: that of any epoch so far.
    func set(of manifest: DepositManifest) -> DealtSet? {
        let network = board.snapshot.view.network
        if network.validatorsDigest == manifest.context.set { return DealtSet(network) }
        let epoch = board.snapshot.view.epochs.last { $0.validatorsDigest == manifest.context.set }
        return epoch.map { DealtSet($0) }
    }
}

extension DepositIntake {
    /// The node's shares, opened and signed for, or why not.
    private struct Opened {
        let standing: Standing
        let shares: OwnShares?

        func changes(of manifest: Digest) -> [DepositChange] {
            guard case .acknowledged(let position, let word) = standing, let shares else { return [] }
            return [.keepShares(shares), .acknowledge(manifest, at: position, word: word)]
        }
    }

    private func open(_ manifest: DepositManifest, _ sealed: [UInt8]) -> Opened {
        // A release key of before would not be believed.
        guard let set = set(of: manifest), let position = set.position(of: signer.member.text),
            set[position]?.release == signer.key.publicKey
        else { return Opened(standing: .apart, shares: nil) }
        guard let secret = secrets.secret(of: ExpiryWeek(of: manifest.expiry)) else {
            return Opened(standing: .refused(.sharesDoNotOpen(position)), shares: nil)
        }
        do throws(DepositRefusal) {
            let shares = try OwnShares(of: manifest, at: position, opening: sealed, by: secret)
            let word = DepositAcknowledgement(of: shares)
                .signed(by: signer.key, of: signer.member.text, in: signer.origin)
            return Opened(standing: .acknowledged(position, word: word), shares: shares)
        } catch { return Opened(standing: .refused(error), shares: nil) }
    }

    /// Holds a deposit to what request, scene, epoch and quotas say.
    private func fit(
        _ handed: HandedDeposit, _ deposit: Deposit, from source: Source
    ) throws(DepositError) -> (FittingDeposit, MemberID) {
        let view = board.snapshot.view
        let now = WallClock.now
        let leave: DepositLeave
        do throws(Refusal) {
            leave =
                source == .client
                ? try DepositLeave(handed.leave, in: view, now: now)
                : try DepositLeave(passedOn: handed.leave, in: view, now: now)
        } catch { throw .leave(error) }
        let manifest = deposit.manifest
        guard let set = source == .client ? DealtSet(view.network) : set(of: manifest) else {
            throw .refused(.otherContext(manifest.context))
        }
        guard manifest.expiry > now / 1_000 else {
            throw .refused(.expiry(manifest.expiry, allowed: now / 1_000...max(now / 1_000, leave.latestExpiry)))
        }
        // What was judged before is not judged by another key.
        let isJudged = source == .named || (try? database.leave(manifest.digest)).flatMap { $0 } != nil
        let regulator =
            isJudged
            ? manifest.regulator
            : view.regulator(of: leave.party, leave.scene).flatMap { SealingPublicKey($0.key) }
        guard let regulator else { throw .noRegulator(leave.scene) }
        if source == .client { try checkNumber(of: manifest) }
        let used = database.totals.byParty[leave.party.text]
        let room = source == .client ? StrongroomRoom(limits) : StrongroomRoom(limits).wider
        let terms = DepositTerms(
            context: GrantContext(
                origin: view.network.origin, grant: leave.grant.digest, set: set.digest, party: leave.party.text),
            set: set, regulator: regulator, mostUses: leave.mostUses,
            expiry: min(now / 1_000, leave.latestExpiry)...leave.latestExpiry, maxByteCount: Deposit.maxByteCount,
            bytesLeft: room.memberBytes - (used?.bytes ?? 0), entriesLeft: room.memberEntries - (used?.entries ?? 0),
            manifest: leave.manifest)
        let fitting: FittingDeposit
        do throws(DepositRefusal) { fitting = try FittingDeposit(deposit, within: terms) } catch {
            throw .refused(error)
        }
        // Last: whoever holds a request of the party cannot spend its rate by what would not be kept.
        if source == .client, !rates.take(handed.deposit.count, of: leave.party) {
            throw .tooFast(leave.party, bytesPerSecond: limits.memberBytesPerSecond)
        }
        return (fitting, leave.party)
    }

    /// Refuses one more deposit of a grant of which as many as are kept wait for a block; the database decides it once
    /// more when it writes.
    private func checkNumber(of manifest: DepositManifest) throws(DepositError) {
        let waiting = (try? database.unclaimed(of: manifest.context.grant, but: manifest.digest)) ?? 0
        guard waiting < DepositDatabase.maxUnclaimed else { throw .tooMany(waiting) }
    }

    private func judge(_ outcome: DepositOutcome, of deposit: Deposit, _ party: MemberID) throws(DepositError) {
        switch outcome {
        case .kept, .held, .absent: return
        case .overEntries(let held):
            throw .refused(.entriesLeft(limits.memberEntries - held, needed: deposit.parts.count))
        case .overBytes(let held): throw .refused(.bytesLeft(limits.memberBytes - held, needed: deposit.byteCount))
        case .full(let bytes): throw .full(bytes: bytes, limit: limits.maxBytes)
        case .unclaimed(let count): throw .tooMany(count)
        }
    }
}

extension DepositDatabase: KeptStore {}

extension DepositChange: KeptChange {
    /// Bytes of parts that it writes.
    var byteCount: Int {
        switch self {
        case .keep(let fitting, _, _): fitting.deposit.byteCount
        case .keepShares, .acknowledge, .claim, .delete: 0
        }
    }
}

extension StrongroomRoom {
    init(_ limits: DepositLimits) {
        self.init(memberEntries: limits.memberEntries, memberBytes: limits.memberBytes, bytes: limits.maxBytes)
    }
}
