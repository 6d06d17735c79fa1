internal import Foundation
internal import GRDB
internal import Sealing
internal import Signing

/// The registrar's truth: accounts, bindings, what waits, and the log of its own acts. What tells of persons is sealed.
struct RegistrarDatabase: Sendable {
    let pool: DatabasePool
    let storage: StorageKey

    /// Makes an empty database; refuses when the file exists.
    static func create(at path: String, storage: StorageKey, origin: String, member: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw RegistrarError.exists(path) }
        let database = try opened(path, storage)
        try database.pool.write { connection in
            for (key, value) in [("origin", origin), ("member", member)] {
                try connection.execute(
                    sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, Data(value.utf8)])
            }
            let proof = storage.seal(Array(origin.utf8), at: "meta/storage")
            try connection.execute(
                sql: "INSERT INTO meta (key, value) VALUES ('storage', ?)", arguments: [Data(proof)])
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try database.pool.close()
    }

    /// Opens a database that is there; refuses that of another registrar, ledger or storage key.
    static func open(at path: String, storage: StorageKey, origin: String, member: String) throws -> RegistrarDatabase {
        guard FileManager.default.fileExists(atPath: path) else { throw RegistrarError.missing(path) }
        let database = try opened(path, storage)
        try database.pool.read { connection in
            func value(_ key: String) throws -> [UInt8] {
                let row = try Data.fetchOne(
                    connection, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
                return Array(row ?? Data())
            }
            guard try value("origin") == Array(origin.utf8), try value("member") == Array(member.utf8) else {
                throw RegistrarError.otherRegistrar(path)
            }
            guard (try? storage.open(try value("storage"), at: "meta/storage")) != nil else {
                throw RegistrarError.wrongStorageKey
            }
        }
        return database
    }

    private static func opened(_ path: String, _ storage: StorageKey) throws -> RegistrarDatabase {
        var configuration = Configuration()
        configuration.label = "registrar"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 accounts, bindings, log") { try $0.execute(sql: tables) }
        migrator.registerMigration("2 who knows which account") { try $0.execute(sql: known) }
        migrator.registerMigration("3 trace tokens") { try $0.execute(sql: tokens) }
        try migrator.migrate(pool)
        return RegistrarDatabase(pool: pool, storage: storage)
    }

    /// Which account each member was told of, and which accounts were bound anew, in that order.
    private static let known = """
        CREATE TABLE known (
            member TEXT NOT NULL, account BLOB NOT NULL, PRIMARY KEY (member, account)) STRICT, WITHOUT ROWID;
        CREATE TABLE rebindings (number INTEGER PRIMARY KEY AUTOINCREMENT, account BLOB NOT NULL) STRICT;
        CREATE INDEX rebindings_account ON rebindings (account);
        INSERT INTO rebindings (account) SELECT account FROM bindings WHERE serial > 1 ORDER BY rowid;
        """

    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE accounts (
            id BLOB NOT NULL PRIMARY KEY, identity BLOB NOT NULL UNIQUE, person BLOB NOT NULL, root BLOB NOT NULL,
            binding BLOB NOT NULL, digest BLOB NOT NULL UNIQUE, backup BLOB, opened INTEGER NOT NULL,
            notices INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE bindings (
            digest BLOB NOT NULL PRIMARY KEY, account BLOB NOT NULL, serial INTEGER NOT NULL,
            holder BLOB NOT NULL UNIQUE, salt BLOB NOT NULL, binding BLOB NOT NULL, UNIQUE (account, serial)) STRICT;
        CREATE TABLE waiting (
            account BLOB NOT NULL PRIMARY KEY, root BLOB NOT NULL, binding BLOB NOT NULL, digest BLOB NOT NULL,
            holder BLOB NOT NULL UNIQUE, backup BLOB, effective INTEGER NOT NULL) STRICT;
        CREATE TABLE attempts (identity BLOB NOT NULL, time INTEGER NOT NULL) STRICT;
        CREATE INDEX attempts_identity ON attempts (identity, time);
        CREATE TABLE questions (id BLOB NOT NULL PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE notices (
            number INTEGER PRIMARY KEY, tag BLOB NOT NULL, eraser BLOB NOT NULL, body BLOB NOT NULL,
            expiry INTEGER NOT NULL, is_put INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE anchors (
            number INTEGER PRIMARY KEY, salt BLOB NOT NULL, leaves BLOB NOT NULL, statement BLOB NOT NULL,
            log BLOB NOT NULL, time INTEGER NOT NULL) STRICT;
        CREATE TABLE log (
            number INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, detail BLOB NOT NULL,
            hash BLOB NOT NULL) STRICT;
        """
}
