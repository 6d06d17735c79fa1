internal import Foundation
internal import GRDB
internal import Signing

/// Tables of the strongroom.
enum StrongroomSchema {
    /// 16 KiB a page: five bodies of 3 KB stand in one, measured fastest. Deleted content is written over.
    static func configuration(label: String = "strongroom") -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // The others write to the file, and a reader must not.
            guard !database.configuration.readonly else { return }
            try database.execute(
                sql: """
                    PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 2048; PRAGMA secure_delete = ON
                    """)
        }
        return configuration
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 puts, entries, bodies") { database in try database.execute(sql: tables) }
        return migrator
    }

    // An entry's key is its put's number and its position: bodies are written in the order of arrival.
    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE puts (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, owner TEXT NOT NULL,
            expiry INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL, live_count INTEGER NOT NULL,
            live_bytes INTEGER NOT NULL, lacking INTEGER NOT NULL, fingerprint BLOB NOT NULL) STRICT;
        CREATE INDEX puts_day ON puts (day, id, fingerprint);
        CREATE INDEX puts_expiry ON puts (expiry);
        CREATE INDEX puts_lacking ON puts (number) WHERE lacking > 0;
        CREATE TABLE lists (put INTEGER PRIMARY KEY, statement BLOB NOT NULL, listing BLOB NOT NULL) STRICT;
        CREATE TABLE entries (
            tag BLOB NOT NULL, entry INTEGER NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL,
            expiry INTEGER NOT NULL, eraser BLOB NOT NULL, is_lacking INTEGER NOT NULL,
            PRIMARY KEY (tag, entry)) STRICT, WITHOUT ROWID;
        CREATE INDEX entries_digest ON entries (digest);
        CREATE INDEX entries_entry ON entries (entry);
        CREATE TABLE bodies (entry INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE erasures (entry INTEGER PRIMARY KEY, secret BLOB, deletion BLOB) STRICT;
        CREATE TABLE deletions (
            id BLOB NOT NULL PRIMARY KEY, statement BLOB NOT NULL, expiry INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// "Dsro": tells our file from any other.
    private static let mark: Int32 = 0x4473_726f

    static func checkMark(_ database: Database, _ path: String, isNew: Bool) throws {
        if isNew { try database.execute(sql: "PRAGMA application_id = \(mark)") }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == mark else {
            throw StrongroomDatabase.damage(path, "does not begin as a strongroom does")
        }
    }

    /// Writes down whose strongroom this is, or refuses when it is another ledger's.
    static func checkLedger(_ database: Database, _ genesis: Digest, _ path: String, isNew: Bool) throws {
        if isNew {
            try database.execute(
                sql: "INSERT INTO meta (key, value) VALUES ('genesis', ?)", arguments: [Data(genesis.bytes)])
        }
        guard let found = try Data.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'genesis'") else {
            throw StrongroomDatabase.damage(path, "does not say whose strongroom it is")
        }
        guard Array(found) == genesis.bytes else { throw StorageRefusal.otherLedger(path: path) }
    }
}
