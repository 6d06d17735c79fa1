internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// What is kept beyond its retention.
extension RelyingDatabase {
    /// Puts a hold on a case; nil when it has one.
    func hold(_ hold: LegalHold.Words, since second: UInt64) throws -> LegalHold? {
        let index = Data(caseIndex(hold.caseNumber).bytes)
        return try pool.write { connection in
            let isHeld = try Bool.fetchOne(
                connection, sql: "SELECT EXISTS (SELECT 1 FROM holds WHERE case_index = ? AND released IS NULL)",
                arguments: [index])
            guard isHeld == false else { return nil }
            try connection.execute(
                sql: "INSERT INTO holds (case_index, words, since) VALUES (?, x'', ?)",
                arguments: [index, Int64(clamping: second)])
            let number = connection.lastInsertedRowID
            let words: JSONValue = [
                "case": .string(hold.caseNumber), "ground": .string(hold.ground), "by": .string(hold.orderedBy),
            ]
            try connection.execute(
                sql: "UPDATE holds SET words = ? WHERE number = ?",
                arguments: [seal(words.compact, at: "holds/words/\(number)"), number])
            return try Row.fetchOne(connection, sql: "SELECT * FROM holds WHERE number = ?", arguments: [number])
                .map(storedHold)
        }
    }

    /// Ends the hold on a case; nil when there is none.
    func release(_ caseNumber: String, by name: String, at second: UInt64) throws -> LegalHold? {
        let index = Data(caseIndex(caseNumber).bytes)
        return try pool.write { connection in
            let number = try Int64.fetchOne(
                connection, sql: "SELECT number FROM holds WHERE case_index = ? AND released IS NULL",
                arguments: [index])
            guard let number else { return nil }
            try connection.execute(
                sql: "UPDATE holds SET released = ?, release = ? WHERE number = ?",
                arguments: [
                    Int64(clamping: second), seal(name, at: "holds/release/\(number)"), number,
                ])
            return try Row.fetchOne(connection, sql: "SELECT * FROM holds WHERE number = ?", arguments: [number])
                .map(storedHold)
        }
    }

    /// Takes the words of holds that were released and of whose case nothing is left any more. That there was one, and
    /// from when to when, stays.
    func forgetReleasedHolds() throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE holds SET words = x'', release = x'', case_index = x''
                    WHERE released IS NOT NULL AND words <> x''
                        AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.case_index = holds.case_index)
                        AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.case_index = holds.case_index)
                        AND NOT EXISTS (SELECT 1 FROM presentations WHERE presentations.case_index = holds.case_index)
                    """)
        }
    }

    /// All holds, the last first; those that were released too when asked.
    func holds(all: Bool, limit: Int) throws -> [LegalHold] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM holds WHERE ? OR released IS NULL ORDER BY number DESC LIMIT ?",
                [all, Int64(limit)]
            ).map(storedHold)
        }
    }

    /// The hold on one of these cases.
    func hold(among cases: [Data], _ connection: Database) throws -> LegalHold? {
        for index in cases {
            let row = try Row.fetchOne(
                connection, cached: "SELECT * FROM holds WHERE case_index = ? AND released IS NULL", [index])
            if let row { return try storedHold(row) }
        }
        return nil
    }

    private func storedHold(_ row: Row) throws -> LegalHold {
        let number = row["number"] as Int64
        let since = UInt64(clamping: row["since"] as Int64)
        let release = try (row["released"] as Int64?).map { time in
            LegalHold.Release(
                time: UInt64(clamping: time),
                by: try (row["release"] as Data?).flatMap(kept).map { sealed in
                    try text(sealed, at: "holds/release/\(number)")
                })
        }
        let words = try kept(row["words"]).map { try holdWords($0, at: "holds/words/\(number)") }
        return LegalHold(number: UInt64(clamping: number), words: words, since: since, released: release)
    }

    /// What was deleted is empty.
    private func kept(_ sealed: Data) -> Data? { sealed.isEmpty ? nil : sealed }

    private func holdWords(_ sealed: Data, at place: String) throws -> LegalHold.Words {
        try JSONElement(parsing: try text(sealed, at: place), maxByteCount: 1 << 16).object {
            (reader) throws(JSONError) in
            LegalHold.Words(
                caseNumber: try reader.member("case").string(), ground: try reader.member("ground").string(),
                orderedBy: try reader.member("by").string())
        }
    }

    /// A sealed text as it stands in a column.
    func seal(_ text: String, at place: String) -> Data { Data(storage.seal(Array(text.utf8), at: place)) }

    /// The text of a sealed column.
    func text(_ sealed: Data, at place: String) throws -> String {
        String(decoding: try storage.open(Array(sealed), at: place), as: UTF8.self)
    }
}
