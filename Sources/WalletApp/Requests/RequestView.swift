internal import NodeAPI
internal import RelyingAPI
public import Rulebook
internal import Sealing
internal import Signing

/// A request as its holder reads it before he answers: who, why, on what basis, for what, how often, until when.
public struct RequestView: Sendable {
    /// Its number in this wallet.
    public let id: Int64
    public let party: MemberID
    public let partyName: Bilingual
    public let scene: SceneCode
    public let purpose: Bilingual
    /// The legal basis.
    public let basis: Bilingual
    public let profile: ProfileID
    public let types: [AskedType]
    /// At most so many uses, within so many seconds, with so many between two.
    public let maxUses: UInt64
    public let term: UInt64
    public let minimumInterval: UInt64
    /// How long the party keeps what it reads.
    public let retentionDays: UInt64
    /// How many lying validators a use's checkpoint must withstand before anything opens.
    public let releaseAssurance: UInt64
    public let caseNumber: String
    /// What the party says besides; nil when nothing.
    public let text: Bilingual?
    /// The counter at which it is asked, with the number for its clerk; nil from afar.
    public let counter: Counter?
    /// Until when it may be answered, POSIX seconds.
    public let notAfter: UInt64
    public let isAnswered: Bool

    /// A counter, and the two digits that its clerk types.
    public struct Counter: Hashable, Sendable {
        public let name: String
        public let place: String
        /// Two digits.
        public let number: String
        /// POSIX seconds: until then the clerk may type it.
        public let until: UInt64
        /// False once its time is over: then it is not shown any more.
        public let isShown: Bool
    }

    /// One type of document that is asked for.
    public struct AskedType: Sendable {
        public let type: TypeCode
        public let name: Bilingual
        public let fields: [Field]
        /// What the wallet has of that type, the one that would be shown first.
        public let documents: [AnsweringDocument]
        /// Who issues it: where to get what is missing.
        public let issuers: [Bilingual]

        /// True when the scene's matter needs the type and no document of the wallet has what is needed.
        public var isMissing: Bool { fields.contains(where: \.isRequired) && !documents.contains(where: \.isGood) }
    }

    /// One field that is asked for.
    public struct Field: Hashable, Sendable {
        public let path: String
        public let name: Bilingual
        /// As sensitive as the catalogue says, 1 to 4.
        public let level: UInt64
        /// False when the holder may leave it out, as the wallet does unless he says otherwise.
        public let isRequired: Bool
    }
}

extension Wallet {
    /// Requests that wait for the holder, the oldest first; with `all` those that were answered or are over, too.
    public func requests(_ ledger: LedgerAnswer, all: Bool = false) async throws -> [RequestView] {
        let now = Clock.now / 1_000
        var views: [RequestView] = []
        let documents = try await documents(ledger)
        for row in try database.requests() {
            guard let asked = try asked(row), all || (row.state == .open && asked.notAfter > now) else { continue }
            views.append(try await view(row, asked, documents, ledger))
        }
        return views
    }

    /// One request; refused when there is none of that number.
    public func request(_ id: Int64, _ ledger: LedgerAnswer) async throws -> RequestView {
        guard let row = try database.request(id), let asked = try asked(row) else {
            throw GrantRefusal.noSuchRequest(id)
        }
        return try await view(row, asked, try await documents(ledger), ledger)
    }

    /// What a row asks, opened; nil when it was never fetched.
    func asked(_ row: RequestRow) throws -> AskedRequest? {
        try row.asked.map { try AskedRequest(decoding: opened($0, at: AskedRequest.place(row.number))) }
    }

    private func view(
        _ row: RequestRow, _ asked: AskedRequest, _ documents: [DocumentView], _ ledger: LedgerAnswer
    ) async throws -> RequestView {
        var types: [RequestView.AskedType] = []
        for fields in asked.profile?.fields ?? [] {
            types.append(try await type(fields, documents, ledger))
        }
        let (scene, request) = (asked.scene, asked.request)
        return RequestView(
            id: row.id, party: asked.party, partyName: try name(of: asked.party), scene: scene.code,
            purpose: scene.purpose, basis: scene.basis, profile: request.profile, types: types,
            maxUses: request.maxUses, term: request.term, minimumInterval: scene.minimumInterval,
            retentionDays: scene.retentionDays, releaseAssurance: scene.releaseAssurance,
            caseNumber: asked.matter.number, text: asked.text, counter: asked.shownCounter(at: Clock.now / 1_000),
            notAfter: asked.notAfter,
            isAnswered: row.state != .open)
    }

    /// A member's name as it was last told; its id when it never was.
    func name(of member: MemberID) throws -> Bilingual {
        try database.memberName(member) ?? Bilingual(zh: member.text, en: member.text)
    }

    private func type(
        _ asked: ProfileFields, _ documents: [DocumentView], _ ledger: LedgerAnswer
    ) async throws -> RequestView.AskedType {
        let body = try await definition(asked.type, ledger)
        let names = Dictionary((body?.fields ?? []).map { ($0.path, $0.name) }) { first, _ in first }
        let answering = try answering(asked, documents)
        let issuers = try (body?.issuers ?? []).compactMap { MemberID($0.member) }.map { try name(of: $0) }
        return RequestView.AskedType(
            type: asked.type, name: body?.name ?? Bilingual(zh: asked.type.text, en: asked.type.text),
            fields: asked.fields.map { field in
                RequestView.Field(
                    path: field.path, name: names[field.path] ?? Bilingual(zh: field.path, en: field.path),
                    level: field.level.value, isRequired: field.isRequired)
            },
            documents: answering, issuers: issuers)
    }

    /// The documents of a type, the one that would be shown first: one that answers before one that does not, then
    /// the newest.
    func answering(_ asked: ProfileFields, _ documents: [DocumentView]) throws -> [AnsweringDocument] {
        try documents.filter { $0.held.type == asked.type }.map { try AnsweringDocument($0, asked) }
            .sorted { left, right in
                let (first, second) = (left.answers(asked), right.answers(asked))
                return first == second ? left.id > right.id : first
            }
    }

    /// The catalogue's definition, asked now and kept, with the names of who issues it; without a ledger as it was.
    private func definition(_ code: TypeCode, _ ledger: LedgerAnswer) async throws -> TypeBody? {
        guard case .reached(let ledger) = ledger, let body = try await ledger.client.type(code) else {
            return try newestType(code)
        }
        try keepType(body)
        for issuer in (body.issuers ?? []).compactMap({ MemberID($0.member) }) {
            guard try database.memberName(issuer) == nil, let member = try await ledger.client.member(issuer) else {
                continue
            }
            try database.keepMember(issuer, member.name)
        }
        return body
    }
}

extension AskedRequest {
    /// The counter with the number that this very request has there.
    fileprivate func shownCounter(at time: UInt64) -> RequestView.Counter? {
        counter.map { counter in
            RequestView.Counter(
                name: counter.name, place: counter.place, number: CounterNumber(of: signed).description,
                until: counter.numberUntil, isShown: time <= counter.numberUntil)
        }
    }
}
