internal import Foundation
internal import GRDB
internal import Ledger
internal import Rulebook
public import Signing

/// What is in each stage, and how much.
extension IssuingDatabase {
    /// How many documents are in each stage; of one run, or of all.
    public func stageCounts(of run: RunID? = nil) throws -> [DocumentStage: UInt64] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT stage, COUNT(*) AS n FROM documents WHERE ? IS NULL OR run = ? GROUP BY stage",
                arguments: [run?.value, run?.value])
            return rows.reduce(into: [:]) { counts, row in
                guard let stage = DocumentStage(rawValue: row["stage"]) else { return }
                counts[stage] = UInt64(stored: row["n"])
            }
        }
    }

    /// A document by its number; nil when there is none.
    public func document(_ id: DocumentID) throws -> StoredDocument? {
        try reading { try IssuingDatabase.document(id, $0) }
    }

    static func document(_ id: DocumentID, _ database: Database) throws -> StoredDocument? {
        try Row.fetchOne(
            database, sql: "SELECT \(StoredDocument.columns) FROM documents WHERE id = ?", arguments: [id.value]
        ).map(StoredDocument.init)
    }

    /// Documents by number, after one; all that is not nil must hold.
    public func documents(
        run: RunID? = nil, stage: DocumentStage? = nil, holder: Digest? = nil, after: DocumentID? = nil,
        limit: Int = 1_000
    ) throws -> [StoredDocument] {
        let holderBytes = holder.map { Data($0.bytes) }
        return try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(StoredDocument.columns) FROM documents
                    WHERE (?1 IS NULL OR run = ?1) AND (?2 IS NULL OR stage = ?2) AND (?3 IS NULL OR holder = ?3)
                        AND id > ?4 ORDER BY id LIMIT ?5
                    """, arguments: [run?.value, stage?.rawValue, holderBytes, after?.value ?? 0, limit]
            ).map(StoredDocument.init)
        }
    }

    /// Documents with their sealed columns.
    func sealed(_ ids: [DocumentID]) throws -> [SealedDocument] {
        try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT \(SealedDocument.columns) FROM documents WHERE id = ?")
            return try ids.compactMap { id in
                try Row.fetchOne(select, arguments: [id.value]).map(SealedDocument.init)
            }
        }
    }
}

/// Finding the wallets of holders.
extension IssuingDatabase {
    /// A holder of pending documents, by one of them.
    struct PendingHolder {
        let holder: Digest
        let key: Digest
        let content: [UInt8]
    }

    /// Holders of pending documents who were not asked for since a time.
    func pendingHolders(lookedBefore second: UInt64, limit: Int) throws -> [PendingHolder] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT d.holder, d.row_key, d.content_sealed, MIN(d.id) FROM documents d
                    LEFT JOIN wallets w ON w.holder = d.holder
                    WHERE d.stage = ? AND d.offer IS NULL AND (w.looked IS NULL OR w.looked < ?)
                    GROUP BY d.holder LIMIT ?
                    """, arguments: [DocumentStage.pending.rawValue, second.stored, limit]
            ).map { row in
                PendingHolder(
                    holder: try StoredDocument.digest(row["holder"]), key: try StoredDocument.digest(row["row_key"]),
                    content: Array(row["content_sealed"] as Data))
            }
        }
    }

    /// What the registrar said of one holder.
    struct LookedUp {
        let holder: Digest
        /// Nil when it knows no wallet.
        let wallet: FoundWallet?
    }

    /// A wallet as the registrar has it now.
    struct FoundWallet {
        let account: [UInt8]
        let key: [UInt8]
        /// How often the account was bound: 1 for the first device.
        let serial: UInt64
        let listingSealed: [UInt8]
    }

    /// Keeps what the registrar said of holders. Of a wallet that is bound to another key than before, that key is
    /// remembered: what was issued to it is to be issued anew. An answer that a newer one has overtaken is left out.
    func keep(_ found: [LookedUp], at second: UInt64) throws {
        try writing { database in
            let put = try database.cachedStatement(
                sql: """
                    INSERT INTO wallets (holder, account, key, serial, listing_sealed, looked) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (holder) DO UPDATE SET account = excluded.account, key = excluded.key,
                        serial = excluded.serial, listing_sealed = excluded.listing_sealed, looked = excluded.looked
                        WHERE excluded.serial >= wallets.serial OR wallets.account IS NULL
                    """)
            for item in found {
                let isRebound = try item.wallet.map { try noteFormerKey(item.holder, $0, database) } ?? false
                try put.execute(arguments: [
                    Data(item.holder.bytes), item.wallet.map { Data($0.account) }, item.wallet.map { Data($0.key) },
                    (item.wallet?.serial ?? 1).stored, item.wallet.map { Data($0.listingSealed) }, second.stored,
                ])
                if isRebound { try IssuingDatabase.turnToNewDevice(item.holder, database) }
            }
        }
    }

    /// Binds pending documents to the wallets that were found since a time; how many.
    func bind(foundSince first: UInt64, at second: UInt64) throws -> Int {
        try writing { database in
            try database.execute(
                sql: """
                    UPDATE documents SET stage = ?, since = ?, account = w.account, holder_key = w.key
                    FROM wallets w WHERE documents.stage = ? AND documents.offer IS NULL
                        AND w.holder = documents.holder AND w.account IS NOT NULL AND w.looked >= ?
                    """,
                arguments: [
                    DocumentStage.bound.rawValue, second.stored, DocumentStage.pending.rawValue, first.stored,
                ])
            return database.changesCount
        }
    }

    /// The sealed listing of a holder's wallet; nil when none is known.
    func listing(of holder: Digest) throws -> [UInt8]? {
        try reading { database in
            try Data.fetchOne(
                database, sql: "SELECT listing_sealed FROM wallets WHERE holder = ?",
                arguments: [Data(holder.bytes)]
            ).map { Array($0) }
        }
    }
}

