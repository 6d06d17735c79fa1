internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDatabase {
    /// What the desk has passed on; the name of somebody outside and the case are sealed.
    static let passingTables = """
        CREATE TABLE passings (
            grant_id BLOB NOT NULL, number INTEGER NOT NULL, use INTEGER NOT NULL, statement BLOB NOT NULL,
            name BLOB, matter BLOB, created INTEGER NOT NULL, height INTEGER, time INTEGER, receipt TEXT,
            PRIMARY KEY (grant_id, number)) STRICT;
        """

    /// Keeps a passing before it is sent: what opens its recipient is nowhere else. False when another process was
    /// first with this number.
    func begin(_ passing: StoredPassing) throws -> Bool {
        let place = RelyingDatabase.place(passing)
        let name = passing.name.map { Data(storage.seal($0.salt + Array($0.name.utf8), at: "passings/name/\(place)")) }
        return try pool.write { connection in
            try connection.execute(
                sql: """
                    INSERT OR IGNORE INTO passings (grant_id, number, use, statement, name, matter, created)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Data(passing.grant.digest.bytes), Int64(clamping: passing.number), Int64(clamping: passing.use),
                    Data(passing.statement), name,
                    passing.matter.map { Data(storage.seal($0, at: "passings/matter/\(place)")) },
                    Int64(clamping: passing.created),
                ])
            return connection.changesCount == 1
        }
    }

    /// All of a grant, in their order.
    func passings(of grant: GrantID) throws -> [StoredPassing] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM passings WHERE grant_id = ? ORDER BY number",
                [Data(grant.digest.bytes)]
            ).map(storedPassing)
        }
    }

    /// Notes where a passing stands on the ledger.
    func finish(_ passing: StoredPassing, at place: FinalPlace) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE passings SET height = ?, time = ?, receipt = ?
                    WHERE grant_id = ? AND number = ? AND statement = ?
                    """,
                arguments: [
                    Int64(clamping: place.height), Int64(clamping: place.time), place.receipt,
                    Data(passing.grant.digest.bytes), Int64(clamping: passing.number), Data(passing.statement),
                ])
        }
    }

    /// Gives up a passing that the ledger refused: nothing was entered.
    func drop(_ passing: StoredPassing) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "DELETE FROM passings WHERE grant_id = ? AND number = ? AND statement = ? AND receipt IS NULL",
                arguments: [
                    Data(passing.grant.digest.bytes), Int64(clamping: passing.number), Data(passing.statement),
                ])
        }
    }

    /// Takes name and case of a use's passings; that it was passed on, and how, the ledger tells for ever.
    func forgetPassings(of grant: GrantID, use: UInt64, _ connection: Database) throws {
        try connection.execute(
            sql: "UPDATE passings SET name = NULL, matter = NULL WHERE grant_id = ? AND use = ?",
            arguments: [Data(grant.digest.bytes), Int64(clamping: use)])
    }

    private static func place(_ passing: StoredPassing) -> String { "\(passing.grant)/\(passing.number)" }

    private func storedPassing(_ row: Row) throws -> StoredPassing {
        guard let digest = Digest(Array(row["grant_id"] as Data)) else { throw RelyingFailure.wrongStorageKey }
        var passing = StoredPassing(
            grant: GrantID(digest), number: UInt64(clamping: row["number"] as Int64),
            use: UInt64(clamping: row["use"] as Int64), statement: Array(row["statement"] as Data), name: nil,
            matter: nil, created: UInt64(clamping: row["created"] as Int64),
            height: (row["height"] as Int64?).map { UInt64(clamping: $0) },
            time: (row["time"] as Int64?).map { UInt64(clamping: $0) }, receipt: row["receipt"])
        let place = RelyingDatabase.place(passing)
        if let sealed = row["name"] as Data? {
            let bytes = try storage.open(Array(sealed), at: "passings/name/\(place)")
            let text = String(decoding: bytes.dropFirst(RecipientName.saltByteCount), as: UTF8.self)
            passing.name = RecipientName(text, salt: Array(bytes.prefix(RecipientName.saltByteCount)))
        }
        passing.matter = try (row["matter"] as Data?).map {
            try storage.open(Array($0), at: "passings/matter/\(place)")
        }
        return passing
    }
}
