package import Rulebook
import Signing

/// Where documents come from: the rows of a table or the files of a folder.
package protocol DocumentSource {
    /// The next document, or what is wrong with it; nil at the end.
    mutating func next() throws -> SourceItem?
    /// How far the source was read, in its own units.
    var progress: SourceProgress { get }
}

/// One row or file of the input.
package enum SourceItem: Sendable {
    case document(MintDocument, KnownType)
    case faulty([RowFault])
}

/// How much of an input was read.
package struct SourceProgress: Hashable, Sendable {
    package var done: UInt64
    package var total: UInt64

    /// So much of so much.
    package init(done: UInt64, total: UInt64) {
        self.done = done
        self.total = total
    }
}

/// A document type of the ledger, as far as minting must know it.
package struct KnownType: Hashable, Sendable {
    package let code: TypeCode
    package let version: UInt64
    package let isRetired: Bool
    /// The paths of the fields that are never empty.
    package let required: [String]

    /// A type of the catalogue.
    package init(code: TypeCode, version: UInt64, isRetired: Bool, required: [String]) {
        self.code = code
        self.version = version
        self.isRetired = isRetired
        self.required = required
    }
}

/// What is wrong with a row: the field and the rule.
package struct RowFault: Hashable, Sendable {
    package let row: Int
    /// The column or, for a folder, the file; empty when the row as a whole is meant.
    package let field: String
    package let rule: RowRule
    /// What was found, in the language of the reader; never the value itself, which may be a person's.
    package let fact: String
}

/// The rules of the quality gate; the raw value is the stable code.
package enum RowRule: String, Sendable, CaseIterable {
    case fieldCount = "field-count"
    case notUTF8 = "not-utf-8"
    case typeMissing = "type-missing"
    case unknownType = "unknown-type"
    case typeRetired = "type-retired"
    case otherType = "other-type"
    case required
    case citizenNumber = "citizen-number"
    case sampleCitizen = "sample-citizen"
    case birthInFuture = "birth-in-future"
    case creditCode = "credit-code"
    case certificateIdentifier = "certificate-identifier"
    case identifierType = "identifier-type"
    case identifierIssuer = "identifier-issuer"
    case date
    case dateOrder = "date-order"
    case duplicate
    case emptyFile = "empty-file"
}
