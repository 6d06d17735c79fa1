/// What the catalogue says of a type beyond what stands on the ledger: the second half of `deedbox-type/2`.
public struct TypeDetails: Hashable, Sendable {
    /// Who can hold a document of the type; empty when nothing is said.
    public var holders: [HolderCategory] = []
    /// Days for which its data is kept after its end; nil when nothing is said.
    public var retentionDays: UInt64?
    /// How a wallet shows it; nil when nothing is said.
    public var display: TypeDisplay?
    /// The dimensions of a file, in order; its fields name them. Empty for a single certificate.
    public var groups: [FieldGroup] = []
    /// Amounts that must add up.
    public var sums: [FieldSum] = []
    /// One for each field of the type, in the same order.
    public var fields: [FieldDetails]

    /// Most groups, and most sums.
    public static let maxParts = 64

    /// What the names of the fields alone tell: all that is known of a type in `deedbox-type/1`.
    public init(of type: DocumentType) {
        fields = type.fields.map { FieldDetails(form: FieldForm(path: $0.path)) }
    }
}

/// The two kinds of holder: a natural person, or a firm or other body.
public enum HolderCategory: String, CaseIterable, Hashable, Sendable {
    case person, enterprise
}

/// How a wallet shows a document of the type.
public struct TypeDisplay: Hashable, Sendable {
    /// The paths whose values stand on the face of the card, the most important first.
    public let face: [String]
    /// The card's colour: `#rrggbb`.
    public let colour: String

    /// Most paths on a face.
    public static let maxFace = 6

    /// A face of these fields in that colour.
    public init(face: [String], colour: String) {
        self.face = face
        self.colour = colour
    }
}

/// A dimension of a file, as 社保 or 房产.
public struct FieldGroup: Hashable, Sendable {
    /// The member under which its fields stand in a document: 1 to 16 of A-Z.
    public let code: String
    public let name: Bilingual

    /// A group by its code.
    public init(code: String, name: Bilingual) {
        self.code = code
        self.name = name
    }

    static func isCode(_ text: String) -> Bool {
        (1...16).contains(text.utf8.count) && text.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    }
}

/// One amount is the sum of others, less others.
public struct FieldSum: Hashable, Sendable {
    public let total: String
    public let plus: [String]
    public let minus: [String]

    /// `total` = all of `plus` - all of `minus`, by paths.
    public init(total: String, plus: [String], minus: [String]) {
        self.total = total
        self.plus = plus
        self.minus = minus
    }
}

/// What the catalogue says of one field beyond the ledger.
public struct FieldDetails: Hashable, Sendable {
    /// Its place in the classification, as `P2.04`; nil when it is not classified.
    public var fieldClass: FieldClass?
    /// The code of its dimension; nil outside of every group.
    public var group: String?
    public var form: FieldForm
    /// The code list that its values are of; nil for free values.
    public var list: String?
    /// Most characters of a value; nil for the importer's own limit.
    public var maxLength: Int?
    /// The department that supplies it.
    public var source: Bilingual?
    /// True for an item that the file has a place for and nobody supplies yet.
    public var isPlanned = false

    /// A field of this form, of which nothing more is said.
    public init(form: FieldForm) { self.form = form }
}

/// A place in the classification: a class of the first level (person, organisation, other), one digit for the second,
/// two for the third.
public struct FieldClass: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil unless the text is like `P2.04`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let digits = 0x30...0x39
        guard bytes.count == 5, "POX".utf8.contains(bytes[0]), digits.contains(Int(bytes[1])), bytes[2] == 0x2e,
            digits.contains(Int(bytes[3])), digits.contains(Int(bytes[4]))
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}

/// What a field's values look like; the raw value is the word of the readable form.
public enum FieldForm: String, CaseIterable, Hashable, Sendable {
    case text
    /// A day: `2026-01-31`.
    case date
    /// The holder's date of birth.
    case birthDate
    /// A month: `2026-01`.
    case month
    /// A decimal number: `-1234.50`.
    case number
    /// 男 or 女, as on certificates.
    case sex
    /// GB 11643.
    case citizenNumber
    /// The number of some person's document: of 18 characters only if it is a citizen number.
    case personNumber
    /// GB 32100.
    case creditCode
    /// GB/T 36904.
    case certificateIdentifier

    /// The form that a field's short name (GB/T 36903) tells.
    public init(path: String) {
        switch path {
        case "ZZBS": self = .certificateIdentifier
        case "ZZBFJGDM": self = .creditCode
        case "KZ_CSRQ": self = .birthDate
        case "KZ_XB": self = .sex
        case _ where path.hasSuffix("ZJHM"): self = .personNumber
        case _ where path.hasSuffix("RQ"): self = .date
        case _: self = .text
        }
    }
}
