public import Signing

/// A document type as a file of the catalogue defines it: `deedbox-type/1`, or `/2` with details.
public struct TypeDefinition: Hashable, Sendable {
    /// The name and version of the plain readable form.
    public static let readableFormat = "deedbox-type/1"
    /// The name and version of the readable form with details.
    public static let detailedFormat = "deedbox-type/2"

    public let type: DocumentType
    /// 1 to register; the version in force plus one to update.
    public let version: UInt64
    /// True for a code that a national body gave out; it does not stand on the ledger.
    public let isNationalCode: Bool
    /// What the catalogue says beyond the ledger.
    public let details: TypeDetails
    /// True when the file states the details; otherwise they are what the fields' names tell.
    public let isDetailed: Bool

    /// A definition of these parts; without details, they are what the fields' names tell.
    public init(type: DocumentType, version: UInt64, isNationalCode: Bool, details: TypeDetails? = nil) {
        precondition(details.map { $0.fields.count == type.fields.count } ?? true, "details for each field")
        self.type = type
        self.version = version
        self.isNationalCode = isNationalCode
        self.details = details ?? TypeDetails(of: type)
        isDetailed = details != nil
    }

    /// Reads either readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            let isDetailed = try reader.member("format").isDetailedFormat()
            let version = try reader.member("version").integer(in: 1...Int64(1) << 53)
            let isNational = try reader.member("nationalCode").bool()
            let (type, fields) = try DocumentType.read(&reader, isDetailed: isDetailed)
            let details = isDetailed ? try TypeDetails(from: &reader, type: type, fields: fields) : nil
            return TypeDefinition(
                type: type, version: UInt64(version), isNationalCode: isNational, details: details)
        }
    }

    /// The definition as people read it; `init(readable:)` gives the same one back.
    public var readable: JSONValue {
        var object: JSONObject = [
            "format": .string(isDetailed ? TypeDefinition.detailedFormat : TypeDefinition.readableFormat),
            "code": .string(type.code.text),
            "version": .number(version),
            "name": type.name.readable,
            "owner": .string(type.owner.text),
            "level": .number(type.level.value),
            "nationalCode": .bool(isNationalCode),
            "updateFrequencyDays": .optional(type.updateFrequencyDays, JSONValue.number),
        ]
        for (name, value) in isDetailed ? details.readable : [] { object.append(name, value) }
        object.append(
            "fields",
            .array(zip(type.fields, details.fields).map { $0.readable(isDetailed ? $1.readable : []) }))
        return .object(object)
    }
}

extension DocumentType {
    fileprivate static func read(
        _ reader: inout JSONReader, isDetailed: Bool
    ) throws(JSONError) -> (DocumentType, [FieldDetails]) {
        let levelElement = try reader.member("level")
        let list = try reader.member("fields")
        let parts = try list.list(max: DocumentType.maxFields) { (element) throws(JSONError) in
            try TypeField.read(element, isDetailed: isDetailed)
        }
        let fields = parts.map(\.field)
        try list.distinct(fields.map(\.path), "path")
        let level = try levelElement.level()
        if let highest = fields.map(\.level).max(), highest != level {
            throw levelElement.invalid("is \(level.value), and the highest level of its fields is \(highest.value)")
        }
        let type = DocumentType(
            code: try reader.member("code").name(), owner: try reader.member("owner").name(),
            name: try reader.member("name").bilingual(), level: level,
            updateFrequencyDays: try reader.member("updateFrequencyDays").optional { (days) throws(JSONError) in
                try days.unsigned(max: 36_500)
            }, fields: fields)
        return (type, parts.map(\.details))
    }
}

extension TypeField {
    fileprivate func readable(_ details: [(String, JSONValue)]) -> JSONValue {
        var object: JSONObject = [
            "path": .string(path), "name": name.readable, "level": .number(level.value),
            "required": .bool(isRequired),
        ]
        for (name, value) in details { object.append(name, value) }
        return .object(object)
    }

    fileprivate static func read(
        _ element: JSONElement, isDetailed: Bool
    ) throws(JSONError) -> (field: TypeField, details: FieldDetails) {
        try element.object { (reader) throws(JSONError) in
            let path = try reader.member("path").string(maxByteCount: TypeField.maxPath)
            guard !path.isEmpty else { throw reader.invalid("has an empty path") }
            let field = TypeField(
                path: path, name: try reader.member("name").bilingual(), level: try reader.member("level").level(),
                isRequired: try reader.member("required").bool())
            let details =
                isDetailed ? try FieldDetails(from: &reader) : FieldDetails(form: FieldForm(path: path))
            return (field, details)
        }
    }
}

extension JSONElement {
    /// True for the form with details; refuses every other than the two.
    fileprivate func isDetailedFormat() throws(JSONError) -> Bool {
        let text = try string()
        if text.utf8.elementsEqual(TypeDefinition.detailedFormat.utf8) { return true }
        guard text.utf8.elementsEqual(TypeDefinition.readableFormat.utf8) else {
            throw invalid("must be \(TypeDefinition.readableFormat) or \(TypeDefinition.detailedFormat)")
        }
        return false
    }
}
