package import Importing
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
