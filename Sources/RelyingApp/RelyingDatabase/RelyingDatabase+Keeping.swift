extension RelyingDatabase {
    /// What the desk keeps beside its uses: how long, for whom, what became of it, and who is to be told.
    static let keepingTables = """
        ALTER TABLE uses ADD COLUMN tag BLOB;
        ALTER TABLE uses ADD COLUMN relied INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE uses ADD COLUMN deleted INTEGER;
        ALTER TABLE uses ADD COLUMN deleted_scene TEXT;
        ALTER TABLE uses ADD COLUMN deleted_days INTEGER;
        ALTER TABLE uses ADD COLUMN deleted_digest BLOB;
        CREATE UNIQUE INDEX uses_tag ON uses (tag) WHERE tag IS NOT NULL;
        CREATE INDEX uses_created ON uses (created DESC, grant_id, number);
        CREATE INDEX uses_relied ON uses (state) WHERE relied = 0 AND deleted IS NULL;
        CREATE INDEX uses_kept ON uses (created) WHERE deleted IS NULL;
        ALTER TABLE sessions ADD COLUMN tag BLOB;
        ALTER TABLE sessions ADD COLUMN retention_days INTEGER;
        ALTER TABLE sessions ADD COLUMN deleted INTEGER;
        CREATE UNIQUE INDEX sessions_tag ON sessions (tag) WHERE tag IS NOT NULL;
        CREATE INDEX sessions_unknown ON sessions (scene) WHERE retention_days IS NULL;
        CREATE INDEX faults_grant ON faults (grant_id, number);
        CREATE TABLE holds (
            number INTEGER PRIMARY KEY AUTOINCREMENT, case_index BLOB NOT NULL, words BLOB NOT NULL,
            since INTEGER NOT NULL, released INTEGER, release BLOB) STRICT;
        CREATE UNIQUE INDEX holds_one ON holds (case_index) WHERE released IS NULL;
        CREATE TABLE policies (scene TEXT NOT NULL PRIMARY KEY, policy TEXT NOT NULL, since INTEGER NOT NULL) STRICT;
        CREATE TABLE documents (
            record INTEGER NOT NULL PRIMARY KEY, issuer TEXT NOT NULL, type TEXT NOT NULL, commitment BLOB NOT NULL,
            expiry INTEGER, status_prefix TEXT NOT NULL, correction_prefix TEXT NOT NULL, due INTEGER,
            status BLOB, correction BLOB, proven INTEGER NOT NULL DEFAULT 0,
            proven_time INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX documents_status ON documents (status_prefix);
        CREATE INDEX documents_correction ON documents (correction_prefix);
        CREATE INDEX documents_due ON documents (due) WHERE due IS NOT NULL;
        CREATE INDEX documents_proven ON documents (proven);
        CREATE TABLE reliances (
            grant_id BLOB NOT NULL, number INTEGER NOT NULL, place INTEGER NOT NULL, record INTEGER NOT NULL,
            height INTEGER NOT NULL, case_index BLOB NOT NULL, watched INTEGER NOT NULL DEFAULT 1,
            PRIMARY KEY (grant_id, number, place)) STRICT, WITHOUT ROWID;
        CREATE INDEX reliances_record ON reliances (record, case_index);
        CREATE TABLE notices (
            number INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL, case_index BLOB NOT NULL,
            event TEXT NOT NULL, height INTEGER NOT NULL, time INTEGER NOT NULL, found INTEGER NOT NULL,
            acknowledged INTEGER, acknowledged_by BLOB, UNIQUE (record, case_index, event, height)) STRICT;
        CREATE TABLE webhooks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, url BLOB NOT NULL, secret BLOB NOT NULL, added INTEGER NOT NULL,
            ended INTEGER, note TEXT) STRICT;
        CREATE TABLE deliveries (
            id TEXT NOT NULL, webhook INTEGER NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL,
            created INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting', note TEXT, PRIMARY KEY (id, webhook)) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_next ON deliveries (next) WHERE state = 'waiting';
        CREATE TABLE bulk_orders (
            key BLOB NOT NULL PRIMARY KEY, body BLOB NOT NULL, created INTEGER NOT NULL, worker BLOB,
            until INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE bulk_items (
            key BLOB NOT NULL, place INTEGER NOT NULL, result BLOB NOT NULL,
            PRIMARY KEY (key, place)) STRICT, WITHOUT ROWID;
        """
}
