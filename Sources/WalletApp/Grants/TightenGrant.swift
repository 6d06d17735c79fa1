internal import NodeAPI
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// What a holder tightens of a grant; nothing ever widens one.
public struct TighterTerms: Hashable, Sendable {
    /// Uses from now on, those counted before among them.
    public var uses: UInt64?
    /// The last moment, POSIX seconds.
    public var expiry: UInt64?
    /// No use before this POSIX second.
    public var pausedUntil: UInt64?
    /// True to deal the unused uses again, to the validators and the keys of today.
    public var isDealtAgain: Bool

    public init(
        uses: UInt64? = nil, expiry: UInt64? = nil, pausedUntil: UInt64? = nil, isDealtAgain: Bool = false
    ) {
        self.uses = uses
        self.expiry = expiry
        self.pausedUntil = pausedUntil
        self.isDealtAgain = isDealtAgain
    }
}

extension Wallet {
    /// Tightens a grant by its key, at any node directly. When the set of validators has changed since it was dealt, or
    /// its tickets run out, its unused uses are dealt again with it.
    public func tighten(_ id: Int64, _ terms: TighterTerms, _ ledger: WalletLedger) async throws -> GrantView {
        let (row, seen) = try await openGrant(id, ledger)
        let again = try await dealtAgain(row, seen, terms, ledger)
        guard terms.uses != nil || terms.expiry != nil || terms.pausedUntil != nil || again != nil else {
            throw GrantRefusal.nothingToTighten
        }
        let key = keys.grantKey(row.number)
        let act = LimitGrant(
            grantKey: key.publicKey, number: seen.grant.limits + 1, uses: terms.uses, expiry: terms.expiry,
            pausedUntil: terms.pausedUntil, deposit: again?.given.manifest)
        let statement = ledger.signed(.limitGrant(act), by: key)
        if let again {
            try await send(statement, dealing: again, row, ledger)
            _ = try await standings([row], .reached(ledger))
            try await tellDesks()
        } else {
            try await ledger.send(statement)
        }
        return try await grant(id, .reached(ledger))
    }

    /// Sends a limit that names a deposit. Choice and deposit are kept before: stopped anywhere, the wallet has what
    /// the ledger may name, and tells the desk once it does.
    private func send(
        _ limit: Statement, dealing again: (given: GivenGrant, deposit: Deposit), _ row: RequestRow,
        _ ledger: WalletLedger
    ) async throws {
        let answer = GrantAnswer.dealtAgain(deposit: again.deposit.encoded, limit: limit.bytes)
        try database.keepDealing(
            row.id, choice: seal(again.given, row.number),
            answer: keys.storage.seal(answer.encoded, at: RequestRow.answerPlace(row.number)))
        // The limit itself is the leave to hand over what it names.
        do { _ = try await ledger.deposit(limit.bytes, again.deposit) } catch {
            // It was not sent, so what was dealt before stands.
            try database.keepDealing(row.id, choice: row.choice, answer: row.answer)
            throw error
        }
        do { try await ledger.send(limit) } catch let refusal as WalletRefusal {
            try database.keepDealing(row.id, choice: row.choice, answer: row.answer)
            throw refusal
        }
    }

    /// Ends a grant by its key, at any node directly: from that block on no use of it is accepted anywhere.
    public func withdraw(_ id: Int64, _ ledger: WalletLedger) async throws -> GrantView {
        let (row, _) = try await openGrant(id, ledger)
        let key = keys.grantKey(row.number)
        try await ledger.send(.withdraw(Withdraw(grantKey: key.publicKey)), by: key)
        return try await grant(id, .reached(ledger))
    }

    /// A grant that the ledger has and that is not over.
    private func openGrant(_ id: Int64, _ ledger: WalletLedger) async throws -> (row: RequestRow, seen: SeenGrant) {
        guard let known = try database.request(id), known.state != .drawn, known.state != .open else {
            throw GrantRefusal.noSuchGrant(id)
        }
        // What the ledger shows may have changed the row.
        guard let seen = try await proven([known], ledger).first?.seen, let row = try database.request(id) else {
            throw GrantRefusal.notOnLedger(id)
        }
        let state = seen.grant.state(at: max(Clock.now, seen.time))
        guard state.isOpen else { throw GrantRefusal.over(id, state) }
        guard seen.isThere else { throw GrantRefusal.notOnLedger(id) }
        return (row, seen)
    }

    /// The unused uses dealt again, where that is wanted or needed; nil where it is not.
    private func dealtAgain(
        _ row: RequestRow, _ seen: SeenGrant, _ terms: TighterTerms, _ ledger: WalletLedger
    ) async throws -> (given: GivenGrant, deposit: Deposit)? {
        let used = seen.grant.counted.count
        let last = Int(min(terms.uses ?? .max, seen.grant.uses))
        guard let given = try given(row), let asked = try asked(row) else {
            if terms.isDealtAgain { throw GrantRefusal.nothingToDeal(row.id) }
            return nil
        }
        guard used < last else { return nil }
        let isNeeded =
            given.set != ledger.network.validatorsDigest || given.manifest != seen.grant.deposit
            || given.range.last.value <= used
        guard isNeeded || terms.isDealtAgain else { return nil }
        let party = try await ledger.askingParty(asked.party, asked.scene.code, seen: try database.seenHeight())
        let expiry = given.depositExpiry
        let dealing = GrantDealing(
            context: GrantContext(ledger.network, grantID(row), asked.party), documents: try bound(given.shown),
            caseOpening: asked.matter.encoded, token: given.token)
        let deposit = try dealing.deposit(
            used + 1...min(last, used + UseRange.maxCount), to: DealtSet(ledger.network),
            keys: try await ledger.dealingKeys(party, expiry: expiry), expiry: expiry, at: Clock.now / 1_000)
        return (given.dealt(again: deposit.manifest), deposit)
    }
}
