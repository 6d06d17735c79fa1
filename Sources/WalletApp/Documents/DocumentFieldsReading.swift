internal import Credentials
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Reads a document's fields from its claims, with the names that the catalogue gives them.
struct DocumentFieldsReading {
    private let names: [String: Bilingual]
    /// The place of each field in the catalogue.
    private let places: [String: Int]

    /// Claims that are about the document, and no fields of it.
    private static let others: Set<String> = [
        "iss", "sub", "iat", "exp", "nbf", "cnf", "vct", "vct#integrity", "status", "deedbox", "attachments",
    ]

    init(_ type: TypeBody?) {
        let fields = type?.fields ?? []
        names = Dictionary(fields.map { ($0.path, $0.name) }) { first, _ in first }
        places = Dictionary(fields.enumerated().map { ($1.path, $0) }) { first, _ in first }
    }

    /// The fields in the catalogue's order, since a document has none; those of a group under its name.
    func fields(_ disclosed: DisclosedClaims) -> [DocumentView.FieldView] {
        let read = read(disclosed)
        return read.enumerated().sorted { place($0.element, $0.offset) < place($1.element, $1.offset) }.map(\.element)
    }

    /// What the catalogue does not know comes last, as it stands.
    private func place(_ field: DocumentView.FieldView, _ position: Int) -> Int {
        let name = field.path.split(separator: ".").last.map(String.init) ?? field.path
        return places[field.path] ?? places[name] ?? places.count + position
    }

    private func read(_ disclosed: DisclosedClaims) -> [DocumentView.FieldView] {
        disclosed.claims.members.filter { !DocumentFieldsReading.others.contains($0.name) }.flatMap { member in
            guard case .object(let group) = member.value else { return [view(member.name, member.name, member.value)] }
            return group.members.map { view(member.name + "." + $0.name, $0.name, $0.value) }
        }
    }

    private func view(_ path: String, _ field: String, _ value: JSONValue) -> DocumentView.FieldView {
        let name = names[path] ?? names[field] ?? Bilingual(zh: field, en: field)
        return DocumentView.FieldView(path: path, name: name, value: value)
    }
}
