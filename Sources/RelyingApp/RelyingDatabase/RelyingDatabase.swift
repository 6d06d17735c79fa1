internal import Foundation
internal import GRDB
internal import Sealing
internal import Signing

/// The desk's truth: sessions, answers, uses, faults. What tells of a person or a case is sealed.
struct RelyingDatabase: Sendable {
    let pool: DatabasePool
    let storage: StorageKey

    /// Makes an empty database; refuses when the file exists.
    static func create(at path: String, storage: StorageKey, origin: String, member: String) throws -> RelyingDatabase {
        guard !FileManager.default.fileExists(atPath: path) else { throw RelyingFailure.exists(path) }
        // Before SQLite writes into it: log and index beside it take the same mode.
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: mode) else {
            throw RelyingFailure.unreadable(path, fact: "it cannot be made")
        }
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
        return database
    }

    /// Opens a database that is there; refuses that of another desk, ledger or storage key.
    static func open(at path: String, storage: StorageKey, origin: String, member: String) throws -> RelyingDatabase {
        guard FileManager.default.fileExists(atPath: path) else { throw RelyingFailure.missing(path) }
        let database = try opened(path, storage)
        try database.pool.read { connection in
            func value(_ key: String) throws -> [UInt8] {
                let row = try Data.fetchOne(
                    connection, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
                return Array(row ?? Data())
            }
            guard try value("origin") == Array(origin.utf8), try value("member") == Array(member.utf8) else {
                throw RelyingFailure.otherDesk(path)
            }
            guard (try? storage.open(try value("storage"), at: "meta/storage")) != nil else {
                throw RelyingFailure.wrongStorageKey
            }
        }
        return database
    }

    /// Commands work on the file beside a server: a writer waits for the other.
    private static func opened(_ path: String, _ storage: StorageKey) throws -> RelyingDatabase {
        var configuration = Configuration()
        configuration.label = "relying"
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 sessions, answers, uses, faults") { try $0.execute(sql: tables) }
        migrator.registerMigration("2 clerks, reads, agreements, staffed sessions") {
            try $0.execute(sql: staffTables)
        }
        migrator.registerMigration("3 retention, notices, webhooks, bulk") { try $0.execute(sql: keepingTables) }
        migrator.registerMigration("4 presentations") { try $0.execute(sql: presentationTables) }
        migrator.registerMigration("5 passings") { try $0.execute(sql: passingTables) }
        migrator.registerMigration("6 publishers") { try $0.execute(sql: publisherTables) }
        migrator.registerMigration("7 comparisons of uses") { try $0.execute(sql: comparisonTables) }
        try migrator.migrate(pool)
        return RelyingDatabase(pool: pool, storage: storage)
    }

    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE sealing_keys (
            public BLOB NOT NULL PRIMARY KEY, secret BLOB NOT NULL, added INTEGER NOT NULL) STRICT;
        CREATE TABLE sessions (
            id BLOB NOT NULL PRIMARY KEY, scene TEXT NOT NULL, profile TEXT NOT NULL, uses INTEGER NOT NULL,
            term INTEGER NOT NULL, matter BLOB NOT NULL, case_index BLOB NOT NULL, text BLOB,
            created INTEGER NOT NULL, ends INTEGER NOT NULL, grant_key BLOB, grant_id BLOB UNIQUE, request BLOB,
            state TEXT NOT NULL) STRICT;
        CREATE INDEX sessions_case ON sessions (case_index);
        CREATE INDEX sessions_state ON sessions (state, ends);
        CREATE TABLE answers (
            digest BLOB NOT NULL PRIMARY KEY, session BLOB NOT NULL, grant_id BLOB NOT NULL, kind INTEGER NOT NULL,
            manifest BLOB, deposit BLOB, statement BLOB NOT NULL, words BLOB, validators INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL, height INTEGER, receipt TEXT, refusal TEXT, received INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX answers_one ON answers (session) WHERE kind < 3 AND state <> 'failed';
        CREATE INDEX answers_grant ON answers (grant_id);
        CREATE TABLE uses (
            grant_id BLOB NOT NULL, number INTEGER NOT NULL, statement BLOB NOT NULL, secret BLOB,
            matter BLOB NOT NULL, case_index BLOB NOT NULL, clerk BLOB NOT NULL, created INTEGER NOT NULL,
            state TEXT NOT NULL, height INTEGER, block BLOB, time INTEGER, receipt TEXT, content BLOB,
            verdict BLOB, note TEXT, PRIMARY KEY (grant_id, number)) STRICT;
        CREATE INDEX uses_case ON uses (case_index);
        CREATE TABLE faults (
            digest BLOB NOT NULL PRIMARY KEY, grant_id BLOB NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL,
            node TEXT, evidence BLOB NOT NULL, state TEXT NOT NULL, height INTEGER, note TEXT,
            found INTEGER NOT NULL) STRICT;
        """
}

/// The party's sealing keys.
extension RelyingDatabase {
    /// Adds a key; one that is there stays.
    func add(_ key: SealingPrivateKey, at time: UInt64) throws {
        let place = "sealing_keys/secret/\(Hex.encode(key.publicKey.bytes))"
        try pool.write { connection in
            try connection.execute(
                sql: "INSERT OR IGNORE INTO sealing_keys (public, secret, added) VALUES (?, ?, ?)",
                arguments: [
                    Data(key.publicKey.bytes), Data(storage.seal(key.secret, at: place)), Int64(clamping: time),
                ])
        }
    }

    /// All keys, the newest first.
    func sealingKeys() throws -> [SealingPrivateKey] {
        try pool.read { connection in
            try Row.fetchAll(connection, sql: "SELECT public, secret FROM sealing_keys ORDER BY added DESC, rowid DESC")
                .map { row in
                    let place = "sealing_keys/secret/\(Hex.encode(Array(row["public"] as Data)))"
                    guard let key = SealingPrivateKey(secret: try storage.open(Array(row["secret"] as Data), at: place))
                    else { throw RelyingFailure.wrongStorageKey }
                    return key
                }
        }
    }

    /// The blind index of a case number.
    func caseIndex(_ number: String) -> Digest { storage.index(Array(number.utf8), of: "case") }
}
