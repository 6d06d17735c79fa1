public import Rulebook

/// A document type of the catalogue.
public struct TypeBody: Codable, Hashable, Sendable {
    public let code: String
    /// 1 at registration, one more at each update.
    public let version: UInt64
    /// The member that owns the definition.
    public let owner: String
    public let name: Bilingual
    /// 1 for public register facts to 4 for biometrics, medical data, accounts, minors.
    public let level: UInt64
    /// How often its data should be renewed, in days; nil when it does not change by itself.
    public let updateFrequencyDays: UInt64?
    /// True when no documents of the type are minted any more.
    public let isRetired: Bool
    public let fieldCount: Int
    /// Nil unless fields were asked for.
    public let fields: [FieldBody]?
    /// Who may mint it; nil unless one type was asked for.
    public let issuers: [IssuerBody]?

    /// The type's entry.
    public init(_ entry: TypeEntry, withFields: Bool, issuers: [IssuerBody]? = nil) {
        code = entry.type.code.text
        version = entry.version
        owner = entry.type.owner.text
        name = entry.type.name
        level = entry.type.level.value
        updateFrequencyDays = entry.type.updateFrequencyDays
        isRetired = entry.isRetired
        fieldCount = entry.type.fields.count
        fields = withFields ? entry.type.fields.map { FieldBody($0) } : nil
        self.issuers = issuers
    }
}

/// A field of a document type.
public struct FieldBody: Codable, Hashable, Sendable {
    public let path: String
    public let name: Bilingual
    public let level: UInt64
    public let isRequired: Bool

    init(_ field: TypeField) {
        path = field.path
        name = field.name
        level = field.level.value
        isRequired = field.isRequired
    }
}

/// A member that is accredited to mint a type, and when.
public struct IssuerBody: Codable, Hashable, Sendable {
    public let member: String
    /// POSIX seconds.
    public let from: UInt64
    /// POSIX seconds; nil: no end is set.
    public let until: UInt64?

    public init(_ member: MemberID, _ period: Period) {
        self.member = member.text
        from = period.from
        until = period.until
    }
}

/// All document types, as of a block.
public struct TypesBody: Codable, Hashable, Sendable {
    public let height: UInt64
    /// In the order of their codes.
    public let types: [TypeBody]

    public init(height: UInt64, types: [TypeBody]) {
        self.height = height
        self.types = types
    }
}
