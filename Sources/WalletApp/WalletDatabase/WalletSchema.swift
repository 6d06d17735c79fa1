internal import Foundation
internal import GRDB
internal import Signing

/// Tables of a wallet and how they came about.
enum WalletSchema {
    /// Every transaction is synced: what the strongroom has erased is nowhere else.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "wallet"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 documents, mailboxes, notices") { database in
            try database.execute(sql: tables)
        }
        migrator.registerMigration("2 applications") { database in try database.execute(sql: applications) }
        migrator.registerMigration("3 files of claims") { database in try database.execute(sql: claimedFiles) }
        migrator.registerMigration("4 requests and grants") { database in try database.execute(sql: requests) }
        migrator.registerMigration("5 trace tokens, official notices") { database in
            try database.execute(sql: traces)
        }
        migrator.registerMigration("6 presentations") { database in try database.execute(sql: presentations) }
        return migrator
    }

    // `content` and `opening` are sealed; the other columns say no more than the ledger does.
    private static let tables = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE document (
            id INTEGER PRIMARY KEY AUTOINCREMENT, commitment BLOB NOT NULL UNIQUE, issuer TEXT NOT NULL,
            type TEXT NOT NULL, version INTEGER NOT NULL, record INTEGER NOT NULL, expiry INTEGER,
            received INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
        CREATE TABLE finding (
            document INTEGER NOT NULL REFERENCES document (id), position INTEGER NOT NULL, name TEXT NOT NULL,
            answer TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
            PRIMARY KEY (document, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE standing (
            document INTEGER PRIMARY KEY REFERENCES document (id), state TEXT NOT NULL, since INTEGER,
            since_height INTEGER, height INTEGER NOT NULL, time INTEGER NOT NULL, correction BLOB) STRICT;
        CREATE TABLE mail (
            issuer TEXT NOT NULL, number INTEGER NOT NULL, outcome TEXT NOT NULL, received INTEGER NOT NULL,
            PRIMARY KEY (issuer, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE erasure (tag BLOB NOT NULL PRIMARY KEY, secret BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE aside (
            id INTEGER PRIMARY KEY AUTOINCREMENT, issuer TEXT NOT NULL, number INTEGER NOT NULL,
            body BLOB NOT NULL UNIQUE, code TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
            received INTEGER NOT NULL) STRICT;
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT, issuer TEXT NOT NULL, number INTEGER NOT NULL,
            document INTEGER REFERENCES document (id), content BLOB NOT NULL, received INTEGER NOT NULL,
            shown INTEGER, UNIQUE (issuer, number)) STRICT;
        CREATE TABLE attachment (
            document INTEGER NOT NULL REFERENCES document (id), digest BLOB NOT NULL, opening BLOB NOT NULL,
            content BLOB, PRIMARY KEY (document, digest)) STRICT;
        CREATE TABLE correction (
            id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES document (id),
            claim BLOB NOT NULL UNIQUE, opening BLOB NOT NULL, opened INTEGER NOT NULL, height INTEGER,
            told INTEGER) STRICT;
        CREATE TABLE type (
            code TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (code, version)) STRICT, WITHOUT ROWID;
        CREATE TABLE member (
            id TEXT NOT NULL PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE claim (
            id INTEGER PRIMARY KEY AUTOINCREMENT, issuer_url TEXT NOT NULL, content BLOB NOT NULL, state TEXT NOT NULL,
            begun INTEGER NOT NULL) STRICT;
        """

    // What the holder said, and why a clerk refused, are sealed.
    private static let applications = """
        CREATE TABLE application (
            id INTEGER PRIMARY KEY AUTOINCREMENT, claim INTEGER NOT NULL UNIQUE REFERENCES claim (id),
            issuer_url TEXT NOT NULL, type TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, words BLOB,
            applied INTEGER NOT NULL, due INTEGER NOT NULL, asked INTEGER, state TEXT NOT NULL, answered INTEGER,
            reason BLOB) STRICT;
        CREATE TABLE application_document (
            application INTEGER NOT NULL REFERENCES application (id), document INTEGER NOT NULL,
            PRIMARY KEY (application, document)) STRICT, WITHOUT ROWID;
        """

    // A file that comes by a claim has nothing that opens it; `code`, `zh` and `en` say why it is not here.
    private static let claimedFiles = """
        ALTER TABLE attachment ADD COLUMN claim INTEGER REFERENCES claim (id);
        ALTER TABLE attachment ADD COLUMN code TEXT;
        ALTER TABLE attachment ADD COLUMN zh TEXT;
        ALTER TABLE attachment ADD COLUMN en TEXT;
        ALTER TABLE attachment ADD COLUMN given_up INTEGER NOT NULL DEFAULT 0;
        """

    // `asked`, `choice`, `answer` and `seen` are sealed: to whom somebody gave what tells of him. `link` is a blind
    // index; a grant that was found on the ledger has none.
    private static let requests = """
        CREATE TABLE request (
            id INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL UNIQUE, link BLOB UNIQUE,
            state TEXT NOT NULL, asked BLOB, choice BLOB, answer BLOB, seen BLOB, height INTEGER,
            begun INTEGER NOT NULL) STRICT;
        """

    // `place` is a blind index of what a notice is about; everything else that tells of it is sealed.
    private static let traces = """
        CREATE TABLE trace_token (
            key BLOB NOT NULL PRIMARY KEY, secret BLOB NOT NULL, issued BLOB, grant_id BLOB UNIQUE,
            drawn INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE official_notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT, place BLOB NOT NULL UNIQUE, content BLOB NOT NULL,
            proof BLOB NOT NULL, found INTEGER NOT NULL, shown INTEGER) STRICT;
        """

    // To whom somebody showed what outside of the ledger is sealed too; `link` is a blind index.
    private static let presentations = """
        CREATE TABLE presentation (
            id INTEGER PRIMARY KEY AUTOINCREMENT, link BLOB NOT NULL UNIQUE, asked BLOB NOT NULL, state TEXT NOT NULL,
            answer BLOB, choice BLOB, begun INTEGER NOT NULL, answered INTEGER) STRICT;
        """

    /// "DBwl": tells our file from any other.
    private static let mark: Int32 = 0x4442_776c

    static func checkMark(_ database: Database, _ path: String, isNew: Bool) throws {
        if isNew { try database.execute(sql: "PRAGMA application_id = \(mark)") }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == mark else {
            throw WalletFailure.database(path, reason: "it does not begin as a wallet does")
        }
    }

    /// Writes down whose wallet this is, or refuses when it is of another ledger.
    static func checkLedger(_ database: Database, _ genesis: Digest, _ path: String, isNew: Bool) throws {
        if isNew {
            try database.execute(
                sql: "INSERT INTO meta (key, value) VALUES ('genesis', ?)", arguments: [Data(genesis.bytes)])
        }
        let found = try Data.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'genesis'")
        guard found == Data(genesis.bytes) else { throw WalletFailure.otherLedger(path) }
    }
}
