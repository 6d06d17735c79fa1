internal import GRDB

/// Tables of the accounts and how they came about.
enum AccountsSchema {
    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "accounts"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 staff, machines, sessions, audit") { try $0.execute(sql: tables) }
        return migrator
    }

    private static let tables = """
        CREATE TABLE staff (
            name TEXT NOT NULL PRIMARY KEY, roles TEXT NOT NULL, password TEXT NOT NULL, code_sealed BLOB NOT NULL,
            last_step INTEGER, failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0,
            added INTEGER NOT NULL, disabled INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE machines (
            name TEXT NOT NULL PRIMARY KEY, roles TEXT NOT NULL, token BLOB NOT NULL UNIQUE, added INTEGER NOT NULL,
            expiry INTEGER NOT NULL, removed INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE sessions (
            token BLOB NOT NULL PRIMARY KEY, form_token BLOB NOT NULL, name TEXT NOT NULL, began INTEGER NOT NULL,
            used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_name ON sessions (name);
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, facts TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is kept'); END;
        CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log stands'); END;
        """
}
