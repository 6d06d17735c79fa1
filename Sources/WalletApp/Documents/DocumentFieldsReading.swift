internal import Credentials
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Reads a document's fields from its claims, with the names that the catalogue gives them.
struct DocumentFieldsReading {
    private let names: [String: Bilingual]
    /// The place of each field in the catalogue.
    private let places: [String: Int]

    init(_ type: TypeBody?) {
        let fields = type?.fields ?? []
        names = Dictionary(fields.map { ($0.path, $0.name) }) { first, _ in first }
        places = Dictionary(fields.enumerated().map { ($1.path, $0) }) { first, _ in first }
    }

    /// The fields in the catalogue's order, since a document has none; those of a group under its name.
    func fields(_ disclosed: DisclosedClaims) -> [DocumentView.FieldView] {
        let read = disclosed.fields.map(view)
        return read.enumerated().sorted { place($0.element, $0.offset) < place($1.element, $1.offset) }.map(\.element)
    }

    /// What the catalogue does not know comes last, as it stands.
    private func place(_ field: DocumentView.FieldView, _ position: Int) -> Int {
        let name = field.path.split(separator: ".").last.map(String.init) ?? field.path
        return places[field.path] ?? places[name] ?? places.count + position
    }

    private func view(_ shown: ShownClaim) -> DocumentView.FieldView {
        let name = names[shown.path] ?? names[shown.name] ?? Bilingual(zh: shown.name, en: shown.name)
        return DocumentView.FieldView(path: shown.path, name: name, value: shown.value)
    }
}
