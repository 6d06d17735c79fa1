internal import Rulebook
internal import Sealing
internal import Signing

/// A holder has another device: documents that are bound to the old one's key are issued anew to the new one's, and
/// superseded when the new ones are final.
extension Desk {
    /// Most documents that are issued anew in one turn.
    private static let reissueCount = 1_000

    /// Asks the registrar which wallets were bound to other keys, and issues anew what they held; how many documents.
    /// Throws `LedgerAway` when the registrar does not answer.
    func followRebindings() async throws -> Int {
        try await askForRebindings()
        guard try database.hasReboundWallets() else { return 0 }
        let documents = try database.documentsToReissue(at: second, limit: Desk.reissueCount)
        let count = try documents.isEmpty ? 0 : database.reissue(documents.map { try reissued($0) }, at: second)
        try database.endRebindings(at: second)
        return count
    }

    private func askForRebindings() async throws {
        guard let directory else { return }
        let (after, asked) = try database.rebindingsAsked()
        guard second >= asked + configuration.pendingSeconds else { return }
        // Also when the registrar is away it is asked no more often.
        try database.keepRebindings(after: after, at: second)
        let (next, listings) = try await directory.rebindings(after: after)
        guard next != after else { return }
        let wallets = Dictionary(listings.map { ($0.account, $0) }, uniquingKeysWith: { _, last in last })
        let found = try database.holders(of: Array(wallets.keys)).map { lookedUp($0.holder, wallets[$0.account]) }
        try database.keep(found, at: second)
        // There may be more behind it: the next turn asks again at once.
        try database.keepRebindings(after: next, at: 0)
    }

    /// The same document for another key: its data are as old as they were.
    private func reissued(_ old: SealedDocument) throws -> NewDocument {
        let document = old.document
        let content = try content(old.content, key: document.key)
        let key = rowKey(document.type, SHA256.digest(document.key.bytes + Array("rebound".utf8)))
        return NewDocument(
            key: key, holder: document.holder, row: document.row, type: document.type,
            typeVersion: document.typeVersion, contentSealed: seal(content, key: key), expiry: document.expiry,
            supersedes: document.id, attachments: document.attachments, run: document.run, isRebound: true)
    }
}
