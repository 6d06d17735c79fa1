public import Credentials
internal import NodeAPI
internal import Rulebook
internal import Sealing
public import Signing

extension Wallet {
    /// Fetches the attachments that are not here yet: how many came, and how many did not.
    ///
    /// One that lies nowhere, or of which only altered bodies do, is looked for again next time.
    func fetchAttachments(_ ledger: WalletLedger) async throws -> (fetched: Int, away: Int) {
        let missing = try database.attachments().filter { $0.content == nil && $0.claim == nil }
        guard !missing.isEmpty else { return (0, 0) }
        var fetched = 0
        let openings = try missing.map { try opening(of: $0) }
        let search = try await MailboxSearch.run(Set(openings.map(\.tag)), in: ledger)
        for (row, opening) in zip(missing, openings) {
            // Whoever sees a tag can put something beside the file: the one that opens is it.
            let files = search.bodies[opening.tag]?.compactMap { try? opening.open($0) } ?? []
            guard let file = files.first, let secret = Digest(opening.erase.bytes) else { continue }
            try database.keep(
                keys.storage.seal(file, at: AttachmentRow.contentPlace(row.digest)), of: row,
                MailErasure(tag: opening.tag, secret: secret))
            fetched += 1
        }
        return (fetched, missing.count - fetched)
    }

    /// What opens an attachment, and under which tag it lies.
    func opening(of row: AttachmentRow) throws -> SealedAttachment {
        try SealedAttachment(
            decoding: opened(row.opening, at: AttachmentRow.openingPlace(row.digest)))
    }

    /// A file that belongs to a document; nil while it was not fetched.
    public func attachment(_ digest: Digest, of document: Int64) throws -> [UInt8]? {
        guard let row = try database.attachments(of: document).first(where: { $0.digest == digest }),
            let sealed = row.content
        else { return nil }
        return try opened(sealed, at: AttachmentRow.contentPlace(digest))
    }
}

extension Wallet {
    /// The bytes of a file that a document names, by its name.
    public func file(_ name: String, of document: Int64) throws -> (Attachment, [UInt8]) {
        guard let file = try files(of: document).first(where: { $0.name == name }) else {
            throw WalletRefusal.noSuchFile(name, document)
        }
        guard let bytes = try attachment(file.digest, of: document) else { throw WalletFailure.fileAway(name) }
        return (file, bytes)
    }

    /// The files that belong to a document, as it names them.
    public func files(of document: Int64) throws -> [Attachment] {
        guard let row = try database.document(document) else { throw WalletRefusal.noSuchDocument(document) }
        return try Wallet.files(named: try opened(row).content.credential)
    }

    /// The files that a credential names.
    static func files(named credential: String) throws -> [Attachment] {
        let claims = try SDJWT(parsing: credential).unverifiedClaims().claims
        guard let list = claims["attachments"] else { return [] }
        return try JSONElement(list).list(max: 64) { (file) throws(JSONError) in try Attachment(file) }
    }
}
