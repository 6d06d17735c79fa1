internal import Foundation
internal import GRDB
internal import Signing

/// Tables of the desk's database and how they came about.
enum IssuingSchema {
    /// The desk's database is the truth about what no ledger tells: a transaction is on disk before it counts.
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "desk"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 catalogue, runs, documents") { try $0.execute(sql: documents) }
        migrator.registerMigration("2 acts, life, corrections") { try $0.execute(sql: life) }
        migrator.registerMigration("3 offers, claims, applications") { try $0.execute(sql: claims) }
        migrator.registerMigration("4 reports that were told") { try $0.execute(sql: told) }
        migrator.registerMigration("5 types that are held") { try $0.execute(sql: held) }
        migrator.registerMigration("6 earlier status lists") { try $0.execute(sql: earlierLists) }
        migrator.registerMigration("7 renewals") { try $0.execute(sql: renewals) }
        migrator.registerMigration("8 holders who apply, wallets that were bound anew") { try $0.execute(sql: holders) }
        migrator.registerMigration("9 lists, former keys, lost reasons, clients") { try $0.execute(sql: listed) }
        migrator.registerMigration("10 what the work waits for") { try $0.execute(sql: waits) }
        migrator.registerMigration("11 questions at the counter") { try $0.execute(sql: IssuingDatabase.lookUpTables) }
        migrator.registerMigration("12 tags of sealed disclosures") { try $0.execute(sql: sealedTags) }
        migrator.registerMigration("13 entries of questions that missed") {
            try $0.execute(sql: IssuingDatabase.missedEntries)
        }
        return migrator
    }

    private static let sealedTags = """
        CREATE TABLE sealed_tags (
            document INTEGER NOT NULL, number INTEGER NOT NULL, given INTEGER NOT NULL,
            PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;
        """

    // Columns of type BLOB that end in `_sealed` are under the desk's storage key.
    private static let documents = """
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE types (
            code TEXT NOT NULL, version INTEGER NOT NULL, definition BLOB NOT NULL, loaded INTEGER NOT NULL,
            PRIMARY KEY (code, version)) STRICT, WITHOUT ROWID;
        CREATE TABLE lists (
            name TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL, loaded INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY, file TEXT NOT NULL, file_digest BLOB NOT NULL, mapping BLOB NOT NULL,
            type TEXT NOT NULL, type_version INTEGER NOT NULL, staff TEXT NOT NULL, is_dry INTEGER NOT NULL,
            started INTEGER NOT NULL, finished INTEGER, checkpoint BLOB,
            accepted INTEGER NOT NULL DEFAULT 0, faulty INTEGER NOT NULL DEFAULT 0,
            repeated INTEGER NOT NULL DEFAULT 0,
            blank INTEGER NOT NULL DEFAULT 0, taken_back INTEGER) STRICT;
        CREATE INDEX runs_file ON runs (file_digest);
        CREATE TABLE faults (
            run INTEGER NOT NULL, row INTEGER NOT NULL, field TEXT NOT NULL, rule TEXT NOT NULL,
            value TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
            PRIMARY KEY (run, row, field, rule)) STRICT, WITHOUT ROWID;
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY, run INTEGER, row INTEGER NOT NULL, row_key BLOB NOT NULL UNIQUE,
            type TEXT NOT NULL, type_version INTEGER NOT NULL, holder BLOB NOT NULL, content_sealed BLOB NOT NULL,
            stage INTEGER NOT NULL, since INTEGER NOT NULL, expiry INTEGER, offer INTEGER,
            account BLOB, holder_key BLOB, batch INTEGER, position INTEGER, status_index INTEGER UNIQUE,
            issued_sealed BLOB, commitment BLOB, record INTEGER UNIQUE,
            state INTEGER NOT NULL DEFAULT 1, supersedes INTEGER, reminded INTEGER,
            attachments INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX documents_stage ON documents (stage, id);
        CREATE INDEX documents_holder ON documents (holder);
        CREATE INDEX documents_run ON documents (run, row);
        CREATE INDEX documents_batch ON documents (batch, position);
        CREATE INDEX documents_expiry ON documents (expiry) WHERE expiry IS NOT NULL;
        CREATE UNIQUE INDEX documents_supersedes ON documents (supersedes) WHERE supersedes IS NOT NULL;
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY, type TEXT NOT NULL, type_version INTEGER NOT NULL, count INTEGER NOT NULL,
            statement BLOB NOT NULL, statement_id BLOB NOT NULL UNIQUE, records BLOB NOT NULL, stage INTEGER NOT NULL,
            height INTEGER, leaf INTEGER, receipt BLOB, code TEXT, zh TEXT, en TEXT) STRICT;
        CREATE INDEX batches_stage ON batches (stage, id);
        CREATE TABLE wallets (
            holder BLOB NOT NULL PRIMARY KEY, account BLOB, key BLOB, listing_sealed BLOB,
            looked INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE mailboxes (
            account BLOB NOT NULL PRIMARY KEY, next_number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY, document INTEGER NOT NULL, kind INTEGER NOT NULL, subject INTEGER NOT NULL,
            number INTEGER, items BLOB, queued INTEGER NOT NULL, acknowledged INTEGER,
            UNIQUE (kind, document, subject)) STRICT;
        CREATE INDEX deliveries_open ON deliveries (id) WHERE acknowledged IS NULL;
        """

    private static let life = """
        CREATE TABLE acts (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload BLOB NOT NULL, subject INTEGER,
            approval INTEGER, queued INTEGER NOT NULL, stage INTEGER NOT NULL, statement BLOB,
            statement_id BLOB UNIQUE, height INTEGER, time INTEGER, receipt BLOB,
            code TEXT, zh TEXT, en TEXT) STRICT;
        CREATE INDEX acts_open ON acts (id) WHERE stage < 3;
        CREATE TABLE status_changes (
            act INTEGER NOT NULL PRIMARY KEY, document INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL,
            opening_sealed BLOB NOT NULL, successor INTEGER, staff TEXT NOT NULL) STRICT;
        CREATE INDEX status_changes_document ON status_changes (document);
        CREATE TABLE approvals (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject BLOB NOT NULL, proposer TEXT NOT NULL,
            proposed INTEGER NOT NULL, decider TEXT, decided INTEGER, verdict INTEGER, remark TEXT,
            CHECK (decider IS NULL OR decider <> proposer)) STRICT;
        CREATE INDEX approvals_open ON approvals (id) WHERE verdict IS NULL;
        CREATE TABLE corrections (
            id INTEGER PRIMARY KEY, document INTEGER NOT NULL, statement_id BLOB NOT NULL UNIQUE,
            opened INTEGER NOT NULL, height INTEGER NOT NULL, due INTEGER NOT NULL, claim BLOB NOT NULL,
            claim_sealed BLOB, outcome INTEGER, answer_sealed BLOB, successor INTEGER, staff TEXT, answered INTEGER,
            act INTEGER) STRICT;
        CREATE INDEX corrections_open ON corrections (due) WHERE outcome IS NULL;
        CREATE INDEX corrections_document ON corrections (document);
        CREATE INDEX corrections_waiting ON corrections (id) WHERE outcome IS NOT NULL AND act IS NULL;
        CREATE TABLE lost_records (
            record INTEGER PRIMARY KEY, commitment BLOB NOT NULL, type TEXT NOT NULL, height INTEGER NOT NULL,
            resolved TEXT) STRICT;
        CREATE TABLE status_lists (
            number INTEGER PRIMARY KEY, version INTEGER NOT NULL, token BLOB NOT NULL, built INTEGER NOT NULL,
            act INTEGER) STRICT;
        """

    private static let claims = """
        CREATE TABLE offers (
            id INTEGER PRIMARY KEY, handle BLOB NOT NULL UNIQUE, code BLOB NOT NULL UNIQUE, transaction_code BLOB,
            type TEXT NOT NULL, type_version INTEGER NOT NULL, document INTEGER, holder_sealed BLOB NOT NULL,
            staff TEXT NOT NULL, created INTEGER NOT NULL, expiry INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
            redeemed INTEGER, ended INTEGER) STRICT;
        CREATE UNIQUE INDEX offers_document ON offers (document) WHERE document IS NOT NULL AND ended IS NULL;
        CREATE TABLE claim_tokens (
            token BLOB NOT NULL PRIMARY KEY, offer INTEGER NOT NULL, key_thumbprint BLOB,
            expiry INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE once (
            kind INTEGER NOT NULL, value BLOB NOT NULL, until INTEGER NOT NULL,
            PRIMARY KEY (kind, value)) STRICT, WITHOUT ROWID;
        CREATE TABLE claims (
            id INTEGER PRIMARY KEY, offer INTEGER NOT NULL UNIQUE, keys BLOB NOT NULL, created INTEGER NOT NULL,
            event TEXT, noted INTEGER) STRICT;
        CREATE TABLE claim_documents (
            claim INTEGER NOT NULL, position INTEGER NOT NULL, document INTEGER NOT NULL,
            PRIMARY KEY (claim, position)) STRICT, WITHOUT ROWID;
        CREATE INDEX claim_documents_document ON claim_documents (document);
        CREATE TABLE applications (
            id INTEGER PRIMARY KEY, claim INTEGER NOT NULL UNIQUE, type TEXT NOT NULL, type_version INTEGER NOT NULL,
            received INTEGER NOT NULL, due INTEGER NOT NULL, staff TEXT, answered INTEGER,
            reason_zh TEXT, reason_en TEXT) STRICT;
        CREATE INDEX applications_open ON applications (due) WHERE answered IS NULL;
        """

    private static let told = """
        ALTER TABLE runs ADD COLUMN told INTEGER;
        UPDATE runs SET told = finished;
        """

    private static let held = """
        CREATE TABLE held_types (
            type TEXT NOT NULL, version INTEGER NOT NULL, code TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL,
            next_zh TEXT NOT NULL, next_en TEXT NOT NULL, since INTEGER NOT NULL, checked INTEGER NOT NULL,
            PRIMARY KEY (type, version)) STRICT, WITHOUT ROWID;
        CREATE INDEX acts_approval ON acts (approval) WHERE approval IS NOT NULL;
        """

    private static let earlierLists = """
        CREATE TABLE earlier_lists (
            number INTEGER NOT NULL, built INTEGER NOT NULL, expiry INTEGER NOT NULL, token BLOB NOT NULL,
            PRIMARY KEY (number, built)) STRICT, WITHOUT ROWID;
        INSERT INTO earlier_lists SELECT number, built, built + 86400, token FROM status_lists;
        """

    private static let renewals = """
        CREATE TABLE renewals (
            type TEXT NOT NULL PRIMARY KEY, days INTEGER NOT NULL, years INTEGER NOT NULL, seen_days INTEGER,
            staff TEXT NOT NULL, since INTEGER NOT NULL, proposed INTEGER) STRICT, WITHOUT ROWID;
        ALTER TABLE documents ADD COLUMN seen INTEGER;
        ALTER TABLE documents ADD COLUMN renewal INTEGER;
        """

    private static let holders = """
        ALTER TABLE offers ADD COLUMN holder BLOB;
        ALTER TABLE offers ADD COLUMN account BLOB;
        ALTER TABLE offers ADD COLUMN words_sealed BLOB;
        CREATE INDEX offers_holder ON offers (holder) WHERE holder IS NOT NULL;
        CREATE TABLE application_tries (account BLOB NOT NULL, time INTEGER NOT NULL) STRICT;
        CREATE INDEX application_tries_account ON application_tries (account, time);
        ALTER TABLE wallets ADD COLUMN serial INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE wallets ADD COLUMN rebound INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX wallets_account ON wallets (account) WHERE account IS NOT NULL;
        CREATE INDEX wallets_rebound ON wallets (holder) WHERE rebound = 1;
        CREATE TABLE former_keys (
            holder BLOB NOT NULL, key BLOB NOT NULL, PRIMARY KEY (holder, key)) STRICT, WITHOUT ROWID;
        ALTER TABLE documents ADD COLUMN rebound INTEGER NOT NULL DEFAULT 0;
        """

    // A status list is read from the index alone, however many documents are in force.
    private static let listed = """
        CREATE INDEX documents_listed ON documents (status_index, state) WHERE state > 1;
        ALTER TABLE lost_records ADD COLUMN opening_sealed BLOB;
        ALTER TABLE lost_records ADD COLUMN act INTEGER;
        ALTER TABLE claim_tokens ADD COLUMN client TEXT;
        CREATE TABLE former_issuer_keys (
            key BLOB NOT NULL PRIMARY KEY, replaced INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    private static let waits = """
        CREATE TABLE waits (
            part TEXT NOT NULL PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, since INTEGER NOT NULL,
            asked INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// "DeeI": tells the desk's file from any other.
    private static let mark: Int32 = 0x4465_6549

    static func checkMark(_ database: Database, _ path: String, isNew: Bool) throws {
        if isNew { try database.execute(sql: "PRAGMA application_id = \(mark)") }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == mark else {
            throw DeskFailure(file: path, fact: "does not begin as a desk's database does")
        }
    }
}
