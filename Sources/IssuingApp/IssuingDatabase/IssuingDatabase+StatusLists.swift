internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// Which status lists have to be made anew.
extension IssuingDatabase {
    static func markStatusList(of document: DocumentID, _ database: Database) throws {
        let index = try Int64.fetchOne(
            database, sql: "SELECT status_index FROM documents WHERE id = ?", arguments: [document.value])
        guard let index else { return }
        let list = UInt64(stored: index) / StatusNumbers.perList
        try set("status-dirty/\(list)", Data([1]), database)
    }

    /// Lists whose content has changed since they were made.
    func dirtyStatusLists() throws -> [UInt64] {
        try reading { database in
            try String.fetchAll(database, sql: "SELECT key FROM meta WHERE key LIKE 'status-dirty/%' ORDER BY key")
                .compactMap { UInt64($0.dropFirst("status-dirty/".count)) }
        }
    }

    /// How many lists there are: one as soon as a number was given out.
    func statusListCount() throws -> UInt64 {
        let next = try reading { try IssuingDatabase.counter("status-next", $0) }
        return next == 0 ? 0 : (next - 1) / StatusNumbers.perList + 1
    }

    /// Entries of a list that are not simply in force.
    func statusEntries(of list: UInt64) throws -> [(index: Int, state: DocumentState)] {
        let first = list * StatusNumbers.perList
        return try reading { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT status_index, state FROM documents INDEXED BY documents_listed
                    WHERE status_index >= ? AND status_index < ? AND state > 1
                    """,
                arguments: [first.stored, (first + StatusNumbers.perList).stored])
            var entries: [(index: Int, state: DocumentState)] = []
            while let row = try rows.next() {
                guard let state = DocumentState(rawValue: UInt64(stored: row["state"])) else { continue }
                entries.append((Int(UInt64(stored: row["status_index"]) - first), state))
            }
            return entries
        }
    }

    /// How long the texts of lists that were published are kept, in seconds: 400 days.
    private static let keptSeconds: UInt64 = 400 * 86_400

    /// Of the last day the texts that were published stand as close as a list may be kept by its readers; before that
    /// an hour apart. In seconds.
    private static let newSeconds: UInt64 = 86_400
    private static let newGap: UInt64 = 60
    private static let oldGap: UInt64 = 3_600
    /// When a desk that stood still goes on, so much of what has grown old meanwhile is thinned.
    private static let thinnedSeconds: UInt64 = 30 * 86_400

    /// Takes texts away that were the newest for so short a time that the one before answers for them too. The newest
    /// always stays.
    private static func thin(list number: UInt64, at second: UInt64, _ database: Database) throws {
        let new = second - min(second, newSeconds)
        let recent = second - min(second, 2 * newGap)
        let oldest = second - min(second, thinnedSeconds)
        for (range, gap) in [(recent...second, newGap), (oldest...max(oldest, new), oldGap)] {
            let times = try Int64.fetchAll(
                database,
                sql: "SELECT built FROM earlier_lists WHERE number = ? AND built BETWEEN ? AND ? ORDER BY built",
                arguments: [number.stored, range.lowerBound.stored, range.upperBound.stored])
            for time in superfluous(times, gap: Int64(gap)) {
                try database.execute(
                    sql: "DELETE FROM earlier_lists WHERE number = ? AND built = ?", arguments: [number.stored, time])
            }
        }
    }

    /// Times between two that are less than a gap apart.
    private static func superfluous(_ times: [Int64], gap: Int64) -> [Int64] {
        guard var kept = times.first else { return [] }
        var found: [Int64] = []
        for (time, next) in zip(times.dropFirst(), times.dropFirst(2)) {
            if next - kept < gap { found.append(time) } else { kept = time }
        }
        return found
    }

    /// A new text of a list, good until its expiry; its anchor goes to the ledger. Earlier texts stay, for who asks how
    /// things were.
    func keep(list number: UInt64, token: String, expiry: UInt64, anchor: Act, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO earlier_lists VALUES (?, ?, ?, ?)",
                arguments: [number.stored, second.stored, expiry.stored, Data(token.utf8)])
            try IssuingDatabase.thin(list: number, at: second, database)
            let oldest = second - min(second, IssuingDatabase.keptSeconds)
            try database.execute(
                sql: "DELETE FROM earlier_lists WHERE number = ? AND expiry < ?",
                arguments: [number.stored, oldest.stored])
            let act = try IssuingDatabase.queue(anchor, subject: number.stored, at: second, database)
            try database.execute(
                sql: """
                    INSERT INTO status_lists VALUES (?, 1, ?, ?, ?) ON CONFLICT (number)
                    DO UPDATE SET version = version + 1, token = excluded.token, built = excluded.built,
                        act = excluded.act
                    """, arguments: [number.stored, Data(token.utf8), second.stored, act.value])
            try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: ["status-dirty/\(number)"])
        }
    }

    /// A list's newest text and when it was made; nil when there is none of that number.
    package func statusList(_ number: UInt64) throws -> (token: String, built: UInt64)? {
        try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT token, built FROM status_lists WHERE number = ?", arguments: [number.stored]
            ).map { (String(decoding: $0["token"] as Data, as: UTF8.self), UInt64(stored: $0["built"])) }
        }
    }

    /// The text of a list that was good at a time, as it was published then; nil when none was, or none is kept.
    package func statusList(_ number: UInt64, at time: UInt64) throws -> String? {
        guard time <= UInt64(Int64.max) else { return nil }
        return try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT token, expiry FROM earlier_lists WHERE number = ? AND built <= ?
                    ORDER BY built DESC LIMIT 1
                    """,
                arguments: [number.stored, time.stored])
        }.flatMap { row in
            guard UInt64(stored: row["expiry"]) > time else { return nil }
            return String(decoding: row["token"] as Data, as: UTF8.self)
        }
    }
}
