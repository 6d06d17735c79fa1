public import Signing

/// How sensitive a field or a type is: 1 public register facts … 4 biometrics, medical, accounts, minors.
public struct SensitivityLevel: Hashable, Comparable, Sendable {
    public let value: UInt64

    /// Nil outside 1 to 4.
    public init?(_ value: UInt64) {
        guard (1...4).contains(value) else { return nil }
        self.value = value
    }

    /// Public register facts.
    static let lowest = SensitivityLevel(checked: 1)

    private init(checked value: UInt64) { self.value = value }

    public static func < (left: SensitivityLevel, right: SensitivityLevel) -> Bool { left.value < right.value }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        guard let level = SensitivityLevel(try decoder.unsigned()) else { throw .outOfRange(offset: start) }
        self = level
    }
}

/// One field of a document type.
public struct TypeField: Hashable, Sendable, CBORCodable {
    /// Its name in documents: the pinyin short name of GB/T 36903 or an extension `KZ_…`.
    public let path: String
    public let name: Bilingual
    public let level: SensitivityLevel
    public let isRequired: Bool
    public static let maxPath = 64

    public init(path: String, name: Bilingual, level: SensitivityLevel, isRequired: Bool) {
        self.path = path
        self.name = name
        self.level = level
        self.isRequired = isRequired
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.text(path)
        name.encode(into: &encoder)
        encoder.unsigned(level.value)
        encoder.bool(isRequired)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        path = try decoder.text(max: TypeField.maxPath)
        name = try Bilingual(from: &decoder)
        level = try SensitivityLevel(from: &decoder)
        isRequired = try decoder.bool()
    }
}

/// A kind of document: who owns its definition, what it contains, how sensitive it is.
public struct DocumentType: Hashable, Sendable, CBORCodable {
    public let code: TypeCode
    public let owner: MemberID
    public let name: Bilingual
    public let level: SensitivityLevel
    /// How often its data should be renewed, in days; nil when it does not change by itself.
    public let updateFrequencyDays: UInt64?
    /// At most 400, paths without repetition.
    public let fields: [TypeField]
    public static let maxFields = 400

    public init(
        code: TypeCode, owner: MemberID, name: Bilingual, level: SensitivityLevel, updateFrequencyDays: UInt64?,
        fields: [TypeField]
    ) {
        self.code = code
        self.owner = owner
        self.name = name
        self.level = level
        self.updateFrequencyDays = updateFrequencyDays
        self.fields = fields
    }

    /// True when no path stands twice.
    var hasDistinctPaths: Bool { Set(fields.map(\.path)).count == fields.count }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        code.encode(into: &encoder)
        owner.encode(into: &encoder)
        name.encode(into: &encoder)
        encoder.unsigned(level.value)
        encoder.optional(updateFrequencyDays) { $0.unsigned($1) }
        encoder.list(fields) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        code = try TypeCode(from: &decoder)
        owner = try MemberID(from: &decoder)
        name = try Bilingual(from: &decoder)
        level = try SensitivityLevel(from: &decoder)
        updateFrequencyDays = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: 36_500) }
        let start = decoder.offset
        fields = try decoder.list(max: DocumentType.maxFields) { (inner) throws(CBORError) in
            try TypeField(from: &inner)
        }
        guard hasDistinctPaths else { throw .outOfRange(offset: start) }
    }
}

/// A type as it stands in the state.
public struct TypeEntry: Hashable, Sendable, CBORCodable {
    /// 1 at registration, one more at each update.
    public var version: UInt64
    public var type: DocumentType
    public var isRetired: Bool

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(version)
        type.encode(into: &encoder)
        encoder.bool(isRetired)
    }

    public init(version: UInt64, type: DocumentType, isRetired: Bool) {
        self.version = version
        self.type = type
        self.isRetired = isRetired
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        version = try decoder.unsigned(max: 1 << 53)
        type = try DocumentType(from: &decoder)
        isRetired = try decoder.bool()
    }
}
