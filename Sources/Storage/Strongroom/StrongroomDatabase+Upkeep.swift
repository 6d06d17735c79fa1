internal import Foundation
internal import GRDB
internal import Signing
internal import Synchronization

extension StrongroomDatabase {
    /// Removes puts that have expired, some at a time; true when there may be more.
    public func expire(at second: UInt64) throws -> Bool {
        let limit = 16
        let isThere = try reading { try !PutRow.expired(at: second, limit: 1, $0, path).isEmpty }
        guard isThere else { return false }
        return try writing { database, totals in
            let rows = try PutRow.expired(at: second, limit: limit, database, path)
            for row in rows {
                let bounds: StatementArguments = [row.entry(0), row.entry(StoredPut.maxEntries - 1)]
                for table in ["entries", "bodies", "erasures"] {
                    try database.execute(sql: "DELETE FROM \(table) WHERE entry BETWEEN ? AND ?", arguments: bounds)
                }
                try database.execute(sql: "DELETE FROM lists WHERE put = ?", arguments: [row.number])
                try database.execute(sql: "DELETE FROM puts WHERE number = ?", arguments: [row.number])
                totals.count(row, -1)
            }
            try database.execute(sql: "DELETE FROM deletions WHERE expiry <= ?", arguments: [Int64(second)])
            return rows.count == limit
        }
    }

    /// Gives space of erased bodies back to the disk, some at a time; true when there may be more.
    public func shrink() throws -> Bool {
        let pages = 1_024
        let free = try reading { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }
        guard free >= pages else { return false }
        try writing { database, _ in
            let cursor = try Row.fetchCursor(database, sql: "PRAGMA incremental_vacuum(\(pages))")
            while try cursor.next() != nil {}
        }
        return free >= 2 * pages
    }

    /// Moves what was written from the journal into the file, and cuts the journal, which may hold erased bodies still.
    public func settle() throws {
        guard isUnsettled.withLock({ $0 }) else { return }
        try latch.withLock { latch in
            try latch.check()
            try StrongroomDatabase.translating(path) {
                do {
                    _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                    isUnsettled.withLock { $0 = false }
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                    // Somebody reads just now: the next time will do.
                    return
                }
            }
        }
    }

    /// Compares the bodies of the next put behind a number with their digests; gives its number, nil behind the last.
    ///
    /// What is damaged is noted as lacking, so that it is fetched from other nodes.
    public func scrub(after number: Int64) throws -> (number: Int64, damaged: Int)? {
        var damaged: [Int64] = []
        let next = try reading { database -> Int64? in
            guard let row = try PutRow.after(number, limit: 1, database, path).first else { return nil }
            let cursor = try Row.fetchCursor(
                database,
                sql: """
                    SELECT entries.entry, entries.digest, bodies.bytes FROM entries
                    LEFT JOIN bodies ON bodies.entry = entries.entry
                    WHERE entries.entry BETWEEN ? AND ? AND NOT entries.is_lacking
                    """, arguments: [row.entry(0), row.entry(StoredPut.maxEntries - 1)])
            while let entry = try cursor.next() {
                let isSound = (entry[2] as Data?).map { SHA256.digest(Array($0)).bytes == Array(entry[1] as Data) }
                if isSound != true { damaged.append(entry[0]) }
            }
            return row.number
        }
        if !damaged.isEmpty { try noteDamage(damaged) }
        return next.map { ($0, damaged.count) }
    }

    /// Notes that bodies are not what they were: they are fetched again.
    func noteDamage(_ entries: [Int64]) throws {
        try writing { database, totals in
            for entry in entries {
                guard let before = try PutRow.find(entry >> 12, database, path) else { continue }
                try database.execute(
                    sql: "UPDATE entries SET is_lacking = 1 WHERE entry = ? AND NOT is_lacking", arguments: [entry])
                guard database.changesCount > 0 else { continue }
                try database.execute(sql: "DELETE FROM bodies WHERE entry = ?", arguments: [entry])
                var after = before
                after.lacking += 1
                try after.update(database)
                totals.change(before, to: after)
            }
        }
    }
}
