internal import Ledger
internal import NodeAPI
internal import Releasing
public import Rulebook
internal import RelyingAPI
internal import Sealing
internal import Signing

/// What a clerk wants to use.
public struct UseOrder: Sendable {
    public let grant: GrantID
    /// Which use; nil: the one that is unfinished, or else the next.
    public let number: UInt64?
    /// Nil: the case of the request.
    public let caseNumber: String?
    /// Who acts.
    public let clerk: String
    /// The item of a bulk order that it is for.
    var tag: Digest?
    /// When the clerk compared the person with a portrait for it, POSIX seconds; nil where that is not needed.
    var compared: UInt64?

    public init(grant: GrantID, number: UInt64? = nil, caseNumber: String? = nil, clerk: String) {
        self.grant = grant
        self.number = number
        self.caseNumber = caseNumber
        self.clerk = clerk
    }
}

extension RelyingDesk {
    /// Takes a counted use and opens what it sets free. Cut off anywhere and called again, it goes on with the same
    /// use: what was sent once is sent again or found, and never counted twice.
    public func use(_ order: UseOrder) async throws -> StoredUse {
        var use = try await begun(order)
        while use.isUnfinished {
            switch use.state {
            case .sent: try await count(use)
            case .final: try await open(use)
            case .opened, .faulty, .lost: break
            }
            guard let next = try database.use(use.grant, use.number) else { break }
            use = next
        }
        return use
    }

    /// The use that is unfinished, or a new one, kept with its release key before anything is sent.
    private func begun(_ order: UseOrder) async throws -> StoredUse {
        guard let session = try database.session(of: order.grant) else {
            throw RelyingRefusal.noSuchGrant(order.grant.description)
        }
        guard session.state == .granted else { throw RelyingRefusal.notGranted(session.state.rawValue) }
        let known = try database.uses(of: order.grant)
        if let tag = order.tag, let own = known.first(where: { $0.tag == tag }) { return own }
        if let unfinished = known.first(where: \.isUnfinished) {
            // What it brings is of its own case: another one's clerk does not end it.
            let matter = try CaseOpening(decoding: unfinished.matter).number
            guard order.tag == nil, order.number ?? unfinished.number == unfinished.number,
                order.caseNumber ?? matter == matter
            else { throw RelyingRefusal.useGoesOn(unfinished.number) }
            if let compared = order.compared { try database.noteCompared(unfinished, at: compared) }
            return unfinished
        }
        try checkAgreement(session.scene)
        let standing = try await grant(order.grant).value
        let next = UInt64(standing?.counted.count ?? 0) + 1
        let number = order.number ?? next
        if known.contains(where: { $0.number == number }) { throw RelyingRefusal.useDone(number) }
        if let refusal = refusal(of: number, order.grant, standing, at: now() * 1_000) {
            throw RelyingRefusal(refusal)
        }
        if let deposit = standing?.deposit { try checkDeposit(deposit, of: order.grant, number) }
        guard let matter = CaseOpening(order.caseNumber ?? session.matter.number), let clerk = CaseOpening(order.clerk)
        else { throw RelyingRefusal.badCase }
        let release = SealingPrivateKey()
        let act = Use(
            grant: order.grant, index: number, releaseKey: ReleaseKey(release.publicKey),
            caseCommitment: matter.commitment, clerkCommitment: clerk.commitment)
        let statement = self.statement(.use(act), try await ledger.network())
        let use = StoredUse(
            grant: order.grant, number: number, statement: statement.bytes, release: release, matter: matter.encoded,
            clerk: clerk.encoded, created: now(), state: .sent, height: nil, block: nil, time: nil, receipt: nil,
            content: nil, verdict: nil, note: nil, tag: order.tag, compared: order.compared)
        let kept = try database.begin(use, caseNumber: matter.number)
        guard order.tag == nil || kept.tag == order.tag else { throw RelyingRefusal.useGoesOn(number) }
        return kept
    }

    /// The deposit that the grant names on the ledger must be one that the desk was given, with a ticket for this use:
    /// a use is counted even where it opens nothing.
    private func checkDeposit(_ digest: Digest, of grant: GrantID, _ number: UInt64) throws {
        let kept = try database.answers(of: grant).last { $0.manifest == digest && $0.deposit != nil }
        guard let bytes = kept?.deposit else { throw RelyingRefusal.otherDeposit(digest) }
        guard let index = SecretIndex(use: Int(clamping: number)), try Deposit(decoding: bytes).ticket(index) != nil
        else { throw RelyingRefusal.noTicket(number, digest) }
    }

