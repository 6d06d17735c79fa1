internal import NodeAPI
public import Rulebook
internal import Signing

/// A grant as its holder sees it: to whom, for what, how often it was used and when, with the blocks that prove it.
public struct GrantView: Sendable {
    /// The number of its request in this wallet.
    public let id: Int64
    public let grant: GrantID
    public let party: MemberID
    public let partyName: Bilingual
    public let scene: SceneCode
    public let purpose: Bilingual?
    public let state: GrantState
    /// Uses allowed, and until when (POSIX seconds).
    public let uses: UInt64
    public let expiry: UInt64
    /// Each use with its statement, block and time, and what the party reported of it.
    public let counted: [CountedUse]
    /// Block time in ms.
    public let withdrawn: UInt64?
    public let pausedUntil: UInt64?
    /// How often a regulator traced it, and the last time; nil when never.
    public let trace: TraceEntry?
    /// What the party has passed on of it, in order.
    public let passings: [PassingEntry]
    /// The names of members that its trace and what was passed on tell of, as far as the wallet knows them.
    public let names: [MemberID: Bilingual]
    /// The documents with the fields that are shown; empty when it was given on another device.
    public let shown: [ShownFields]
    /// True when its uses are dealt to the validators of today, by the deposit that the ledger names; nil when this
    /// device does not know.
    public let isDealtToToday: Bool?
    /// True when it was dealt again and its party's desk has not heard of it.
    public let isUntold: Bool
    /// The block of which this speaks, and its time in ms; nil when it was never seen on the ledger.
    public let height: UInt64?
    public let time: UInt64?
    /// Why it could not be checked now; nil when it was.
    public let unchecked: Bilingual?

    /// What a grant shows of one document.
    public struct ShownFields: Hashable, Sendable {
        public let document: Int64
        public let fields: [String]
    }
}

extension Wallet {
    /// Every grant and every refusal, the oldest first, as the ledger proves them now; without a ledger as they were
    /// proven last.
    public func grants(_ ledger: LedgerAnswer) async throws -> [GrantView] {
        let rows = try database.requests().filter { $0.state != .drawn && $0.state != .open }
        let answers = try await standings(rows, ledger)
        if case .reached = ledger { try await tellDesks() }
        // What the ledger and the desks said may have changed the rows.
        return try rows.map { try view(try database.request($0.id) ?? $0, answers[$0.id], ledger) }
    }

    /// One grant; refused when there is none of that number.
    public func grant(_ id: Int64, _ ledger: LedgerAnswer) async throws -> GrantView {
        guard let row = try database.request(id), row.state != .drawn, row.state != .open else {
            throw GrantRefusal.noSuchGrant(id)
        }
        let answers = try await standings([row], ledger)
        return try view(try database.request(id) ?? row, answers[id], ledger)
    }

    /// Asks the ledger how these stand, keeps that, and says for each why it could not be asked, if it could not.
    func standings(
        _ rows: [RequestRow], _ ledger: LedgerAnswer
    ) async throws -> [Int64: (seen: SeenGrant?, reason: Bilingual?)] {
        var answers: [Int64: (seen: SeenGrant?, reason: Bilingual?)] = [:]
        for row in rows { answers[row.id] = (try seen(row), nil) }
        do {
            switch ledger {
            case .away(let reason): return answers.mapValues { ($0.seen, reason) }
            case .reached(let ledger):
                for (id, seen) in try await proven(rows, ledger) { answers[id] = (seen ?? answers[id]?.seen, nil) }
                return answers
            }
        } catch let error as NodeClientError {
            return answers.mapValues { ($0.seen, error.words.detail) }
        } catch let error as WalletFailure { return answers.mapValues { ($0.seen, error.words.detail) } }
    }