extension IssuingDatabase {
    /// True while something is on its way that asking again will move; documents of held types are not.
    func hasUnfinishedWork() throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT 1 WHERE EXISTS (SELECT 1 FROM documents d WHERE stage = ? AND NOT EXISTS (
                            SELECT 1 FROM held_types h WHERE h.type = d.type AND h.version = d.type_version))
                        OR EXISTS (SELECT 1 FROM batches WHERE stage = ?)
                        OR EXISTS (SELECT 1 FROM acts WHERE stage < 3)
                        OR EXISTS (SELECT 1 FROM deliveries WHERE acknowledged IS NULL AND number IS NOT NULL)
                    """, arguments: [DocumentStage.bound.rawValue, LedgerStage.signed.rawValue]) != nil
        }
    }
}

extension IssuingDatabase {
    /// What a document is to say, changed before it is signed; refused when somebody else changed it meanwhile.
    func replaceContent(
        of id: DocumentID, _ sealed: [UInt8], before old: [UInt8], attachments: Int, marks: [CopyMark]
    ) throws {
        try writing { database in
            try database.execute(
                sql: """
                    UPDATE documents SET content_sealed = ?, attachments = ?
                    WHERE id = ? AND stage IN (?, ?) AND content_sealed = ?
                    """,
                arguments: [
                    Data(sealed), attachments, id.value, DocumentStage.pending.rawValue,
                    DocumentStage.bound.rawValue, Data(old),
                ])
            guard database.changesCount == 1 else { throw DeskRefusal.alreadySigned(id) }
            for mark in marks { try IssuingDatabase.insert(mark, of: id, database) }
        }
    }
}

extension IssuingDatabase {
    /// Holders of whom the registrar knew no wallet are asked for at once.
    func forgetUnknownHolders() throws {
        try writing { try $0.execute(sql: "DELETE FROM wallets WHERE account IS NULL") }
    }
}
