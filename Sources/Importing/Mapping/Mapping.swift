public import Rulebook
public import Signing

/// How the columns of a source become the fields of a type: `deedbox-mapping/1`, written by a person, read strictly.
public struct Mapping: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-mapping/1"
    /// Most bytes of a mapping file.
    public static let maxByteCount = 1 << 20

    /// What the mapping is for, for people.
    public let name: Bilingual
    public let source: SourceForm
    public let type: TypeCode
    public let typeVersion: UInt64
    public let provenance: Provenance
    /// True when blanks around values are cut off; otherwise they are faults.
    public let isTrimming: Bool
    /// How the source writes days and months, tried in order.
    public let dates: [DateFormat]
    public let fields: [MappedField]
    public let holder: MappedHolder
    /// The path of the certificate identifier; nil when the type has none.
    public let identifier: String?
    /// The paths of the first and the last day on which a document holds.
    public let validFrom: String?
    public let validUntil: String?
    /// The day of which the data is; nil when the source does not say.
    public let asOf: ValueSource?
    /// The paths that tell one document from another; empty: all values together do.
    public let key: [String]
    /// Columns of the source that no field takes.
    public let ignored: [String]

    /// The digest of the readable form: two mappings with the same one do the same.
    public var digest: Digest { SHA256.digest(Array(readable.compact.utf8)) }
}

/// What kind of source a mapping is for.
public enum SourceForm: Hashable, Sendable {
    /// A table of comma-separated values with a header row; the encoding is recognised when none is given.
    case csv(encoding: TextEncoding?)
    /// One JSON object a line; nested members are named with `/` between.
    case jsonLines(encoding: TextEncoding?)
    /// Records below a path of element names, as `table/record`.
    case xml(record: [String], encoding: TextEncoding?)
    /// What a query gives from an SQLite file.
    case sqlite(query: String)
    /// What a query gives from a PostgreSQL server.
    case postgres(query: String)

    /// The word of the readable form.
    public var kind: String {
        switch self {
        case .csv: "csv"
        case .jsonLines: "jsonl"
        case .xml: "xml"
        case .sqlite: "sqlite"
        case .postgres: "postgres"
        }
    }
}

/// One field of the type and where its value comes from.
public struct MappedField: Hashable, Sendable {
    /// The field's path.
    public let path: String
    public let value: ValueSource
}

/// Where the identity of the holder comes from.
public struct MappedHolder: Hashable, Sendable {
    public let kind: ValueSource
    public let number: ValueSource
    public let name: ValueSource
}

/// Where a value comes from.
public enum ValueSource: Hashable, Sendable {
    case column(MappedColumn)
    /// The same in every row.
    case constant(String)
    /// What another field of the same row says.
    case field(String)
}

/// A column of the source, and what becomes of its values on the way.
public struct MappedColumn: Hashable, Sendable {
    public let name: String
    /// What stands for what; nil: values are taken as they are.
    public let replacing: ValueMap?

    /// A column whose values are taken as they are, or replaced.
    public init(name: String, replacing: ValueMap? = nil) {
        self.name = name
        self.replacing = replacing
    }
}

/// What the source's values stand for.
public struct ValueMap: Hashable, Sendable {
    /// A value and its replacement.
    public struct Pair: Hashable, Sendable {
        public let from: String
        public let to: String
    }

    /// In the order of the file.
    public let pairs: [Pair]
    /// True when every other value is a fault; otherwise others are taken as they are.
    public let isClosed: Bool
}
