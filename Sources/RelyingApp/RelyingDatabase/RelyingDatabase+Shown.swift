internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// Which uses have shown a document.
extension RelyingDatabase {
    /// How many uses that are kept have shown the document of a record, and those behind the first `skipping`, by
    /// block. A use that its retention has ended is none of them.
    func usesShowing(
        record: UInt64, skipping: UInt64, limit: Int
    ) throws -> (total: UInt64, uses: [StoredUse]) {
        try pool.read { connection in
            let total = try Int64.fetchOne(
                connection,
                sql: "SELECT count(*) FROM (SELECT DISTINCT grant_id, number FROM reliances WHERE record = ?)",
                arguments: [Int64(clamping: record)])
            let rows = try Row.fetchAll(
                connection,
                cached: """
                    SELECT * FROM uses WHERE EXISTS (SELECT 1 FROM reliances WHERE reliances.record = ?
                        AND reliances.grant_id = uses.grant_id AND reliances.number = uses.number)
                    ORDER BY height, grant_id, number LIMIT ? OFFSET ?
                    """, [Int64(clamping: record), Int64(limit), Int64(clamping: skipping)])
            return (UInt64(clamping: total ?? 0), try rows.map(storedUse))
        }
    }
}