    /// What the ledger proves of these now, written down; nil for one that never stood there.
    func proven(_ rows: [RequestRow], _ ledger: WalletLedger) async throws -> [(id: Int64, seen: SeenGrant?)] {
        let height = try database.seenHeight()
        let ids = rows.map { grantID($0) }
        let grants = try await ledger.ask(Grant.self, .grant, ids.map { .grant($0) }, seen: height)
        let traces = try await ledger.ask(TraceEntry.self, .trace, ids.map { .trace($0) }, seen: height)
        let passings = try await passings(rows, grants, ledger)
        var found: [(id: Int64, seen: SeenGrant?)] = []
        for (row, id) in zip(rows, ids) {
            guard let entry = grants[.grant(id)], let trace = traces[.trace(id)] else { continue }
            let last = try seen(row)
            guard let grant = entry.value ?? last?.grant else {
                found.append((row.id, nil))
                continue
            }
            let newest = SeenGrant(
                height: min(entry.height, trace.height), time: min(entry.time, trace.time),
                isThere: entry.value != nil, grant: grant, trace: trace.value ?? last?.trace,
                passings: passings[id] ?? last?.passings ?? [])
            try keep(newest, row, state: row.state.after(grant))
            found.append((row.id, newest))
        }
        try await keepNames(found.flatMap { $0.seen?.members ?? [] }, ledger)
        return found
    }

    private func names(of members: [MemberID]) throws -> [MemberID: Bilingual] {
        Dictionary(try members.map { ($0, try name(of: $0)) }) { first, _ in first }
    }

    private func view(
        _ row: RequestRow, _ answer: (seen: SeenGrant?, reason: Bilingual?)?, _ ledger: LedgerAnswer
    ) throws -> GrantView {
        let (seen, asked, given) = (answer?.seen, try asked(row), try given(row))
        guard let party = seen?.grant.party ?? asked?.party, let scene = seen?.grant.scene ?? asked?.scene.code else {
            throw WalletFailure.database(folder.database, reason: "request \(row.id) says neither party nor scene")
        }
        let now = max(Clock.now, seen?.time ?? 0)
        let isLapsed = row.state == .over || row.state != .found && (asked?.notAfter ?? 0) * 1_000 + 60_000 < now
        let before: GrantState = isLapsed ? .lapsed : (row.state == .refusing ? .refused : .sent)
        var today: Bool?
        if case .reached(let ledger) = ledger, let given {
            let isNamed = seen.map { $0.grant.deposit == given.manifest } ?? true
            today = isNamed && given.set == ledger.network.validatorsDigest
        }
        return GrantView(
            id: row.id, grant: grantID(row), party: party, partyName: try name(of: party), scene: scene,
            purpose: asked?.scene.purpose, state: seen?.grant.state(at: now) ?? before,
            uses: seen?.grant.uses ?? given?.uses ?? 0, expiry: seen?.grant.expiry ?? given?.expiry ?? 0,
            counted: seen?.grant.counted ?? [], withdrawn: seen?.grant.withdrawn,
            pausedUntil: seen?.grant.pausedUntil, trace: seen?.trace,
            passings: seen?.passings ?? [], names: try names(of: seen?.members ?? []),
            shown: given?.shown.map { .init(document: $0.document, fields: $0.fields) } ?? [],
            isDealtToToday: today, isUntold: row.state == .given && row.answer != nil, height: seen?.height,
            time: seen?.time, unchecked: answer?.reason)
    }
}

extension RequestState {
    /// The state once the ledger has shown the grant; nil when it stays.
    fileprivate func after(_ grant: Grant) -> RequestState? {
        switch self {
        case .giving, .refusing, .over: grant.refused == nil ? .given : .refused
        case .drawn, .open, .given, .refused, .found: nil
        }
    }
}

extension SeenGrant {
    /// The members that its trace and what was passed on tell of.
    fileprivate var members: [MemberID] {
        let recipients = passings.compactMap { passing -> MemberID? in
            if case .member(let member) = passing.recipient { member } else { nil }
        }
        return recipients + [trace?.regulator].compactMap(\.self)
    }
}
