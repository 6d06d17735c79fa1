package import Credentials
public import Rulebook
internal import Signing

/// A document of the wallet that is of a type that is asked for, and which of the asked fields it has.
public struct AnsweringDocument: Sendable {
    public let id: Int64
    public let title: Bilingual
    public let issuerName: Bilingual
    /// No for one that is over or revoked: it is not shown.
    public let answer: Finding.Answer
    /// Why it is not yes.
    public let fact: Bilingual?
    let commitment: Commitment
    /// Where each asked field stands in it; those that it lacks are not here.
    let places: [String: ClaimPath]

    /// The asked fields that it has, by their names in the catalogue.
    public var paths: Set<String> { Set(places.keys) }

    /// True for one that may be shown.
    public var isGood: Bool { answer != .no }

    /// True when it has every field that is asked for and not optional.
    func answers(_ asked: ProfileFields) -> Bool {
        isGood && asked.fields.allSatisfy { !$0.isRequired || places[$0.path] != nil }
    }

    /// A document as its checks find it now, against what is asked of its type.
    init(_ view: DocumentView, _ asked: ProfileFields) throws {
        let findings = view.findings.filter { $0.name != .freshness }
        try self.init(
            view.held.id, view.held.commitment, view.held.content.credential, asked, title: view.title,
            issuerName: view.issuerName, answer: view.answer,
            fact: (findings.first { $0.answer == .no } ?? findings.first { $0.answer == .unknown })?.fact)
    }

    /// A document by its text.
    package init(
        _ id: Int64, _ commitment: Commitment, _ credential: String, _ asked: ProfileFields, title: Bilingual,
        issuerName: Bilingual, answer: Finding.Answer, fact: Bilingual?
    ) throws {
        let disclosed = try SDJWT(parsing: credential).unverifiedClaims()
        let found = asked.fields.compactMap { field in disclosed.place(of: field.path).map { (field.path, $0) } }
        places = Dictionary(found) { first, _ in first }
        self.id = id
        self.commitment = commitment
        self.title = title
        self.issuerName = issuerName
        self.answer = answer
        self.fact = fact
    }
}

extension DisclosedClaims {
    /// Where a field of the catalogue stands in a document: at the top, or inside a group; nil when it is not there.
    package func place(of field: String) -> ClaimPath? {
        let found = fields.filter { $0.name == field }
        guard let shown = found.first(where: { $0.group == nil }) ?? found.first else { return nil }
        return shown.group.map { ClaimPath($0, field) } ?? ClaimPath(field)
    }
}
