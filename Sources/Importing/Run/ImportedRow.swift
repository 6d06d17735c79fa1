public import Identifiers
import Rulebook
public import Signing

/// A row that passed the gate: the values of one document to be, and whose it is.
public struct ImportedRow: Hashable, Sendable {
    /// As a spreadsheet counts: the header is row 1. For XML and JSON lines the first record is row 1.
    public let number: Int
    /// The digest of the canonical row, the same in every file that says the same: what makes an import idempotent.
    public let id: Digest
    public let holder: HolderIdentity
    /// The fields that are not empty, in the order of the type.
    public let values: [FieldValue]
    /// The certificate identifier (GB/T 36904), when the mapping names one.
    public let identifier: String?
    /// The day on which the document begins to hold, and the last on which it does.
    public let validFrom: CivilDate?
    public let validUntil: CivilDate?
    /// The day of which the data is, when the source says so.
    public let asOf: CivilDate?
    public let provenance: Provenance

    /// The value of a field; nil when it is empty.
    public subscript(path: String) -> String? { values.first { $0.path == path }?.text }

    /// The end of the last day on which the document holds, as POSIX seconds (UTC+8).
    public var expiry: UInt64? { validUntil?.endInBeijing }
}

/// The value of one field.
public struct FieldValue: Hashable, Sendable {
    /// The field's path in the type.
    public let path: String
    /// The dimension under which it stands in the document; nil for none.
    public let group: String?
    public let text: String

    /// A field and what it says.
    public init(path: String, group: String?, text: String) {
        self.path = path
        self.group = group
        self.text = text
    }
}

/// Whose document a row is, as the registrar knows people: kind of number, number, name.
public struct HolderIdentity: Hashable, Sendable {
    /// 持证主体代码类型代码 of GB/T 36903: 111 citizen number, 001 credit code, …
    public let kind: String
    public let number: String
    public let name: String

    /// An identity by its parts.
    public init(kind: String, number: String, name: String) {
        self.kind = kind
        self.number = number
        self.name = name
    }
}

extension HolderIdentity: CustomStringConvertible, CustomReflectable {
    /// The kind alone, so that no log shows who it is.
    public var description: String { "<holder of kind \(kind)>" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension FieldValue: CustomStringConvertible, CustomReflectable {
    /// The path alone, so that no log shows what it says.
    public var description: String { "<\(path)>" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where a document's data comes from.
public enum Provenance: String, CaseIterable, Hashable, Sendable {
    /// Made as data.
    case digital
    /// Taken from paper.
    case digitised
}

extension CivilDate {
    /// The end of the day, as POSIX seconds in the time zone of the certificates (UTC+8).
    public var endInBeijing: UInt64? {
        guard let midnight = UTCTime("\(self)T00:00:00Z") else { return nil }
        return midnight.seconds + 86_400 - 8 * 3_600
    }
}
