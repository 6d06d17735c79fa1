internal import Credentials
public import Rulebook
internal import Sealing
internal import Signing

/// A plain request as its holder reads it: who asks by its own word, what, and that nothing of the ledger covers it.
public struct PresentationView: Sendable {
    /// Its number among the plain requests of this wallet.
    public let id: Int64
    /// `client_id`.
    public let client: String
    /// Whom the certificate names, and who issued it. No authority was asked whether that is so.
    public let subject: String
    public let certifiedBy: String
    /// The member of the ledger that asks, and why; nil for a verifier outside of it.
    public let party: MemberID?
    public let partyName: Bilingual?
    public let purpose: Bilingual?
    /// How long a member says to keep it; nil for others, who say nothing of it.
    public let retentionDays: UInt64?
    public let parts: [Part]
    /// True when everything that is needed can be shown.
    public let canAnswer: Bool
    /// POSIX seconds; nil when the verifier set no end.
    public let ends: UInt64?
    public let state: State
    /// In ms; nil before the holder answered.
    public let answered: UInt64?
    /// What was shown; empty for a refusal, and before.
    public let shown: [Shown]

    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        case open, sending, shown, refused
    }

    /// One credential that is asked for.
    public struct Part: Sendable {
        public let query: String
        /// `vct_values`, as the verifier wrote them.
        public let types: [String]
        /// Where the claims stand; those without which nothing can be shown first.
        public let required: [String]
        public let optional: [String]
        /// Every document of the wallet that is of a type asked for, the one that would be shown first.
        public let documents: [Candidate]
        /// Why no document of the wallet answers; nil when one does.
        public let missing: Bilingual?
    }

    /// A document that was held against a query.
    public struct Candidate: Sendable {
        public let id: Int64
        public let title: Bilingual
        /// Why it does not answer, clause by clause; empty when it does.
        public let faults: [Bilingual]
        let choices: [[ClaimPath]]
        let commitment: Commitment
    }

    /// What was shown of one document.
    public struct Shown: Sendable {
        public let document: Int64
        public let paths: [String]
    }

    /// Words that stand before every such request.
    public static let warning = Bilingual(
        zh: "未计次出示：账本不记录、不计次，出示后无法撤回，也查不到使用记录。账本的任何承诺均不适用。",
        en: "Uncounted: the ledger does not record or count it, it cannot be withdrawn, and you will see no use of it. "
            + "None of the ledger's promises covers it.")
}

extension Wallet {
    /// Plain requests that wait for the holder, the oldest first; with `all` the history of them, too.
    public func presentations(_ ledger: LedgerAnswer, all: Bool = false) async throws -> [PresentationView] {
        let documents = try await documents(ledger)
        return try database.presentations().filter { all || $0.state == .open || $0.state == .sending }
            .map { try view($0, documents) }
    }

    /// One plain request; refused when there is none of that number.
    public func presentation(_ id: Int64, _ ledger: LedgerAnswer) async throws -> PresentationView {
        guard let row = try database.presentation(id) else { throw PresentingRefusal.noSuchRequest(id) }
        return try view(row, try await documents(ledger))
    }

    /// What a row asks, opened and read again.
    func asked(_ row: PresentationRow) throws -> (asked: AskedPresentation, received: ReceivedPresentationRequest) {
        let asked = try AskedPresentation(
            decoding: opened(row.asked, at: AskedPresentation.place(row.link)))
        do throws(PresentationRefusal) { return (asked, try asked.received()) } catch {
            throw PresentingRefusal.request(error)
        }
    }

