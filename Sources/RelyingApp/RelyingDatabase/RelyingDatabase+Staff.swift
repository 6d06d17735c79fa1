internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// Who acts at the counter, by number, and what was read for which case.
extension RelyingDatabase {
    static let staffTables = """
        CREATE TABLE clerks (name TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
        CREATE TABLE reads (
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, clerk INTEGER NOT NULL, kind TEXT NOT NULL,
            matter BLOB NOT NULL, case_index BLOB NOT NULL, subject TEXT NOT NULL, warning TEXT) STRICT;
        CREATE INDEX reads_clerk ON reads (clerk, time);
        CREATE INDEX reads_warning ON reads (time) WHERE warning IS NOT NULL;
        CREATE TABLE agreements (
            scene TEXT NOT NULL PRIMARY KEY, until TEXT NOT NULL, noted INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE staffed_sessions (
            session BLOB NOT NULL PRIMARY KEY, clerk INTEGER NOT NULL, place BLOB, state TEXT NOT NULL,
            shown INTEGER, matched INTEGER, compared INTEGER) STRICT;
        CREATE TABLE seen_sessions (
            session BLOB NOT NULL, clerk INTEGER NOT NULL, time INTEGER NOT NULL,
            PRIMARY KEY (session, clerk)) STRICT, WITHOUT ROWID;
        CREATE INDEX staffed_sessions_clerk ON staffed_sessions (clerk);
        CREATE TRIGGER staffed_sessions_go AFTER DELETE ON sessions BEGIN
            DELETE FROM staffed_sessions WHERE session = OLD.id;
            DELETE FROM seen_sessions WHERE session = OLD.id;
        END;
        """

    /// The number of a clerk at this desk, drawn when one first acts, and the same ever after.
    func clerkNumber(of label: String) throws -> ClerkNumber {
        try pool.write { connection in
            func known() throws -> Int64? {
                try Int64.fetchOne(connection, sql: "SELECT number FROM clerks WHERE name = ?", arguments: [label])
            }
            while true {
                if let number = try known() { return ClerkNumber(UInt64(number)) }
                try connection.execute(
                    sql: "INSERT OR IGNORE INTO clerks (name, number) VALUES (?, ?)",
                    arguments: [label, Int64.random(in: ClerkNumber.range)])
            }
        }
    }
}

/// Until when agreements last.
extension RelyingDatabase {
    /// Nil for a scene of which no end was noted.
    func agreement(of code: SceneCode) throws -> AgreementEnd? {
        try pool.read { connection in
            try String.fetchOne(
                connection, sql: "SELECT until FROM agreements WHERE scene = ?", arguments: [code.text]
            ).flatMap { AgreementEnd($0) }
        }
    }

    func setAgreement(_ code: SceneCode, _ end: AgreementEnd?, at time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(sql: "DELETE FROM agreements WHERE scene = ?", arguments: [code.text])
            guard let end else { return }
            try connection.execute(
                sql: "INSERT INTO agreements (scene, until, noted) VALUES (?, ?, ?)",
                arguments: [code.text, end.description, Int64(clamping: time)])
        }
    }

    /// Every clerk that ever acted, by name.
    func clerks() throws -> [String: ClerkNumber] {
        try pool.read { connection in
            let rows = try Row.fetchAll(connection, sql: "SELECT name, number FROM clerks")
            let pairs = rows.map { ($0["name"] as String, ClerkNumber(UInt64(clamping: $0["number"] as Int64))) }
            return Dictionary(pairs) { first, _ in first }
        }
    }
}
