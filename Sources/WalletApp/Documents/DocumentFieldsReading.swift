internal import Credentials
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Reads a document's fields from its claims, with the names that the catalogue gives them.
struct DocumentFieldsReading {
    private let names: [String: Bilingual]

    /// Claims that are about the document, and no fields of it.
    private static let others: Set<String> = [
        "iss", "sub", "iat", "exp", "nbf", "cnf", "vct", "vct#integrity", "status", "deedbox", "attachments",
    ]

    init(_ type: TypeBody?) {
        names = Dictionary((type?.fields ?? []).map { ($0.path, $0.name) }) { first, _ in first }
    }

    /// The fields in the order in which they stand; those of a group under its name.
    func fields(_ disclosed: DisclosedClaims) -> [DocumentView.FieldView] {
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
