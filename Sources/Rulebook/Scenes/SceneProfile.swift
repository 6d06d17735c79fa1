public import Signing

/// A field that a profile asks for, as sensitive as the catalogue says; an optional one the holder may leave out.
public struct AskedField: Hashable, Sendable, CBORCodable {
    public let path: String
    public let level: SensitivityLevel
    public let isRequired: Bool

    public init(path: String, level: SensitivityLevel, isRequired: Bool) {
        self.path = path
        self.level = level
        self.isRequired = isRequired
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.text(path)
        encoder.unsigned(level.value)
        encoder.bool(isRequired)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        path = try decoder.text(max: TypeField.maxPath)
        level = try SensitivityLevel(from: &decoder)
        isRequired = try decoder.bool()
    }
}

/// The fields of one type that a profile asks for: at least one, no path twice.
public struct ProfileFields: Hashable, Sendable, CBORCodable {
    public let type: TypeCode
    public let fields: [AskedField]

    public init(type: TypeCode, fields: [AskedField]) {
        self.type = type
        self.fields = fields
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        type.encode(into: &encoder)
        encoder.list(fields) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        type = try TypeCode(from: &decoder)
        let start = decoder.offset
        fields = try decoder.list(max: DocumentType.maxFields) { (inner) throws(CBORError) in
            try AskedField(from: &inner)
        }
        guard !fields.isEmpty, Set(fields.map(\.path)).count == fields.count else { throw .outOfRange(offset: start) }
    }
}

/// A declared set of fields, asked for as a whole: at least one type, no type twice.
public struct SceneProfile: Hashable, Sendable, CBORCodable {
    public let id: ProfileID
    public let fields: [ProfileFields]
    /// Most types of a profile.
    static let maxTypes = 64

    public init(id: ProfileID, fields: [ProfileFields]) {
        self.id = id
        self.fields = fields
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        id.encode(into: &encoder)
        encoder.list(fields) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        id = try ProfileID(from: &decoder)
        let start = decoder.offset
        fields = try decoder.list(max: SceneProfile.maxTypes) { (inner) throws(CBORError) in
            try ProfileFields(from: &inner)
        }
        guard !fields.isEmpty, Set(fields.map(\.type)).count == fields.count else { throw .outOfRange(offset: start) }
    }
}
