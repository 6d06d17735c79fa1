internal import Foundation
internal import GRDB
public import Signing

/// What somebody should look at.
public struct LookUpAlert: Hashable, Sendable {
    /// Why somebody should look.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A clerk or an office was wrong so often that it rests.
        case misses
        /// It went on asking while it rested.
        case guessing
        /// It asked more often than one may in an hour.
        case tooMany
        /// One document was asked for more often than one may in a day.
        case oftenAsked
        /// The ledger refuses the entry of a question about a document.
        case refused
    }

    public let id: LookUpAlertID
    public let kind: Kind
    /// The clerk, the office or the document's number.
    public let subject: String
    /// How often on that day.
    public let count: UInt64
    /// POSIX seconds.
    public let first: UInt64
    public let last: UInt64
    /// Who has looked at it; nil: nobody since it last happened.
    public let seenBy: String?

    fileprivate init?(_ row: Row) {
        guard let kind = Kind(rawValue: row["kind"]) else { return nil }
        id = LookUpAlertID(row["id"])
        self.kind = kind
        subject = row["subject"]
        count = UInt64(stored: row["count"])
        first = UInt64(stored: row["first"])
        last = UInt64(stored: row["last"])
        seenBy = row["seen_by"]
    }

    /// As programs read it.
    public var json: JSONValue {
        [
            "alert": .integer(id.value), "kind": .string(kind.rawValue), "subject": .string(subject),
            "count": .integer(Int64(clamping: count)), "first": .integer(Int64(clamping: first)),
            "last": .integer(Int64(clamping: last)), "seenBy": seenBy.map { .string($0) } ?? .null,
        ]
    }
}

/// A question that was counted, or why it was not looked at.
enum Counted<Value: Sendable>: Sendable {
    case done(Value)
    case resting(until: UInt64)
    case tooMany(limit: UInt64)
}

/// Counting questions: durable, so that a desk that is started anew has forgotten nothing.
extension IssuingDatabase {
    /// Does what was asked unless the asker rests or has asked too often, and counts it. A wrong question may begin a
    /// rest. Part of the asker's own transaction: nobody asks between the count and the answer.
    static func counted<Value: Sendable>(
        _ asker: LookUpAsker, _ limits: LookUpLimits, at second: UInt64, _ database: Database,
        _ ask: () throws -> (Value, isMiss: Bool)
    ) throws -> Counted<Value> {
        if let until = try restingGuess(asker, at: second, database) { return .resting(until: until) }
        let before = try tries(asker, at: second, database)
        if before.clerk >= limits.clerkQuestions || before.office >= limits.officeQuestions {
            try tell(.tooMany, asker.clerk, at: second, database)
            return .tooMany(
                limit: before.clerk >= limits.clerkQuestions ? limits.clerkQuestions : limits.officeQuestions)
        }
        let (value, isMiss) = try ask()
        try database.execute(
            sql: "INSERT INTO look_up_tries VALUES (?, ?, ?, ?)",
            arguments: [asker.office, asker.clerk, second.stored, isMiss ? 1 : 0])
        if isMiss { try restIfDue(asker, before, limits, second, database) }
        return .done(value)
    }

    /// Until when an asker rests, whose question is then a guess that the staff is told of; nil when it does not rest.
    static func restingGuess(
        _ asker: LookUpAsker, at second: UInt64, _ database: Database
    ) throws -> UInt64? {
        guard let until = try rest(asker, at: second, database) else { return nil }
        try tell(.guessing, asker.clerk, at: second, database)
        return until
    }

    /// Counts that a question of before has missed, now that it is told. The question itself was counted already.
    static func countMiss(
        _ asker: LookUpAsker, _ limits: LookUpLimits, at second: UInt64, _ database: Database
    ) throws {
        let before = try tries(asker, at: second, database)
        try database.execute(
            sql: """
                DELETE FROM look_up_tries WHERE rowid =
                    (SELECT rowid FROM look_up_tries WHERE office = ? AND clerk = ? AND missed = 0 LIMIT 1)
                """, arguments: [asker.office, asker.clerk])
        try database.execute(
            sql: "INSERT INTO look_up_tries VALUES (?, ?, ?, 1)",
            arguments: [asker.office, asker.clerk, second.stored])
        try restIfDue(asker, before, limits, second, database)
    }

    /// Begins a rest with one miss more than before, when that is as many as one may have.
    private static func restIfDue(
        _ asker: LookUpAsker, _ before: Tries, _ limits: LookUpLimits, _ second: UInt64, _ database: Database
    ) throws {
        if before.clerkMisses + 1 >= limits.misses { try beginRest(clerkRest(asker), asker.clerk, second, database) }
        if before.officeMisses + 1 >= limits.officeMisses {
            try beginRest(officeRest(asker), asker.office, second, database)
        }
    }