    func view(_ row: PresentationRow, _ documents: [DocumentView]) throws -> PresentationView {
        let (asked, received) = try asked(row)
        let request = received.request
        let parts = try request.query.credentials.map { query in
            // A member asks within its scene, whose types the ids of its queries name: what it calls them in
            // `vct_values` is its own word.
            let offered = documents.filter { asked.member == nil || $0.claims.ledger.typeCode == query.id }
            return try PresentationView.Part(query, offered)
        }
        let answerable = Set(parts.filter { $0.missing == nil }.map(\.query))
        let shown = try row.choice.map { sealed in
            try ShownPresentation(decoding: opened(sealed, at: ShownPresentation.place(row.link))).parts
        }
        let member = asked.member
        return PresentationView(
            id: row.id, client: request.clientID, subject: received.certificate.names.subject,
            certifiedBy: received.certificate.issuer, party: member?.party,
            partyName: try member.map { try name(of: $0.party) }, purpose: member?.scene.purpose,
            retentionDays: member?.scene.retentionDays, parts: parts,
            canAnswer: request.query.needed(of: answerable) != nil && !answerable.isEmpty, ends: request.expiry,
            state: PresentationView.State(row.state), answered: row.answered,
            shown: (shown ?? []).map { PresentationView.Shown(document: $0.document, paths: $0.paths) })
    }
}

extension PresentationView.State {
    fileprivate init(_ state: PresentationState) {
        switch state {
        case .open: self = .open
        case .sending: self = .sending
        case .shown: self = .shown
        case .refused: self = .refused
        }
    }
}

extension PresentationView.Part {
    fileprivate init(_ query: CredentialQuery, _ documents: [DocumentView]) throws {
        let required = query.required
        let optional = (query.claims ?? []).filter { !required.contains($0) }
        let candidates = try documents.compactMap { try PresentationView.Candidate($0, query) }
        self.query = query.id
        types = query.types
        self.required = required.map(\.path.description)
        self.optional = optional.map(\.path.description)
        self.documents = candidates.sorted { left, right in
            left.faults.count == right.faults.count ? left.id > right.id : left.faults.count < right.faults.count
        }
        missing =
            if query.format != SDJWTType.document {
                Bilingual(
                    zh: "本钱包没有 \(query.format) 格式的文档", en: "the wallet has no documents in the format \(query.format)")
            } else if candidates.isEmpty {
                Bilingual(
                    zh: "钱包中没有所请求类型的文档", en: "the wallet holds no document of a type that is asked for")
            } else if !candidates.contains(where: \.faults.isEmpty) {
                Bilingual(zh: "所请求类型的文档均不符合", en: "no document of that type answers")
            } else { nil }
    }
}

extension PresentationView.Candidate {
    /// Nil for a document of another type: it was not asked for.
    fileprivate init?(_ view: DocumentView, _ query: CredentialQuery) throws {
        let disclosed = try SDJWT(parsing: view.held.content.credential).unverifiedClaims()
        var faults: [Bilingual] = []
        var choices: [[ClaimPath]] = []
        switch query.match(disclosed, type: view.claims.type) {
        case .answers(let found): choices = found
        case .fails(let found):
            guard !found.contains(where: \.isOfAnotherKind) else { return nil }
            faults = found.map(\.words)
        }
        let findings = view.findings.filter { $0.name != .freshness && $0.answer == .no }
        faults += findings.map(\.fact)
        id = view.held.id
        commitment = view.held.commitment
        title = view.title
        self.faults = faults
        self.choices = faults.isEmpty ? choices : []
    }
}

extension PresentationMatch.Fault {
    fileprivate var isOfAnotherKind: Bool {
        switch self {
        case .format, .type: true
        case .missing, .value: false
        }
    }

    /// The clause that fails, for the holder.
    fileprivate var words: Bilingual {
        switch self {
        case .format(let format): Bilingual(zh: "请求的格式是 \(format)", en: "the format asked for is \(format)")
        case .type(let found): Bilingual(zh: "类型是 \(found)", en: "its type is \(found)")
        case .missing(let path): Bilingual(zh: "没有字段 \(path)", en: "it has no field \(path)")
        case .value(let path): Bilingual(zh: "字段 \(path) 不是所要求的值", en: "its field \(path) has not the value asked for")
        }
    }
}
