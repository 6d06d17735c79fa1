internal import GRDB
internal import Signing

/// The addresses that the desk reads.
extension RelyingDatabase {
    static let publisherTables = """
        CREATE TABLE publishers (
            origin TEXT NOT NULL PRIMARY KEY, private INTEGER NOT NULL, added INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    func publishers() throws -> [Publisher] {
        try pool.read { connection in
            try Row.fetchAll(connection, cached: "SELECT * FROM publishers ORDER BY origin", []).map { row in
                Publisher(origin: row["origin"], mayBePrivate: row["private"])
            }
        }
    }

    /// Adds an address, or says anew whether it may be private; false when there are so many.
    func add(_ publisher: Publisher, limit: Int, at second: UInt64) throws -> Bool {
        try pool.write { connection in
            let others = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM publishers WHERE origin <> ?", arguments: [publisher.origin])
            guard others ?? 0 < limit else { return false }
            try connection.execute(
                sql: "INSERT OR REPLACE INTO publishers (origin, private, added) VALUES (?, ?, ?)",
                arguments: [publisher.origin, publisher.mayBePrivate, Int64(clamping: second)])
            return true
        }
    }

    /// False when it was not there.
    func removePublisher(_ origin: String) throws -> Bool {
        try pool.write { connection in
            try connection.execute(sql: "DELETE FROM publishers WHERE origin = ?", arguments: [origin])
            return connection.changesCount == 1
        }
    }
}
