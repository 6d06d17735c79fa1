internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

extension IssuingDatabase {
    /// Keeps a rule; one for the same type takes the old one's place.
    func keep(_ rule: RenewalRule, by staff: String, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO renewals (type, days, years, seen_days, staff, since) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (type) DO UPDATE SET days = excluded.days, years = excluded.years,
                        seen_days = excluded.seen_days, staff = excluded.staff, since = excluded.since
                    """,
                arguments: [
                    rule.type.text, rule.days.stored, rule.years.stored, rule.seenDays?.stored, staff, second.stored,
                ])
        }
    }

    /// False when there was no such rule.
    func removeRenewal(of type: TypeCode) throws -> Bool {
        try writing { database in
            try database.execute(sql: "DELETE FROM renewals WHERE type = ?", arguments: [type.text])
            return database.changesCount == 1
        }
    }

    /// Every rule, by type.
    public func renewalRules() throws -> [RenewalRule] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM renewals ORDER BY type").map { row in
                RenewalRule(
                    type: TypeCode(checked: row["type"]), days: UInt64(stored: row["days"]),
                    years: UInt64(stored: row["years"]),
                    seenDays: (row["seen_days"] as Int64?).map { UInt64(stored: $0) })
            }
        }
    }

    /// Files one proposal for all documents that a rule wants renewed now, at most one a day; how many there are.
    ///
    /// In force, recorded, near their end, without a successor, and proposed before at most by a proposal that became
    /// overdue.
    func proposeRenewals(by rule: RenewalRule, pauseSeconds: UInt64, limit: Int, at second: UInt64) throws -> Int {
        let isPaused = try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM renewals WHERE type = ? AND proposed > ?",
                arguments: [rule.type.text, (second - min(second, pauseSeconds)).stored]) != nil
        }
        guard !isPaused else { return 0 }
        let due = try dueForRenewal(rule, limit: limit, at: second)
        guard !due.isEmpty else { return 0 }
        let proposal = Proposal.renew(rule.type, documents: due, years: rule.years)
        return try writing { database in
            let id = try IssuingDatabase.insert(proposal, by: RenewalRule.proposer, at: second, database)
            let mark = try database.cachedStatement(sql: "UPDATE documents SET renewal = ? WHERE id = ?")
            for document in due { try mark.execute(arguments: [id.value, document.value]) }
            try database.execute(
                sql: "UPDATE renewals SET proposed = ? WHERE type = ?", arguments: [second.stored, rule.type.text])
            return due.count
        }
    }

    private func dueForRenewal(_ rule: RenewalRule, limit: Int, at second: UInt64) throws -> [DocumentID] {
        let seen = rule.seenDays.map { (second - min(second, $0 * 86_400)).stored }
        let arguments: StatementArguments = [
            rule.type.text, second.stored, (second + rule.days * 86_400).stored, seen,
            (second - min(second, Proposal.lifetimeSeconds)).stored, limit,
        ]
        return try reading { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM documents d WHERE type = ?1 AND expiry > ?2 AND expiry <= ?3 AND state = 1
                        AND record IS NOT NULL AND (?4 IS NULL OR seen >= ?4)
                        AND NOT EXISTS (SELECT 1 FROM documents n WHERE n.supersedes = d.id)
                        AND (renewal IS NULL OR EXISTS (SELECT 1 FROM approvals a
                            WHERE a.id = d.renewal AND a.verdict IS NULL AND a.proposed <= ?5))
                    ORDER BY id LIMIT ?6
                    """, arguments: arguments
            ).map { DocumentID($0) }
        }
    }

    /// True when the document's renewal was approved.
    func isRenewed(_ document: DocumentID) throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT 1 FROM documents d JOIN approvals a ON a.id = d.renewal WHERE d.id = ? AND a.verdict = 1
                    """, arguments: [document.value]) != nil
        }
    }

    /// A row of a source stands for this document, and for whatever took its place since.
    static func markSeen(_ document: NewDocument, at second: UInt64, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                WITH RECURSIVE line (id) AS (
                    SELECT id FROM documents WHERE row_key = ?2
                    UNION ALL SELECT d.id FROM documents d JOIN line ON d.supersedes = line.id)
                UPDATE documents SET seen = ?1 WHERE id IN (SELECT id FROM line)
                """
        ).execute(arguments: [second.stored, Data(document.key.bytes)])
    }
}
