public import Signing

/// A document type as a file of the catalogue defines it: `deedbox-type/1`.
public struct TypeDefinition: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-type/1"

    public let type: DocumentType
    /// 1 to register; the version in force plus one to update.
    public let version: UInt64
    /// True for a code that a national body gave out; it does not stand on the ledger.
    public let isNationalCode: Bool

    /// A definition of these parts.
    public init(type: DocumentType, version: UInt64, isNationalCode: Bool) {
        self.type = type
        self.version = version
        self.isNationalCode = isNationalCode
    }

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(TypeDefinition.readableFormat)
            let version = try reader.member("version").integer(in: 1...Int64(1) << 53)
            let isNational = try reader.member("nationalCode").bool()
            return TypeDefinition(
                type: try DocumentType(from: &reader), version: UInt64(version), isNationalCode: isNational)
        }
    }

    /// The definition as people read it; `init(readable:)` gives the same one back.
    public var readable: JSONValue {
        [
            "format": .string(TypeDefinition.readableFormat),
            "code": .string(type.code.text),
            "version": .number(version),
            "name": type.name.readable,
            "owner": .string(type.owner.text),
            "level": .number(type.level.value),
            "nationalCode": .bool(isNationalCode),
            "updateFrequencyDays": .optional(type.updateFrequencyDays, JSONValue.number),
            "fields": .array(type.fields.map(\.readable)),
        ]
    }
}

extension DocumentType {
    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let levelElement = try reader.member("level")
        let list = try reader.member("fields")
        let fields = try list.list(max: DocumentType.maxFields) { (element) throws(JSONError) in
            try TypeField(readable: element)
        }
        try list.distinct(fields.map(\.path), "path")
        let level = try levelElement.level()
        if let highest = fields.map(\.level).max(), highest != level {
            throw levelElement.invalid("is \(level.value), and the highest level of its fields is \(highest.value)")
        }
        self.init(
            code: try reader.member("code").name(), owner: try reader.member("owner").name(),
            name: try reader.member("name").bilingual(), level: level,
            updateFrequencyDays: try reader.member("updateFrequencyDays").optional { (days) throws(JSONError) in
                try days.unsigned(max: 36_500)
            }, fields: fields)
    }
}

extension TypeField {
    fileprivate var readable: JSONValue {
        [
            "path": .string(path), "name": name.readable, "level": .number(level.value),
            "required": .bool(isRequired),
        ]
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let path = try reader.member("path").string(maxByteCount: TypeField.maxPath)
            guard !path.isEmpty else { throw reader.invalid("has an empty path") }
            return TypeField(
                path: path, name: try reader.member("name").bilingual(), level: try reader.member("level").level(),
                isRequired: try reader.member("required").bool())
        }
    }
}
