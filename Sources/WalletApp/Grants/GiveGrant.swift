internal import Credentials
internal import NodeAPI
internal import Releasing
internal import RelyingAPI
public import Rulebook
internal import Sealing
internal import Signing

/// What became of an answer.
public struct GivenAnswer: Hashable, Sendable {
    public let id: Int64
    public let grant: GrantID
    /// As the ledger proves it; nil while it does not stand there.
    public let height: UInt64?
    /// How many validators said that they hold the deposit, and how many there are; 0 of 0 for a refusal.
    public let acknowledgements: Int
    public let validators: Int
    /// False when the desk did not answer in time, and the wallet handed everything to the nodes itself.
    public let isByDesk: Bool
}

extension Wallet {
    /// Agrees to a request, within what it asks: what is shown is dealt use by use, kept here, and sent.
    ///
    /// Run again for the same request, it sends the same bytes again; another wish is not looked at.
    public func give(_ id: Int64, _ wish: HolderWish, _ ledger: WalletLedger) async throws -> GivenAnswer {
        guard let row = try database.request(id), let asked = try asked(row) else {
            throw GrantRefusal.noSuchRequest(id)
        }
        switch row.state {
        case .open:
            guard asked.notAfter > Clock.now / 1_000 else { throw GrantRefusal.requestOver(id, at: asked.notAfter) }
            try await agree(row, asked, wish, ledger)
        case .giving: break
        case .drawn, .given, .refusing, .refused, .over, .found: throw GrantRefusal.answered(id)
        }
        return try await send(id, ledger)
    }

    /// Chooses, deals, signs, and keeps all of it before anything is sent.
    private func agree(
        _ row: RequestRow, _ asked: AskedRequest, _ wish: HolderWish, _ ledger: WalletLedger
    ) async throws {
        let party = try await ledger.askingParty(asked.party, asked.scene.code, seen: try database.seenHeight())
        try party.check(asked)
        guard let profile = party.scene.profiles.first(where: { $0.id == asked.request.profile }) else {
            throw GrantRefusal.unknownProfile(asked.party, asked.request.profile)
        }
        let terms = try wish.terms(asked.request)
        let shown = try wish.choose(
            profile, among: try await answering(profile, ledger), names: { (try? newestType($0)?.name) ?? named($0) })
        // By the ledger's clock: the term is counted from the block that takes the grant, which comes later.
        let now = min(Clock.now, party.time) / 1_000
        let expiry = now + terms.seconds
        let kept = GivenGrant.depositExpiry(expiry, in: party.scene, at: now)
        let key = keys.grantKey(row.number)
        let id = GrantID(origin: network.origin, key: key.publicKey)
        let documents = try bound(shown)
        let sealing = try await ledger.dealingKeys(party, expiry: kept)
        await stockTraceTokens(ledger)
        let dealing = GrantDealing(
            context: GrantContext(ledger.network, id, asked.party), documents: documents,
            caseOpening: asked.matter.encoded, token: try traceToken(for: id))
        let deposit = try dealing.deposit(
            1...min(Int(terms.uses), UseRange.maxCount), to: DealtSet(ledger.network), keys: sealing, expiry: kept,
            at: Clock.now / 1_000)
        let given = GivenGrant(
            uses: terms.uses, expiry: expiry, shown: shown, token: dealing.token, agreed: Clock.now, deposit.manifest)
        let statement = ledger.signed(.grant(given.act(asked)), by: key)
        let answer = GrantAnswer.granted(deposit: deposit.encoded, grant: statement.bytes)
        let isKept = try database.keepAnswer(
            row.id, .giving, choice: seal(given, row.number),
            answer: keys.storage.seal(answer.encoded, at: RequestRow.answerPlace(row.number)))
        guard isKept else { throw GrantRefusal.answered(row.id) }
    }

    private func named(_ type: TypeCode) -> Bilingual { Bilingual(zh: type.text, en: type.text) }

    /// What the wallet has of each type that a profile asks for.
    private func answering(
        _ profile: SceneProfile, _ ledger: WalletLedger
    ) async throws -> [TypeCode: [AnsweringDocument]] {
        let documents = try await documents(.reached(ledger))
        var found: [TypeCode: [AnsweringDocument]] = [:]
        for asked in profile.fields { found[asked.type] = try answering(asked, documents) }
        return found
    }

    func seal(_ given: GivenGrant, _ number: UInt64) -> [UInt8] {
        keys.storage.seal(given.encoded, at: GivenGrant.place(number))
    }

    /// What the holder agreed to; nil when he did not, or on another device.
    func given(_ row: RequestRow) throws -> GivenGrant? {
        try row.choice.map { try GivenGrant(decoding: opened($0, at: GivenGrant.place(row.number))) }
    }
}

extension GivenGrant {
    /// The act that the grant key signs.
    func act(_ asked: AskedRequest) -> GrantAct {
        GrantAct(request: asked.signed, uses: uses, expiry: expiry, deposit: manifest)
    }
}
