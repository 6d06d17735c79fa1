public import Rulebook
public import Signing

/// What a person's or an enterprise's file should hold: items by dimension (一人一档, 一企一档).
public struct FilePlan: Hashable, Sendable {
    static let format = "deedbox-file-plan/1"
    static let maxDimensions = 64
    static let maxItems = 1_024

    /// Whose file it is: `person` or `enterprise`.
    public let holder: String
    public let dimensions: [Dimension]

    /// A part of a file: social security, family, real estate, …
    public struct Dimension: Hashable, Sendable {
        public let code: String
        public let name: Bilingual
        public let items: [Item]
    }

    /// A document that a whole file has.
    public struct Item: Hashable, Sendable {
        /// Nil while no type of that kind is on the ledger.
        public let type: TypeCode?
        public let name: Bilingual
        /// Who issues it; nil when nobody on the ledger does.
        public let issuer: MemberID?
        /// Where to ask for it; nil when nobody said.
        public let apply: Bilingual?
    }

    /// How many documents a whole file has.
    public var itemCount: Int { dimensions.reduce(0) { $0 + $1.items.count } }

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) { try self.init(JSONElement(readable)) }

    init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            try reader.member("format").exactly(FilePlan.format)
            let holder = try reader.member("holder").string(maxByteCount: 32)
            let dimensions = try reader.member("dimensions").list(max: maxDimensions, Dimension.init)
            return FilePlan(holder: holder, dimensions: dimensions)
        }
    }

    private init(holder: String, dimensions: [Dimension]) {
        self.holder = holder
        self.dimensions = dimensions
    }

    /// The form that `init(readable:)` reads.
    public var readable: JSONValue {
        [
            "format": .string(FilePlan.format), "holder": .string(holder),
            "dimensions": .array(dimensions.map(\.readable)),
        ]
    }
}

extension FilePlan.Dimension {
    fileprivate init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            FilePlan.Dimension(
                code: try reader.member("code").string(maxByteCount: 64), name: try reader.member("name").bilingual(),
                items: try reader.member("items").list(max: FilePlan.maxItems, FilePlan.Item.init))
        }
    }

    fileprivate var readable: JSONValue {
        ["code": .string(code), "name": name.readable, "items": .array(items.map(\.readable))]
    }
}

extension FilePlan.Item {
    fileprivate init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            FilePlan.Item(
                type: try FilePlan.named(reader.optionalMember("type")), name: try reader.member("name").bilingual(),
                issuer: try FilePlan.named(reader.optionalMember("issuer")),
                apply: try reader.optionalMember("apply").map { (text) throws(JSONError) in try text.bilingual() })
        }
    }

    fileprivate var readable: JSONValue {
        var object: JSONObject = ["type": type.map { .string($0.text) } ?? .null, "name": name.readable]
        if let issuer { object.append("issuer", .string(issuer.text)) }
        if let apply { object.append("apply", apply.readable) }
        return .object(object)
    }
}

extension FilePlan {
    /// A name; nil when it is missing or null.
    fileprivate static func named<Name: RegisteredName>(_ element: JSONElement?) throws(JSONError) -> Name? {
        guard let element else { return nil }
        return try element.optional { (element) throws(JSONError) in try element.name() }
    }
}
