internal import Foundation
internal import GRDB
internal import Signing

extension PutRow {
    private static let columns = "number, id, owner, expiry, count, live_count, live_bytes, lacking, fingerprint"

    init(_ row: Row, _ path: String) throws {
        guard let id = Digest(row[1] as Data), let fingerprint = Digest(row[8] as Data) else {
            throw StrongroomDatabase.damage(path, "holds a put whose id is none")
        }
        number = row[0]
        self.id = StatementID(id)
        owner = row[2]
        expiry = UInt64(row[3] as Int64)
        count = row[4]
        liveCount = row[5]
        liveBytes = row[6]
        lacking = row[7]
        self.fingerprint = fingerprint
    }

    /// The put of an id; nil when it is not held.
    static func find(_ id: StatementID, _ database: Database, _ path: String) throws -> PutRow? {
        let select = try database.cachedStatement(sql: "SELECT \(columns) FROM puts WHERE id = ?")
        return try Row.fetchOne(select, arguments: [Data(id.digest.bytes)]).map { try PutRow($0, path) }
    }

    /// The put of a number; nil when it is not held.
    static func find(_ number: Int64, _ database: Database, _ path: String) throws -> PutRow? {
        let select = try database.cachedStatement(sql: "SELECT \(columns) FROM puts WHERE number = ?")
        return try Row.fetchOne(select, arguments: [number]).map { try PutRow($0, path) }
    }

    /// Up to so many puts behind a number, in the order of arrival.
    static func after(
        _ number: Int64, limit: Int, _ database: Database, _ path: String, and condition: String = ""
    ) throws -> [PutRow] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT \(columns) FROM puts WHERE number > ? \(condition) ORDER BY number LIMIT ?",
            arguments: [number, limit])
        return try rows.map { try PutRow($0, path) }
    }

    /// Up to so many puts that have expired.
    static func expired(at second: UInt64, limit: Int, _ database: Database, _ path: String) throws -> [PutRow] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT \(columns) FROM puts WHERE expiry <= ? ORDER BY expiry LIMIT ?",
            arguments: [Int64(second), limit])
        return try rows.map { try PutRow($0, path) }
    }

    /// All that is held, counted.
    static func totals(_ database: Database, _ path: String) throws -> StrongroomTotals {
        var totals = StrongroomTotals()
        let cursor = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM puts")
        while let row = try cursor.next() { totals.count(try PutRow(row, path)) }
        return totals
    }

    /// Writes what may change of a put.
    func update(_ database: Database) throws {
        try database.cachedStatement(
            sql: "UPDATE puts SET live_count = ?, live_bytes = ?, lacking = ?, fingerprint = ? WHERE number = ?"
        ).execute(arguments: [liveCount, liveBytes, lacking, Data(fingerprint.bytes), number])
    }
}
