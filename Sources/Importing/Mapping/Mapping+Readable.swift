import Rulebook
public import Signing

extension Mapping {
    /// Most items in a list of a mapping.
    private static let maxItems = 1_000

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(Mapping.readableFormat)
            return try Mapping(from: &reader)
        }
    }

    /// Reads the bytes of a mapping file strictly.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        try self.init(readable: try JSONValue(parsing: bytes, maxByteCount: Mapping.maxByteCount))
    }

    private init(from reader: inout JSONReader) throws(JSONError) {
        name = try reader.member("name").bilingual()
        source = try SourceForm(readable: try reader.member("source"))
        (type, typeVersion) = try reader.member("type").object { (reader) throws(JSONError) in
            (try reader.member("code").name(), UInt64(try reader.member("version").integer(in: 1...Int64(1) << 53)))
        }
        provenance = try reader.member("provenance").code()
        isTrimming = try reader.optionalMember("trim")?.bool() ?? false
        dates =
            try reader.optionalMember("dates").map { (item) throws(JSONError) in
                try item.list(max: DateFormat.allCases.count) { (item) throws(JSONError) in try item.code() }
            } ?? DateFormat.standard
        let fields = try reader.member("fields")
        self.fields = try fields.list(max: DocumentType.maxFields) { (item) throws(JSONError) in
            try MappedField(readable: item)
        }
        try fields.distinct(self.fields.map(\.path), "path")
        holder = try MappedHolder(readable: try reader.member("holder"))
        let paths = Set(self.fields.map(\.path))
        identifier = try reader.optionalMember("identifier")?.mappedPath(of: paths)
        validFrom = try reader.optionalMember("validFrom")?.mappedPath(of: paths)
        validUntil = try reader.optionalMember("validUntil")?.mappedPath(of: paths)
        asOf = try reader.optionalMember("asOf").map { (item) throws(JSONError) in try ValueSource(readable: item) }
        key =
            try reader.optionalMember("key").map { (item) throws(JSONError) in
                try item.list(max: 16) { (item) throws(JSONError) in try item.mappedPath(of: paths) }
            } ?? []
        ignored =
            try reader.optionalMember("ignore").map { (item) throws(JSONError) in
                try item.list(max: Mapping.maxItems) { (item) throws(JSONError) in try item.columnName() }
            } ?? []
    }

    /// The mapping as people read it; `init(readable:)` gives the same one back.
    public var readable: JSONValue {
        var object: JSONObject = [
            "format": .string(Mapping.readableFormat), "name": name.readable, "source": source.readable,
            "type": ["code": .string(type.text), "version": .number(typeVersion)],
            "provenance": .string(provenance.rawValue), "trim": .bool(isTrimming),
            "dates": .array(dates.map { .string($0.rawValue) }), "fields": .array(fields.map(\.readable)),
            "holder": [
                "kind": holder.kind.readable, "number": holder.number.readable, "name": holder.name.readable,
            ],
        ]
        let paths = [("identifier", identifier), ("validFrom", validFrom), ("validUntil", validUntil)]
        for (name, path) in paths { if let path { object.append(name, .string(path)) } }
        if let asOf { object.append("asOf", asOf.readable) }
        object.append("key", .array(key.map { .string($0) }))
        object.append("ignore", .array(ignored.map { .string($0) }))
        return .object(object)
    }
}

extension SourceForm {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            let kind = try reader.member("kind")
            switch try kind.string() {
            case "csv": return .csv(encoding: try SourceForm.encoding(&reader))
            case "jsonl": return .jsonLines(encoding: try SourceForm.encoding(&reader))
            case "xml":
                return .xml(
                    record: try reader.member("record").recordPath(), encoding: try SourceForm.encoding(&reader))
            case "sqlite": return .sqlite(query: try reader.member("query").query())
            case "postgres": return .postgres(query: try reader.member("query").query())
            case _: throw kind.invalid("must be one of csv, jsonl, xml, sqlite, postgres")
            }
        }
    }

    private static func encoding(_ reader: inout JSONReader) throws(JSONError) -> TextEncoding? {
        try reader.optionalMember("encoding").map { (item) throws(JSONError) in try item.code() }
    }

    fileprivate var readable: JSONValue {
        var object: JSONObject = ["kind": .string(kind)]
        switch self {
        case .csv(let encoding), .jsonLines(let encoding), .xml(_, let encoding):
            if case .xml(let record, _) = self { object.append("record", .string(record.joined(separator: "/"))) }
            if let encoding { object.append("encoding", .string(encoding.rawValue)) }
        case .sqlite(let query), .postgres(let query): object.append("query", .string(query))
        }
        return .object(object)
    }
}

