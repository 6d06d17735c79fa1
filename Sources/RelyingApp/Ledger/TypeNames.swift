public import Rulebook

/// A type as the catalogue calls it.
public struct TypeNames: Sendable {
    public let name: Bilingual
    public let fields: [String: Bilingual]

    public init(name: Bilingual, fields: [String: Bilingual]) {
        self.name = name
        self.fields = fields
    }
}