    /// Sends a use and waits until it is counted. Throws the ledger's refusal, and `LedgerSilent` when nothing is
    /// known.
    private func count(_ use: StoredUse) async throws {
        let statement = try Statement(decoding: use.statement)
        let outcome = try await ledger.submit(statement)
        switch outcome.state {
        case .final: try await note(outcome, of: statement.id, use)
        case .pending: throw LedgerSilent(zh: "使用声明尚未终局。", en: "The use is not final yet.")
        case .refused:
            if let known = try await ledger.outcome(of: statement.id), known.state == .final {
                return try await note(known, of: statement.id, use)
            }
            try await settle(use, statement, outcome)
        }
    }

    private func note(_ outcome: OutcomeBody, of id: StatementID, _ use: StoredUse) async throws {
        let place = try await ledger.place(of: id, outcome)
        try database.count(use, height: place.height, block: place.block, time: place.time, receipt: place.receipt)
    }

    /// A refused use: the state, proven, says whether it was counted all the same, or another in its place. If neither,
    /// the refusal is one node's word, and the use is kept with its release key as long as the statement could be
    /// counted. Afterwards it is signed again, or given up when its grant is over.
    private func settle(_ use: StoredUse, _ statement: Statement, _ outcome: OutcomeBody) async throws {
        let found = try await grant(use.grant)
        let place = Int(clamping: use.number) - 1
        if let counted = found.value?.counted, counted.indices.contains(place) {
            let winner = counted[place]
            guard winner.statement != statement.id else {
                throw LedgerSilent(zh: "使用已计数，节点尚未给出回执。", en: "The use is counted; the node gives no receipt yet.")
            }
            let refusal = RelyingRefusal.usedElsewhere(
                use.number, outcome.winner ?? WinnerBody(winner, receipt: nil))
            try database.end(use, .lost, StoredAnswer.RefusalNote(refusal))
            throw refusal
        }
        guard (statement.header.notAfter + 1) * 1_000 <= found.time else {
            if statement.header.notAfter > now() { throw RelyingRefusal(outcome) }
            throw LedgerSilent(zh: "正在等待旧声明过期。", en: "The old statement's time is not over yet.")
        }
        if let end = refusal(of: use.number, use.grant, found.value, at: found.time) {
            try giveUp(use, RelyingRefusal(end), isSeen: found.value != nil)
        }
        guard let act = try? Use(decoding: statement.payload) else { throw RelyingRefusal(outcome) }
        _ = try database.resign(use, self.statement(.use(act), try await ledger.network()).bytes)
    }

    /// Gives up a use whose statement is over and whose grant takes no more. Where the grant is seen, it was not
    /// counted, and nothing is left of it; where the grant has left the state, nobody says so: then it is kept as lost.
    private func giveUp(_ use: StoredUse, _ refusal: RelyingRefusal, isSeen: Bool) throws {
        if isSeen { try database.drop(use) } else { try database.end(use, .lost, StoredAnswer.RefusalNote(refusal)) }
        throw refusal
    }

    /// Why no use of that number can be counted any more, as far as the grant itself says; nil when it may be, and for
    /// one that was counted already.
    private func refusal(of number: UInt64, _ id: GrantID, _ grant: Grant?, at time: UInt64) -> Refusal? {
        guard let grant else { return .unknownGrant(id) }
        let used = UInt64(grant.counted.count)
        guard number == 0 || number > used else { return nil }
        if let at = grant.withdrawn { return .grantWithdrawn(id, at: at) }
        if let at = grant.refused { return .requestRefused(id, at: at) }
        if let last = grant.counted.last, grant.isUsedUp { return .usedUp(id, uses: grant.uses, winner: last) }
        guard number == used + 1 else { return .wrongUseIndex(found: number, expected: used + 1) }
        return grant.expiry * 1_000 < time ? .grantExpired(id, expiry: grant.expiry) : nil
    }

    /// Ends what is unfinished of a grant that has left the state and was never counted, as far as that can be known.
    func endUncounted(of grant: GrantID) async throws {
        for use in try database.uses(of: grant) where use.state == .sent {
            do { try await count(use) } catch is RelyingRefusal { continue }
        }
    }
}

extension RelyingRefusal {
    /// What the ledger's rules refuse, found before anything is sent.
    init(_ refusal: Refusal) { self.init(refusal.code, refusal.words) }

    static func noTicket(_ number: UInt64, _ digest: Digest) -> RelyingRefusal {
        RelyingRefusal(
            "no-ticket", zh: "密件 \(digest) 没有第 \(number) 次使用的票据。",
            en: "The deposit \(digest) has no ticket for use \(number).", nextZh: "请持有人重新分发其余各次的密件。",
            nextEn: "Ask the holder to deal the uses that are left again.")
    }
}
