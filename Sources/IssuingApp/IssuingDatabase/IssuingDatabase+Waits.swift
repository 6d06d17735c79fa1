internal import GRDB
public import Rulebook
internal import Signing

/// A part of the desk's own work.
public enum WorkPart: String, Hashable, Sendable, CaseIterable {
    case binding, rebinding, signing, anchoring, delivering, acts, following
}

/// That a part of the work waits for a node or for the registrar.
public struct WorkWait: Hashable, Sendable {
    public let part: WorkPart
    /// What is away and why.
    public let words: Bilingual
    /// Since when, and when it was asked last; POSIX seconds.
    public let since: UInt64
    public let asked: UInt64
}

extension IssuingDatabase {
    /// Notes that a part waits; the words may change from one time to the next, `since` does not.
    func note(_ part: WorkPart, waitsFor words: Bilingual, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO waits VALUES (?, ?, ?, ?, ?) ON CONFLICT (part)
                    DO UPDATE SET zh = excluded.zh, en = excluded.en, asked = excluded.asked
                    """,
                arguments: [part.rawValue, words.zh, words.en, second.stored, second.stored])
        }
    }

    /// The part goes on.
    func forgetWait(of part: WorkPart) throws {
        guard try waits().contains(where: { $0.part == part }) else { return }
        try writing { try $0.execute(sql: "DELETE FROM waits WHERE part = ?", arguments: [part.rawValue]) }
    }

    /// What waits, as of the last turn of the work.
    public func waits() throws -> [WorkWait] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM waits ORDER BY part").compactMap { row in
                WorkPart(rawValue: row["part"]).map { part in
                    WorkWait(
                        part: part, words: Bilingual(zh: row["zh"], en: row["en"]),
                        since: UInt64(stored: row["since"]), asked: UInt64(stored: row["asked"]))
                }
            }
        }
    }

    /// Pending documents that no invitation was sent for: all, and those whose holders have no wallet yet, with the
    /// time when the first of these was asked for (POSIX seconds).
    func pendingCounts() throws -> (all: UInt64, withoutWallet: UInt64, looked: UInt64?) {
        try reading { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) AS n, COUNT(w.looked) AS unknown, MIN(w.looked) AS looked FROM documents d
                    LEFT JOIN wallets w ON w.holder = d.holder AND w.account IS NULL
                    WHERE d.stage = ? AND d.offer IS NULL
                    """, arguments: [DocumentStage.pending.rawValue])
            guard let row else { return (0, 0, nil) }
            let looked: Int64? = row["looked"]
            return (UInt64(stored: row["n"]), UInt64(stored: row["unknown"]), looked.map { UInt64(stored: $0) })
        }
    }
}
