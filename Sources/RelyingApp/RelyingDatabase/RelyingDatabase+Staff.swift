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
        CREATE INDEX reads_clerk ON reads (clerk, kind, time);
        CREATE INDEX reads_warning ON reads (time) WHERE warning IS NOT NULL;
        CREATE TABLE agreements (
            scene TEXT NOT NULL PRIMARY KEY, until TEXT NOT NULL, noted INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE counter_sessions (
            session BLOB NOT NULL PRIMARY KEY, clerk INTEGER NOT NULL, place BLOB NOT NULL, state TEXT NOT NULL,
            number INTEGER, shown INTEGER, matched INTEGER, compared INTEGER) STRICT;
        CREATE INDEX counter_sessions_clerk ON counter_sessions (clerk);
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
