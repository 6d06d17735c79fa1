internal import Rulebook
internal import Sealing
internal import Signing

/// What a document may be found by at the counter: blind indexes, made from what it says.
struct LookUpEntry: Sendable {
    let document: DocumentID
    /// Number and holder in one: a wrong holder and an unknown number are the same miss, by the same work.
    let pair: Digest
    /// The number alone: asked only after the pair was right, for how many holders have it.
    let number: Digest
}

/// By what a file that is handed in may be recognised as a document's page image.
struct CopyMark: Sendable {
    enum Kind: Int64, Sendable {
        /// The digest of its bytes: it is that image.
        case digest = 1
        /// The identifier that a PDF keeps when it is edited: it was made from that image.
        case identifier = 2
    }

    let kind: Kind
    let value: Digest
}

extension Desk {
    private static let indexPage = 512
    /// A question waits for so many pages at most.
    private static let maxIndexPages = 20

    /// Refuses while documents wait to be indexed: one of them may be what is asked for.
    func mustBeIndexed() throws {
        for _ in 0..<Desk.maxIndexPages {
            guard try indexDocuments() > 0 else { return }
        }
        throw DeskRefusal.lookUpUnchecked
    }

    /// Indexes the documents that came since; how many it looked at.
    func indexDocuments() throws -> Int {
        let rules = Dictionary(try database.lookUpRules().map { ($0.type, $0) }) { first, _ in first }
        let place = try database.indexPlace()
        let page = try database.sealed(after: place.document, limit: Desk.indexPage)
        guard let last = page.last else { return 0 }
        var entries: [LookUpEntry] = []
        var marks: [(document: DocumentID, mark: CopyMark)] = []
        for sealed in page where rules[sealed.document.type] != nil || sealed.document.attachments > 0 {
            let content = try content(sealed.content, key: sealed.document.key)
            if let rule = rules[sealed.document.type] {
                entries += self.entries(of: sealed.document, content, by: rule)
            }
            for attachment in content.attachments {
                // An image that is gone from the folder is still known by its digest.
                let bytes = try? self.attachment(attachment.sha256)
                marks += copyMarks(attachment.sha256, bytes).map { (sealed.document.id, $0) }
            }
        }
        try database.keepIndex(entries, marks, from: place, to: last.document.id)
        return page.count
    }

    private func entries(
        of document: StoredDocument, _ content: DocumentContent, by rule: LookUpRule
    ) -> [LookUpEntry] {
        let identity =
            switch rule.identity {
            case .number: content.holder.number
            case .name: content.holder.name
            }
        return content.fields.filter { rule.keys.contains($0.path) && !LookUpQuestion.normal($0.text).isEmpty }.map {
            LookUpEntry(
                document: document.id,
                pair: pairIndex(document.type, $0.path, value: $0.text, identity: identity),
                number: numberIndex(document.type, $0.path, value: $0.text))
        }
    }

    /// The blind index of a number with its holder.
    func pairIndex(_ type: TypeCode, _ path: String, value: String, identity: String) -> Digest {
        let parts = [type.text, path, LookUpQuestion.normal(value), LookUpQuestion.normal(identity)]
        return keys.storage.index(Desk.joined(parts.map { Array($0.utf8) }), of: "look-ups/pair")
    }

    /// The blind index of a number.
    func numberIndex(_ type: TypeCode, _ path: String, value: String) -> Digest {
        let parts = [type.text, path, LookUpQuestion.normal(value)]
        return keys.storage.index(Desk.joined(parts.map { Array($0.utf8) }), of: "look-ups/number")
    }

    /// By what an image is recognised; `bytes` may be missing.
    func copyMarks(_ digest: Digest, _ bytes: [UInt8]?) -> [CopyMark] {
        let whole = CopyMark(kind: .digest, value: keys.storage.index(digest.bytes, of: "copies/digest"))
        guard let identifier = bytes.flatMap(PDFIdentifier.init) else { return [whole] }
        return [
            whole,
            CopyMark(kind: .identifier, value: keys.storage.index(identifier.bytes, of: "copies/identifier")),
        ]
    }

    /// Parts one after another, each behind its length, so that no two lists are the same bytes.
    static func joined(_ parts: [[UInt8]]) -> [UInt8] {
        parts.flatMap { part in
            let count = UInt32(part.count)
            return [
                UInt8(truncatingIfNeeded: count >> 16), UInt8(truncatingIfNeeded: count >> 8),
                UInt8(truncatingIfNeeded: count),
            ] + part
        }
    }
}
