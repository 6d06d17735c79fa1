internal import Foundation
internal import GRDB
internal import Signing

/// A deposit without its parts.
struct DepositRow: Hashable {
    let number: Int64
    /// The manifest's digest.
    let manifest: Digest
    let grant: Digest
    let party: String
    /// POSIX seconds.
    let expiry: UInt64
    var isClaimed: Bool
    /// An event has deleted something: what is missing since is not asked of others.
    var isCut: Bool
    /// A part is damaged: the deposit is fetched again.
    var isLacking: Bool
    /// Parts that are there.
    var entries: Int
    /// Their bytes, the overhead counted.
    var bytes: Int

    static let columns = """
        number, manifest, grant_id, party, expiry, is_claimed, is_cut, is_lacking, entries, bytes
        """

    init(_ row: Row, _ path: String) throws {
        guard let manifest = Digest(row[1] as Data), let grant = Digest(row[2] as Data) else {
            throw StrongroomDatabase.damage(path, "holds a deposit whose digest is none")
        }
        number = row[0]
        self.manifest = manifest
        self.grant = grant
        party = row[3]
        expiry = UInt64(row[4] as Int64)
        isClaimed = row[5]
        isCut = row[6]
        isLacking = row[7]
        entries = row[8]
        bytes = row[9]
    }

    /// The deposit of a manifest; nil when nothing of it is held.
    static func find(_ manifest: Digest, _ database: Database, _ path: String) throws -> DepositRow? {
        let select = try database.cachedStatement(sql: "SELECT \(columns) FROM deposits WHERE manifest = ?")
        return try Row.fetchOne(select, arguments: [Data(manifest.bytes)]).map { try DepositRow($0, path) }
    }

    /// The deposits for which a condition holds, the oldest first.
    static func all(
        _ condition: String, _ arguments: StatementArguments, limit: Int, _ database: Database, _ path: String
    ) throws -> [DepositRow] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT \(columns) FROM deposits WHERE \(condition) ORDER BY number LIMIT \(limit)",
            arguments: arguments)
        return try rows.map { try DepositRow($0, path) }
    }

    /// All that is held, counted.
    static func totals(_ database: Database, _ path: String) throws -> DepositTotals {
        var totals = DepositTotals()
        let cursor = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM deposits")
        while let row = try cursor.next() { totals.count(try DepositRow(row, path)) }
        return totals
    }

    /// Writes what may change of a deposit.
    func update(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE deposits SET is_claimed = ?, is_cut = ?, is_lacking = ?, entries = ?, bytes = ?
                WHERE number = ?
                """
        ).execute(arguments: [isClaimed, isCut, isLacking, entries, bytes, number])
    }

    /// Removes it with all that is kept of it; words of deletions stay.
    func remove(_ database: Database) throws {
        for table in ["parts", "shares", "acknowledgements"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE deposit = ?").execute(arguments: [number])
        }
        try database.cachedStatement(sql: "DELETE FROM deposits WHERE number = ?").execute(arguments: [number])
    }
}
