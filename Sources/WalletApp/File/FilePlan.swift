public import Rulebook
public import Signing

/// What a person's or an enterprise's file should hold: items by dimension (一人一档, 一企一档).
///
/// It is read from the catalogue's definition of the file: each of its groups is a dimension, each field an item.
public struct FilePlan: Hashable, Sendable {
    static let maxByteCount = 1 << 20

    /// The type of the file itself: one document that holds many items.
    public let type: TypeCode
    public let dimensions: [Dimension]

    /// A part of a file: social security, family, housing, …
    public struct Dimension: Hashable, Sendable {
        public let code: String
        public let name: Bilingual
        public let items: [Item]
    }

    /// A document or record that a whole file has.
    public struct Item: Hashable, Sendable {
        /// Its field in the file's own document.
        public let path: String
        public let name: Bilingual
        /// The department that has it; nil when nothing is said.
        public let source: Bilingual?
        /// False while nobody supplies it.
        public let isSupplied: Bool
    }

    /// How many items a whole file has.
    public var itemCount: Int { dimensions.reduce(0) { $0 + $1.items.count } }

    /// The plan that a definition of the catalogue is; fields outside of every group are about the holder, not items.
    public init(_ definition: TypeDefinition) {
        type = definition.type.code
        let fields = Array(zip(definition.type.fields, definition.details.fields))
        dimensions = definition.details.groups.map { group in
            let items = fields.filter { $0.1.group == group.code }.map { field, details in
                Item(path: field.path, name: field.name, source: details.source, isSupplied: !details.isPlanned)
            }
            return Dimension(code: group.code, name: group.name, items: items)
        }
    }

    /// Reads the readable form of a definition strictly.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        let value = try JSONValue(parsing: bytes, maxByteCount: FilePlan.maxByteCount)
        self.init(try TypeDefinition(readable: value))
    }
}
