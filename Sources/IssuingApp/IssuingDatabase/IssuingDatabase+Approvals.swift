internal import Foundation
internal import GRDB
internal import Signing

extension IssuingDatabase {
    /// Files a proposal for a second person.
    func propose(_ proposal: Proposal, by proposer: String, at second: UInt64) throws -> ApprovalID {
        try writing { try IssuingDatabase.insert(proposal, by: proposer, at: second, $0) }
    }

    static func insert(
        _ proposal: Proposal, by proposer: String, at second: UInt64, _ database: Database
    ) throws -> ApprovalID {
        try database.execute(
            sql: "INSERT INTO approvals (kind, subject, proposer, proposed) VALUES (?, ?, ?, ?)",
            arguments: [proposal.kind, Data(proposal.json.compact.utf8), proposer, second.stored])
        return ApprovalID(database.lastInsertedRowID)
    }

    /// Decides a proposal, once, and does in the same transaction what follows.
    func decide(
        _ id: ApprovalID, isApproved: Bool, by decider: String, remark: String, at second: UInt64,
        _ body: (Database) throws -> Void
    ) throws {
        try writing { database in
            guard let row = try approvalRow(id, database) else { throw DeskRefusal.unknownApproval(id) }
            guard row["proposer"] as String != decider else { throw DeskRefusal.samePerson }
            let approval = try StoredApproval(row)
            guard !approval.isOverdue(at: second) else { throw DeskRefusal.approvalOverdue(id) }
            try database.execute(
                sql: """
                    UPDATE approvals SET decider = ?, decided = ?, verdict = ?, remark = ?
                    WHERE id = ? AND verdict IS NULL
                    """, arguments: [decider, second.stored, isApproved ? 1 : 0, remark, id.value])
            guard database.changesCount == 1 else { throw DeskRefusal.alreadyDecided(id) }
            if isApproved { try body(database) }
        }
    }

    private func approvalRow(_ id: ApprovalID, _ database: Database) throws -> Row? {
        try Row.fetchOne(database, sql: "SELECT * FROM approvals WHERE id = ?", arguments: [id.value])
    }

    /// A proposal by its number; nil when there is none.
    public func approval(_ id: ApprovalID) throws -> StoredApproval? {
        try reading { try approvalRow(id, $0).map(StoredApproval.init) }
    }

    /// Proposals, the newest first; those that wait and are not overdue, or all.
    public func approvals(isOpen: Bool, at second: UInt64, limit: Int = 100) throws -> [StoredApproval] {
        let oldest = second - min(second, Proposal.lifetimeSeconds)
        return try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM approvals WHERE ? = 0 OR (verdict IS NULL AND proposed > ?)
                    ORDER BY id DESC LIMIT ?
                    """, arguments: [isOpen ? 1 : 0, oldest.stored, limit]
            ).map(StoredApproval.init)
        }
    }

    /// What an approval has put on its way to the ledger, oldest first.
    public func acts(of approval: ApprovalID, limit: Int = 100) throws -> [StoredAct] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM acts WHERE approval = ? ORDER BY id LIMIT ?",
                arguments: [approval.value, limit]
            ).map(StoredAct.init)
        }
    }

    /// Takes back a run's documents that are not signed yet; those that are, by number.
    static func withdraw(
        _ run: RunID, at second: UInt64, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE runs SET taken_back = ? WHERE id = ? AND taken_back IS NULL",
            arguments: [second.stored, run.value])
        guard database.changesCount == 1 else { throw DeskRefusal.alreadyTakenBack(run) }
        try database.execute(
            sql: "UPDATE documents SET stage = ?, since = ?, offer = NULL WHERE run = ? AND stage IN (?, ?)",
            arguments: [
                DocumentStage.withdrawn.rawValue, second.stored, run.value, DocumentStage.pending.rawValue,
                DocumentStage.bound.rawValue,
            ])
    }

    /// Documents of runs that were taken back which came to the ledger all the same and still have to be revoked, with
    /// the run; those that were claimed with all their copies.
    func takenBackToRevoke(limit: Int) throws -> [(document: StoredDocument, run: RunID)] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    WITH gone (id, run) AS (
                        SELECT d.id, d.run FROM documents d JOIN runs r ON r.id = d.run WHERE r.taken_back IS NOT NULL)
                    SELECT d.id, t.run FROM documents d JOIN (
                            SELECT id, run FROM gone
                            UNION
                            SELECT c.document, g.run FROM gone g JOIN claim_documents m ON m.document = g.id
                                JOIN claim_documents c ON c.claim = m.claim) t ON t.id = d.id
                    WHERE d.record IS NOT NULL AND d.state < 3
                        AND NOT EXISTS (SELECT 1 FROM status_changes s WHERE s.document = d.id AND s.state >= 3)
                    LIMIT ?
                    """, arguments: [limit])
            return try rows.compactMap { row in
                try IssuingDatabase.document(DocumentID(row["id"]), database).map { ($0, RunID(row["run"])) }
            }
        }
    }

    /// The approval by which a run was taken back; nil when none did.
    func approvalTakingBack(_ run: RunID) throws -> StoredApproval? {
        let found = try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM approvals WHERE kind = 'take-back' AND verdict = 1 ORDER BY id DESC"
            ).map(StoredApproval.init)
        }
        return found.first { approval in
            guard case .takeBack(let other, _, _) = approval.proposal else { return false }
            return other == run
        }
    }
}

extension StoredApproval {
    init(_ row: Row) throws {
        id = ApprovalID(row["id"])
        proposal = try Proposal(kind: row["kind"], stored: Array(row["subject"] as Data))
        proposer = row["proposer"]
        proposed = UInt64(stored: row["proposed"])
        decider = row["decider"]
        decided = (row["decided"] as Int64?).map { UInt64(stored: $0) }
        isApproved = (row["verdict"] as Int64?).map { $0 == 1 }
        remark = row["remark"]
    }
}
