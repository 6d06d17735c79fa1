package import Signing

/// The documents that have their receipt, and those of them that came by in this run.
package struct SeenDocuments: Sendable {
    /// True once the input had the document in this run.
    private var documents: [Digest: Bool] = [:]

    /// Nothing seen.
    package init() {}

    /// What a document of the input is.
    package enum Sight: Equatable {
        case new
        /// It has its receipt from an earlier run.
        case minted
        /// The same document came before in this run.
        case repeated
    }

    /// Notes a document that has its receipt.
    package mutating func noteReceipt(_ document: Digest) {
        if documents[document] == nil { documents[document] = false }
    }

    /// True when the document has its receipt or came by in this run.
    package func contains(_ document: Digest) -> Bool { documents[document] != nil }

    /// Notes a document of the input, and says what it is.
    package mutating func see(_ document: Digest) -> Sight {
        switch documents.updateValue(true, forKey: document) {
        case nil: .new
        case false?: .minted
        case true?: .repeated
        }
    }

    /// How many documents are known.
    package var count: Int { documents.count }
}