    private static func clerkRest(_ asker: LookUpAsker) -> String { "clerk " + asker.clerk }
    private static func officeRest(_ asker: LookUpAsker) -> String { "office " + asker.office }

    /// Until when the clerk or the office rests; nil when neither does.
    private static func rest(_ asker: LookUpAsker, at second: UInt64, _ database: Database) throws -> UInt64? {
        try Int64.fetchOne(
            database, sql: "SELECT MAX(until) FROM look_up_rests WHERE asker IN (?, ?) AND until > ?",
            arguments: [clerkRest(asker), officeRest(asker), second.stored]
        ).map { UInt64(stored: $0) }
    }

    private typealias Tries = (clerk: UInt64, clerkMisses: UInt64, office: UInt64, officeMisses: UInt64)

    /// Questions within the hour; older ones are forgotten.
    private static func tries(_ asker: LookUpAsker, at second: UInt64, _ database: Database) throws -> Tries {
        let begin = (second - min(second, LookUpLimits.hour)).stored
        try database.execute(sql: "DELETE FROM look_up_tries WHERE time <= ?", arguments: [begin])
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT COUNT(*) AS office, COALESCE(SUM(missed), 0) AS office_misses,
                    COALESCE(SUM(clerk = ?1), 0) AS clerk, COALESCE(SUM(clerk = ?1 AND missed = 1), 0) AS clerk_misses
                FROM look_up_tries WHERE office = ?2
                """, arguments: [asker.clerk, asker.office])
        guard let row else { return (0, 0, 0, 0) }
        return (
            UInt64(stored: row["clerk"]), UInt64(stored: row["clerk_misses"]), UInt64(stored: row["office"]),
            UInt64(stored: row["office_misses"])
        )
    }

    private static func beginRest(
        _ asker: String, _ subject: String, _ second: UInt64, _ database: Database
    ) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT rests, until FROM look_up_rests WHERE asker = ?", arguments: [asker])
        let isForgiven = row.map { UInt64(stored: $0["until"]) + LookUpLimits.forgiven < second } ?? true
        let rests = isForgiven ? 0 : row.map { UInt64(stored: $0["rests"]) } ?? 0
        let until = second + LookUpLimits.hour << min(rests, LookUpLimits.maxDoublings)
        try database.execute(
            sql: "INSERT OR REPLACE INTO look_up_rests VALUES (?, ?, ?)",
            arguments: [asker, (rests + 1).stored, until.stored])
        try tell(.misses, subject, at: second, database)
    }
}

/// What the staff is told.
extension IssuingDatabase {
    private static func tell(
        _ kind: LookUpAlert.Kind, _ subject: String, at second: UInt64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO look_up_alerts (kind, subject, day, count, first, last) VALUES (?, ?, ?, 1, ?, ?)
                ON CONFLICT (kind, subject, day)
                DO UPDATE SET count = count + 1, last = excluded.last, seen_by = NULL
                """,
            arguments: [
                kind.rawValue, subject, (second / LookUpLimits.day).stored, second.stored, second.stored,
            ])
    }

    /// Tells of a document that was asked for more often in a day than it should be.
    static func tellOften(
        _ document: DocumentID, _ limits: LookUpLimits, at second: UInt64, _ database: Database
    ) throws {
        let count = try Int64.fetchOne(
            database, sql: "SELECT COUNT(*) FROM look_ups WHERE document = ? AND asked > ?",
            arguments: [document.value, (second - min(second, LookUpLimits.day)).stored])
        guard UInt64(stored: count ?? 0) > limits.documentQuestions else { return }
        try tell(.oftenAsked, "\(document)", at: second, database)
    }

    /// Tells that the ledger refuses the entry of a question.
    func tellRefused(_ lookUp: StoredLookUp, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE look_ups SET told = 1 WHERE id = ? AND act = ?",
                arguments: [lookUp.id.value, lookUp.act.value])
            guard database.changesCount == 1 else { return }
            let subject = lookUp.document.map { "\($0)" } ?? "–"
            try IssuingDatabase.tell(.refused, subject, at: second, database)
        }
    }

    /// Alerts, the newest first; those that nobody has looked at, or all.
    public func lookUpAlerts(isOpen: Bool, limit: Int = 500) throws -> [LookUpAlert] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM look_up_alerts WHERE ? = 0 OR seen_by IS NULL ORDER BY last DESC, id DESC LIMIT ?",
                arguments: [isOpen ? 1 : 0, limit]
            ).compactMap(LookUpAlert.init)
        }
    }

    /// Notes who has looked at an alert; false when there is none of that number.
    func markSeen(_ alert: LookUpAlertID, by staff: String) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: "UPDATE look_up_alerts SET seen_by = ? WHERE id = ?", arguments: [staff, alert.value])
            return database.changesCount == 1
        }
    }
}
