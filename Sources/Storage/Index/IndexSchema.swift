internal import Foundation
internal import GRDB
internal import Signing

/// Tables of the index and how they came about.
enum IndexSchema {
    /// WAL without a sync per transaction: a power cut may take the last blocks out of the index, never out of
    /// the log; they are recorded again at the next start.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "index"
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 leaves, blocks, state") { database in try database.execute(sql: tables) }
        migrator.registerMigration("2 deposits of grants") { database in try database.execute(sql: depositTables) }
        return migrator
    }

    // Only a log that is read from its first leaf says who named which deposit: the index is made anew.
    private static let depositTables = """
        DELETE FROM blocks; DELETE FROM statements; DELETE FROM manifests; DELETE FROM state; DELETE FROM replay;
        CREATE TABLE deposit_acts (
            grant_id BLOB NOT NULL, height INTEGER NOT NULL, position INTEGER NOT NULL, kind INTEGER NOT NULL,
            manifest BLOB, party TEXT NOT NULL, scene TEXT NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (grant_id, height, position)) STRICT, WITHOUT ROWID;
        CREATE INDEX deposit_acts_height ON deposit_acts (height);
        """

    // No foreign keys: a block's rows are written in one transaction, and never changed.
    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE blocks (
            height INTEGER PRIMARY KEY, first_index INTEGER NOT NULL UNIQUE, seal_index INTEGER NOT NULL,
            time_ms INTEGER NOT NULL, block_id BLOB NOT NULL, sum INTEGER NOT NULL) STRICT;
        CREATE TABLE statements (
            id BLOB NOT NULL PRIMARY KEY, leaf_index INTEGER NOT NULL, height INTEGER NOT NULL,
            sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE manifests (
            leaf_index INTEGER PRIMARY KEY, count INTEGER NOT NULL, issuer TEXT NOT NULL, type TEXT NOT NULL,
            sum INTEGER NOT NULL) STRICT;
        CREATE TABLE state (
            kind INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, sum INTEGER NOT NULL,
            PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE replay (
            position INTEGER PRIMARY KEY, minute INTEGER NOT NULL, id BLOB NOT NULL,
            sum INTEGER NOT NULL) STRICT;
        CREATE INDEX replay_minute ON replay (minute);
        """

    /// "Deed": tells our file from any other, and from one that lost its first page.
    private static let mark: Int32 = 0x4465_6564

    static func checkMark(_ database: Database, _ path: String, isNew: Bool) throws {
        if isNew { try database.execute(sql: "PRAGMA application_id = \(mark)") }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == mark else {
            throw IndexDatabase.damage(path, "does not begin as an index does")
        }
    }

    /// Writes down whose index this is, or refuses when it is another ledger's.
    static func checkLedger(_ database: Database, _ genesis: Digest, _ path: String, isNew: Bool) throws {
        if isNew {
            try database.execute(
                sql: "INSERT INTO meta (key, value) VALUES ('genesis', ?)", arguments: [Data(genesis.bytes)])
        }
        guard let row = try Row.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'genesis'") else {
            throw IndexDatabase.damage(path, "does not say whose index it is")
        }
        guard try IndexRow(row, path).bytes(0) == genesis.bytes else { throw StorageRefusal.otherLedger(path: path) }
    }
}
