internal import Foundation
internal import GRDB
internal import Signing

extension AuditEntry {
    /// Adds the next line in the transaction of what it tells.
    @discardableResult
    static func append(_ line: AuditLine, at second: UInt64, _ database: Database) throws -> AuditEntry {
        let last = try Row.fetchOne(database, sql: "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        let previous = last.flatMap { Digest(Array($0["hash"] as Data)) } ?? AuditEntry.start
        let number = last.map { UInt64($0["number"] as Int64) + 1 } ?? 1
        let entry = AuditEntry(
            number: number, time: second, actor: line.actor, action: line.action, subject: line.subject,
            facts: line.facts, previous: previous)
        try database.execute(
            sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                Int64(number), Int64(second), line.actor, line.action, line.subject, line.facts,
                Data(entry.hash.bytes),
            ])
        return entry
    }

    /// The lines after a number, in order.
    static func lines(after number: UInt64, limit: Int, _ database: Database) throws -> [AuditEntry] {
        var previous = try hash(of: number, database)
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?",
            arguments: [Int64(number), limit])
        return rows.map { row in
            defer { previous = Digest(Array(row["hash"] as Data)) ?? .zero }
            return AuditEntry(row, previous: previous)
        }
    }

    /// Walks the whole log.
    static func verdict(_ database: Database) throws -> AuditVerdict {
        var previous = AuditEntry.start
        var count: UInt64 = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY number")
        while let row = try rows.next() {
            let entry = AuditEntry(row, previous: previous)
            count += 1
            guard entry.number == count, Data(entry.hash.bytes) == row["hash"] as Data else {
                return .broken(number: count)
            }
            previous = entry.hash
        }
        return .whole(count: count, head: previous)
    }

    private static func hash(of number: UInt64, _ database: Database) throws -> Digest {
        let found = try Data.fetchOne(
            database, sql: "SELECT hash FROM audit WHERE number = ?", arguments: [Int64(number)])
        return found.flatMap { Digest(Array($0)) } ?? AuditEntry.start
    }

    private init(_ row: Row, previous: Digest) {
        self.init(
            number: UInt64(row["number"] as Int64), time: UInt64(row["time"] as Int64), actor: row["actor"],
            action: row["action"], subject: row["subject"], facts: row["facts"], previous: previous)
    }
}

/// What is to be told in the audit log.
public struct AuditLine: Hashable, Sendable {
    public let actor: String
    public let action: String
    public let subject: String
    public let facts: String

    /// A line of codes and counts; a person's data has no place in it.
    public init(_ caller: Caller, _ action: String, subject: String = "", facts: String = "") {
        self.init(actor: caller.label, action, subject: subject, facts: facts)
    }

    init(actor: String, _ action: String, subject: String = "", facts: String = "") {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.facts = facts
    }
}
