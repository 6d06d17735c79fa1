internal import Foundation
internal import GRDB
internal import Ledger
internal import Rulebook
internal import Signing

/// Wallets that were bound to another device, and the documents that stay with the old one's key.
extension IssuingDatabase {
    /// How far the registrar was asked for re-bindings, and when.
    func rebindingsAsked() throws -> (after: UInt64, time: UInt64) {
        try reading { database in
            (
                try IssuingDatabase.counter("rebindings-after", database),
                try IssuingDatabase.counter("rebindings-asked", database)
            )
        }
    }

    /// Keeps how far the registrar was asked.
    func keepRebindings(after number: UInt64, at second: UInt64) throws {
        try writing { database in
            try IssuingDatabase.set("rebindings-after", Data(String(number).utf8), database)
            try IssuingDatabase.set("rebindings-asked", Data(String(second).utf8), database)
        }
    }

    /// The holder of each of these accounts, as far as the desk knows them.
    func holders(of accounts: [[UInt8]]) throws -> [(account: [UInt8], holder: Digest)] {
        try reading { database in
            let select = try database.cachedStatement(sql: "SELECT holder FROM wallets WHERE account = ?")
            return try accounts.flatMap { account in
                try Data.fetchAll(select, arguments: [Data(account)]).map { (account, try StoredDocument.digest($0)) }
            }
        }
    }

    /// Remembers the key that a wallet had before, when that is another; true then.
    func noteFormerKey(_ holder: Digest, _ wallet: FoundWallet, _ database: Database) throws -> Bool {
        let former = try Data.fetchOne(
            database, sql: "SELECT key FROM wallets WHERE holder = ? AND key IS NOT NULL AND serial < ?",
            arguments: [Data(holder.bytes), wallet.serial.stored])
        guard let former, former != Data(wallet.key) else { return false }
        try database.execute(
            sql: "INSERT OR IGNORE INTO former_keys VALUES (?, ?)", arguments: [Data(holder.bytes), former])
        return true
    }

    /// The old device reads no more: documents that are bound to its key are not sent any more, and what else waits is
    /// sealed for the new one.
    static func turnToNewDevice(_ holder: Digest, _ database: Database) throws {
        let holder = Data(holder.bytes)
        try database.execute(sql: "UPDATE wallets SET rebound = 1 WHERE holder = ?", arguments: [holder])
        try database.execute(
            sql: """
                DELETE FROM deliveries WHERE acknowledged IS NULL AND kind = ? AND document IN (
                    SELECT d.id FROM documents d JOIN former_keys f ON f.holder = d.holder AND f.key = d.holder_key
                    WHERE d.holder = ?)
                """, arguments: [DeliveryKind.document.rawValue, holder])
        try database.execute(
            sql: """
                UPDATE deliveries SET number = NULL, items = NULL WHERE acknowledged IS NULL
                    AND document IN (SELECT id FROM documents WHERE holder = ?)
                """, arguments: [holder])
    }

    /// Documents in force that are bound to the key of an old device, and that nothing stands in the place of.
    ///
    /// One that is suspended, or of which a change is on its way, waits for that.
    func documentsToReissue(at second: UInt64, limit: Int) throws -> [SealedDocument] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(SealedDocument.columns) FROM documents WHERE id IN (
                        SELECT d.id FROM wallets w JOIN former_keys f ON f.holder = w.holder
                            JOIN documents d ON d.holder = w.holder AND d.holder_key = f.key
                        WHERE w.rebound = 1 AND d.record IS NOT NULL AND d.state = 1
                            AND (d.expiry IS NULL OR d.expiry > ?)
                            AND NOT EXISTS (SELECT 1 FROM documents n WHERE n.supersedes = d.id)
                            AND NOT EXISTS (
                                SELECT 1 FROM status_changes s JOIN acts a ON a.id = s.act
                                WHERE s.document = d.id AND a.stage < 3)
                        LIMIT ?)
                    """, arguments: [second.stored, limit]
            ).map(SealedDocument.init)
        }
    }

    /// Takes documents that stand in the place of those of old devices; how many. Each keeps when an import showed its
    /// row last, and the proposal to renew it.
    func reissue(_ documents: [NewDocument], at second: UInt64) throws -> Int {
        try writing { database in
            var count = 0
            for document in documents {
                guard let id = try insert(document, run: document.run, at: second, database) else { continue }
                try database.execute(
                    sql: """
                        UPDATE documents SET (seen, renewal) = (
                            SELECT o.seen, o.renewal FROM documents o WHERE o.id = documents.supersedes) WHERE id = ?
                        """, arguments: [id.value])
                count += 1
            }
            return count
        }
    }

    /// True while something may be left with an old device.
    func hasReboundWallets() throws -> Bool {
        try reading { try Row.fetchOne($0, sql: "SELECT 1 FROM wallets WHERE rebound = 1 LIMIT 1") != nil }
    }

    /// A batch is final: what in it is bound to the key of an old device is to be issued anew.
    static func markRebound(by batch: BatchID, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE wallets SET rebound = 1 WHERE holder IN (
                    SELECT d.holder FROM documents d
                    JOIN former_keys f ON f.holder = d.holder AND f.key = d.holder_key WHERE d.batch = ?)
                """, arguments: [batch.value])
    }

    /// Wallets of which nothing is left with the old device are done with.
    func endRebindings(at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    UPDATE wallets SET rebound = 0 WHERE rebound = 1 AND NOT EXISTS (
                        SELECT 1 FROM former_keys f JOIN documents d ON d.holder = f.holder AND d.holder_key = f.key
                        WHERE f.holder = wallets.holder AND d.record IS NOT NULL AND d.state < 3
                            AND (d.expiry IS NULL OR d.expiry > ?)
                            AND NOT EXISTS (SELECT 1 FROM documents n WHERE n.supersedes = d.id))
                    """, arguments: [second.stored])
        }
    }

    /// The document that stands in the place of one since its holder changed the device: itself when there is none.
    func current(_ id: DocumentID) throws -> DocumentID {
        try reading { database in
            let last = try Int64.fetchOne(
                database,
                sql: """
                    WITH RECURSIVE chain (id) AS (
                        VALUES (?) UNION ALL
                        SELECT n.id FROM documents n JOIN chain c ON n.supersedes = c.id WHERE n.rebound = 1)
                    SELECT MAX(id) FROM chain
                    """, arguments: [id.value])
            return last.map { DocumentID($0) } ?? id
        }
    }
}
