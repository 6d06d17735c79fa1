internal import Foundation
internal import GRDB
internal import Sealing
internal import Signing

/// Tables of the deposits.
enum DepositSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 deposits, parts, shares") { database in try database.execute(sql: tables) }
        migrator.registerMigration("2 sealed disclosures") { database in try database.execute(sql: sealedTables) }
        return migrator
    }

    // Two deposits may claim the same tag, for a wallet may use its salt twice: a tag is no key.
    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE deposits (
            number INTEGER PRIMARY KEY AUTOINCREMENT, manifest BLOB NOT NULL UNIQUE, grant_id BLOB NOT NULL,
            party TEXT NOT NULL, leave BLOB NOT NULL, expiry INTEGER NOT NULL, received INTEGER NOT NULL,
            is_claimed INTEGER NOT NULL, is_cut INTEGER NOT NULL, is_lacking INTEGER NOT NULL, entries INTEGER NOT NULL,
            bytes INTEGER NOT NULL, quorum INTEGER NOT NULL) STRICT;
        CREATE INDEX deposits_grant ON deposits (grant_id);
        CREATE INDEX deposits_expiry ON deposits (expiry);
        CREATE INDEX deposits_unclaimed ON deposits (received) WHERE NOT is_claimed;
        CREATE INDEX deposits_lacking ON deposits (number) WHERE is_lacking;
        CREATE TABLE parts (
            part INTEGER PRIMARY KEY, deposit INTEGER NOT NULL, tag BLOB NOT NULL, digest BLOB NOT NULL,
            is_manifest INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
        CREATE INDEX parts_tag ON parts (tag);
        CREATE UNIQUE INDEX parts_deposit ON parts (deposit, tag);
        CREATE TABLE shares (deposit INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
        CREATE TABLE acknowledgements (
            deposit INTEGER NOT NULL, position INTEGER NOT NULL, word BLOB NOT NULL,
            PRIMARY KEY (deposit, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE deletions (
            manifest BLOB NOT NULL, word BLOB NOT NULL, event INTEGER NOT NULL, expiry INTEGER NOT NULL,
            PRIMARY KEY (manifest, event)) STRICT, WITHOUT ROWID;
        """

    private static let sealedTables = """
        CREATE TABLE sealed_deals (
            digest BLOB NOT NULL PRIMARY KEY, leave BLOB NOT NULL, deal BLOB NOT NULL, discloser TEXT NOT NULL,
            quorum INTEGER NOT NULL, latest INTEGER NOT NULL, received INTEGER NOT NULL, is_claimed INTEGER NOT NULL,
            share BLOB) STRICT;
        CREATE INDEX sealed_deals_waiting ON sealed_deals (discloser) WHERE NOT is_claimed;
        CREATE TABLE sealed_words (
            digest BLOB NOT NULL, position INTEGER NOT NULL, word BLOB NOT NULL,
            PRIMARY KEY (digest, position)) STRICT, WITHOUT ROWID;
        """

    /// "Ddep": tells our file from any other.
    private static let mark: Int32 = 0x4464_6570

    static func checkMark(_ database: Database, _ path: String, isNew: Bool) throws {
        if isNew { try database.execute(sql: "PRAGMA application_id = \(mark)") }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == mark else {
            throw StrongroomDatabase.damage(path, "does not begin as a file of deposits does")
        }
    }

    /// Writes down whose deposits these are, or refuses when they are another ledger's.
    static func checkLedger(_ database: Database, _ genesis: Digest, _ path: String) throws {
        guard let found = try value("genesis", database) else {
            return try write(genesis.bytes, "genesis", database)
        }
        guard found == genesis.bytes else { throw StorageRefusal.otherLedger(path: path) }
    }

    /// False when the shares were sealed under another key: they are useless for good, and go.
    static func checkKey(_ database: Database, _ key: StorageKey) throws -> Bool {
        let place = "meta.key"
        let isKnown = try value("key", database).map { sealed in (try? key.open(sealed, at: place)) != nil }
        if isKnown == true { return true }
        try database.execute(sql: "DELETE FROM shares")
        try database.execute(sql: "UPDATE sealed_deals SET share = NULL")
        try write(key.seal([], at: place), "key", database)
        return isKnown == nil
    }

    private static func value(_ key: String, _ database: Database) throws -> [UInt8]? {
        try Data.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]).map { Array($0) }
    }

    private static func write(_ value: [UInt8], _ key: String, _ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [key, Data(value)])
    }
}
