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
        if let unfinished = known.first(where: \.isUnfinished) {
            guard order.number ?? unfinished.number == unfinished.number else {
                throw RelyingRefusal.useGoesOn(unfinished.number)
            }
            return unfinished
        }
        let standing = try await ledger.grant(order.grant).value
        let next = UInt64(standing?.counted.count ?? 0) + 1
        let number = order.number ?? next
        if known.contains(where: { $0.number == number }) { throw RelyingRefusal.useDone(number) }
        if let deposit = standing?.deposit { try checkDeposit(deposit, of: order.grant) }
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
            content: nil, verdict: nil, note: nil)
        return try database.begin(use, caseNumber: matter.number)
    }

    /// The deposit that the grant names on the ledger must be one that the desk was given.
    private func checkDeposit(_ digest: Digest, of grant: GrantID) throws {
        guard try database.answers(of: grant).contains(where: { $0.manifest == digest && $0.deposit != nil }) else {
            throw RelyingRefusal.otherDeposit(digest)
        }
    }

    /// Sends a use and waits until it is counted. Throws the ledger's refusal, and `LedgerSilent` when nothing is
    /// known.
    private func count(_ use: StoredUse) async throws {
        let statement = try Statement(decoding: use.statement)
        let outcome = try await ledger.submit(statement)
        switch outcome.state {
        case .final: try await note(outcome, use)
        case .pending: throw LedgerSilent(zh: "使用声明尚未终局。", en: "The use is not final yet.")
        case .refused:
            if let known = try await ledger.outcome(of: statement.id), known.state == .final {
                return try await note(known, use)
            }
            try await settle(use, statement, outcome)
        }
    }

    private func note(_ outcome: OutcomeBody, _ use: StoredUse) async throws {
        guard let height = outcome.height, let time = outcome.time, let receipt = outcome.receipt else {
            throw LedgerSilent(zh: "节点没有给出回执。", en: "the node gave no receipt")
        }
        let block = try await ledger.block(Height(height))
        try database.count(use, height: height, block: block.digest, time: time, receipt: receipt)
    }

    /// A refused use: the state, proven, says whether it was counted all the same, or another in its place; if neither,
    /// the refusal stands, unless only its time had run out.
    private func settle(_ use: StoredUse, _ statement: Statement, _ outcome: OutcomeBody) async throws {
        let found = try await ledger.grant(use.grant)
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
        let isOver = (statement.header.notAfter + 1) * 1_000 <= found.time
        let isLate = statement.header.notAfter <= now()
        guard isOver else {
            // While its time lasts, the same statement could still be counted through another node.
            if isLate { throw LedgerSilent(zh: "正在等待旧声明过期。", en: "The old statement's time is not over yet.") }
            try database.drop(use)
            throw RelyingRefusal(outcome)
        }
        guard let act = try? Use(decoding: statement.payload) else { throw RelyingRefusal(outcome) }
        _ = try database.resign(use, self.statement(.use(act), try await ledger.network()).bytes)
    }
}
