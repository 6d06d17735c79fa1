internal import Foundation
internal import GRDB
internal import Sealing
internal import Signing

/// What clerks read, and for which case.
extension RelyingDatabase {
    /// Keeps a read. With a limit, one beyond it is kept with a warning: what a clerk did within the last hour is
    /// counted in the transaction that keeps it. Returns what was kept.
    func keep(_ read: CounterRead, limit: UInt64?) throws -> CounterRead {
        try pool.write { connection in
            var kept = read
            if let limit, read.warning == nil {
                let kinds = read.kind == .request ? "kind = 'request'" : "kind <> 'request'"
                let done = try Int64.fetchOne(
                    connection,
                    sql: """
                        SELECT count(*) FROM reads WHERE clerk = ? AND time > ? AND warning IS NULL AND \(kinds)
                        """,
                    arguments: [Int64(read.clerk.value), Int64(clamping: read.time - min(read.time, 3_600))])
                if UInt64(clamping: done ?? 0) >= limit {
                    kept = CounterRead(
                        time: read.time, clerk: read.clerk, kind: read.kind, caseNumber: read.caseNumber,
                        subject: read.subject, warning: .limit)
                }
            }
            try connection.execute(
                sql: """
                    INSERT INTO reads (time, clerk, kind, matter, case_index, subject, warning)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(clamping: kept.time), Int64(kept.clerk.value), kept.kind.rawValue,
                    Data(storage.seal(Array(kept.caseNumber.utf8), at: "reads/matter/\(kept.clerk)/\(kept.time)")),
                    Data(caseIndex(kept.caseNumber).bytes), kept.subject, kept.warning?.rawValue,
                ])
            return kept
        }
    }

    /// The newest reads; those alone that were refused or found nothing, where so asked.
    func reads(unusual: Bool, limit: Int) throws -> [CounterRead] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                sql: "SELECT * FROM reads \(unusual ? "WHERE warning IS NOT NULL" : "") ORDER BY id DESC LIMIT ?",
                arguments: [Int64(limit)]
            ).map(storedRead)
        }
    }

    /// Notes that a clerk has found a session by its case: for an hour it may be seen.
    func keep(look session: SessionID, by clerk: ClerkNumber, at time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "INSERT OR REPLACE INTO seen_sessions (session, clerk, time) VALUES (?, ?, ?)",
                arguments: [Data(session.bytes), Int64(clerk.value), Int64(clamping: time)])
        }
    }

    /// True when a clerk has found a session by its case since then.
    func hasLook(at session: SessionID, by clerk: ClerkNumber, since time: UInt64) throws -> Bool {
        try pool.read { connection in
            try Bool.fetchOne(
                connection,
                sql: "SELECT EXISTS (SELECT 1 FROM seen_sessions WHERE session = ? AND clerk = ? AND time >= ?)",
                arguments: [Data(session.bytes), Int64(clerk.value), Int64(clamping: time)]) ?? false
        }
    }

    /// Forgets reads of before a moment.
    func dropReads(before time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(sql: "DELETE FROM reads WHERE time < ?", arguments: [Int64(clamping: time)])
            try connection.execute(sql: "DELETE FROM seen_sessions WHERE time < ?", arguments: [Int64(clamping: time)])
        }
    }

    private func storedRead(_ row: Row) throws -> CounterRead {
        guard let kind = CounterRead.Kind(rawValue: row["kind"] as String) else {
            throw RelyingFailure.wrongStorageKey
        }
        let (clerk, time) = (
            ClerkNumber(UInt64(clamping: row["clerk"] as Int64)), UInt64(clamping: row["time"] as Int64)
        )
        let matter = try storage.open(Array(row["matter"] as Data), at: "reads/matter/\(clerk)/\(time)")
        return CounterRead(
            time: time, clerk: clerk, kind: kind, caseNumber: String(decoding: matter, as: UTF8.self),
            subject: row["subject"],
            warning: (row["warning"] as String?).flatMap { CounterRead.Warning(rawValue: $0) })
    }
}
