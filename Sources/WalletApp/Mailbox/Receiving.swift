internal import NodeAPI
public import Rulebook
internal import Sealing
internal import Signing

/// What `receive` brought.
public struct Received: Sendable {
    /// Documents that are new, by their numbers in the wallet.
    public internal(set) var documents: [Int64] = []
    /// Deliveries of documents that were there already.
    public internal(set) var again = 0
    /// Notices that are new.
    public internal(set) var notices = 0
    /// Files of documents that came now, and those that did not come yet.
    public internal(set) var files = 0
    public internal(set) var filesAway = 0
    /// What authorities did, found on the ledger now.
    public internal(set) var officialNotices = 0
    /// Why the ledger could not be asked for these; nil when it was.
    public internal(set) var officialAway: Bilingual?
    /// Trace tokens that the registrar signed now.
    public internal(set) var traceTokens = 0
    /// Why it signed none though few are left; nil when none was wanted.
    public internal(set) var traceTokensAway: Bilingual?
    /// Deliveries that were refused now, each with what said no.
    public internal(set) var aside: [Refused] = []
    /// Deliveries of which something could not be checked; they are read again next time.
    public internal(set) var waiting: [Refused] = []
    /// Bodies that the strongroom has erased.
    public internal(set) var erased = 0
    /// False when too few nodes answered to be sure that nothing else lies there.
    public internal(set) var isComplete = true

    /// A delivery that was not kept, and why.
    public struct Refused: Hashable, Sendable {
        public let issuer: MemberID
        public let number: UInt64
        public let finding: Finding
    }
}

extension Wallet {
    /// Looks into the mailbox of every issuer, keeps what is good, sets aside what is not, and has the strongroom
    /// erase what is kept.
    ///
    /// May be stopped anywhere and run again: what is stored is stored once, and erased only after that.
    public func receive(_ ledger: WalletLedger) async throws -> Received {
        var received = Received()
        let desk = try await ReceivingDesk(self, ledger)
        for sender in desk.senders { try await desk.read(sender, &received) }
        (received.files, received.filesAway) = try await fetchAttachments(ledger)
        try await keepNames(ledger, desk.members)
        await tellIssuers()
        try await lookForOfficialNotices(ledger, &received)
        try await askForTraceTokens(desk.members, &received)
        received.erased = try await erase(ledger)
        return received
    }

    /// What authorities did is on the ledger whether or not it was found today: a node that is away stops nothing.
    private func lookForOfficialNotices(_ ledger: WalletLedger, _ received: inout Received) async throws {
        do {
            received.officialNotices = try await findOfficialNotices(
                ledger, grants: try knownGrants())
        } catch let error as NodeClientError {
            received.officialAway = error.words.detail
        } catch let error as WalletFailure where error.isOfAnother { received.officialAway = error.words.detail }
    }

    /// Grants that this device gave, and those of an earlier one that it found.
    private func knownGrants() throws -> [GrantID] {
        let requests = try database.requests().filter { [.giving, .given, .over, .found].contains($0.state) }
        return requests.map { GrantID(origin: network.origin, key: keys.grantKey($0.number).publicKey) }
    }

    /// Without its registrar a wallet still has the tokens of before.
    private func askForTraceTokens(_ members: LedgerMembers, _ received: inout Received) async throws {
        do { received.traceTokens = try await takeTraceTokens(members) } catch let refusal as WalletRefusal {
            received.traceTokensAway = refusal.words.detail
        } catch let error as WalletFailure where error.isOfAnother { received.traceTokensAway = error.words.detail }
    }

    /// Looks at deliveries that were set aside once more when the next `receive` runs.
    public func retryAside() throws { try database.retryAside() }

    /// Deliveries that were set aside, the newest last.
    public func aside() throws -> [AsideDelivery] { try database.aside() }

    /// Has the strongroom erase what is stored here; a node that is away is asked again next time.
    func erase(_ ledger: WalletLedger) async throws -> Int {
        let erasures = try database.erasures()
        var count = 0
        do {
            for start in stride(from: 0, to: erasures.count, by: 512) {
                count += try await erase(erasures[start..<min(start + 512, erasures.count)], ledger)
            }
        } catch is NodeClientError { return count }
        return count
    }

    /// Under a tag where somebody else has put something, the secret erases nothing: such a one is found by halves and
    /// given up, so that it hinders no other.
    private func erase(_ part: ArraySlice<MailErasure>, _ ledger: WalletLedger) async throws -> Int {
        do {
            try await ledger.client.erase(
                part.map { StrongroomErasure(tag: StrongroomTag($0.tag.digest), secret: $0.secret) })
            try database.forget(Array(part))
            return part.count
        } catch NodeClientError.problem(_, let problem)
            where problem.code == ProblemCode.strongroomWrongEraser.rawValue
        {
            guard part.count > 1 else {
                try database.forget(Array(part))
                return 0
            }
            let middle = part.startIndex + part.count / 2
            return try await erase(part[..<middle], ledger) + erase(part[middle...], ledger)
        }
    }
}

extension Received {
    /// What became of one delivery that was good.
    enum Kept {
        case document(Int64, isNew: Bool)
        case notice
    }

    mutating func add(_ kept: Kept) {
        switch kept {
        case .document(let id, isNew: true): documents.append(id)
        case .document(_, isNew: false): again += 1
        case .notice: notices += 1
        }
    }
}