extension MappedField {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            MappedField(path: try reader.member("to").pathName(), value: try ValueSource(from: &reader))
        }
    }

    fileprivate var readable: JSONValue {
        var object: JSONObject = ["to": .string(path)]
        for (name, member) in value.members { object.append(name, member) }
        return .object(object)
    }
}

extension MappedHolder {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            MappedHolder(
                kind: try ValueSource(readable: try reader.member("kind")),
                number: try ValueSource(readable: try reader.member("number")),
                name: try ValueSource(readable: try reader.member("name")))
        }
    }
}

extension ValueSource {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in try ValueSource(from: &reader) }
    }

    /// Exactly one of `column`, `constant` and `field`; a column may have `values` (closed) or `replace` (open).
    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let column = reader.optionalMember("column")
        let constant = reader.optionalMember("constant")
        let field = reader.optionalMember("field")
        guard [column, constant, field].count(where: { $0 != nil }) == 1 else {
            throw reader.invalid("must have exactly one of column, constant, field")
        }
        if let constant {
            self = .constant(try constant.someText(max: 1_024))
        } else if let field {
            self = .field(try field.pathName())
        } else if let column {
            self = .column(
                MappedColumn(name: try column.columnName(), replacing: try ValueMap(from: &reader)))
        } else {
            throw reader.invalid("must have exactly one of column, constant, field")
        }
    }

    fileprivate var members: [(String, JSONValue)] {
        switch self {
        case .constant(let text): [("constant", .string(text))]
        case .field(let path): [("field", .string(path))]
        case .column(let column):
            [("column", .string(column.name))] + (column.replacing.map { [$0.member] } ?? [])
        }
    }

    fileprivate var readable: JSONValue {
        var object = JSONObject()
        for (name, member) in members { object.append(name, member) }
        return .object(object)
    }
}

extension ValueMap {
    fileprivate init?(from reader: inout JSONReader) throws(JSONError) {
        let closed = reader.optionalMember("values")
        let open = reader.optionalMember("replace")
        guard let item = closed ?? open else { return nil }
        guard closed == nil || open == nil else { throw reader.invalid("must not have both values and replace") }
        isClosed = closed != nil
        pairs = try item.entries(max: CodeList.maxEntries) { (name, item) throws(JSONError) in
            Pair(from: name, to: try item.string(maxByteCount: 1_024))
        }
    }

    fileprivate var member: (String, JSONValue) {
        var object = JSONObject()
        for pair in pairs { object.append(pair.from, .string(pair.to)) }
        return (isClosed ? "values" : "replace", .object(object))
    }
}

extension JSONElement {
    fileprivate func someText(max: Int) throws(JSONError) -> String {
        let text = try string(maxByteCount: max)
        guard !text.isEmpty else { throw invalid("must not be empty") }
        return text
    }

    fileprivate func columnName() throws(JSONError) -> String { try someText(max: 256) }

    fileprivate func pathName() throws(JSONError) -> String { try someText(max: TypeField.maxPath) }

    fileprivate func mappedPath(of paths: Set<String>) throws(JSONError) -> String {
        let path = try pathName()
        guard paths.contains(path) else { throw invalid("is \(path), which is not among the fields") }
        return path
    }

    fileprivate func recordPath() throws(JSONError) -> [String] {
        let names = try someText(max: 256).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }), (2...8).contains(names.count) else {
            throw invalid("must be element names from the root to the record, as in table/record")
        }
        return names
    }

    /// A query that begins like one that only reads; what it may do is the client's and the database's to fence.
    fileprivate func query() throws(JSONError) -> String {
        let text = try someText(max: 65_536)
        let first = text.prefix { $0.isLetter }.uppercased()
        guard first == "SELECT" || first == "WITH" else { throw invalid("must begin with SELECT or WITH") }
        guard !text.utf8.contains(0) else { throw invalid("must not hold a NUL") }
        return text
    }
}
