internal import Foundation
internal import GRDB
internal import Ledger
public import Rulebook
internal import Signing

/// A change of a document's status, as it is stored.
public struct StoredStatusChange: Hashable, Sendable {
    public let act: QueuedActID
    public let document: DocumentID
    public let state: DocumentState
    public let reason: String
    public let staff: String
    public let stage: LedgerStage
    public let height: UInt64?
    /// Block time in ms.
    public let time: UInt64?
    let openingSealed: [UInt8]
}

/// One change to be queued.
struct NewStatusChange: Sendable {
    let document: StoredDocument
    let record: LeafIndex
    let commitment: Commitment
    let change: StatusChange
    let opening: Opening<StatusReason>
    let openingSealed: [UInt8]
    let successor: DocumentID?

    var act: Act {
        .setStatus(
            SetStatus(record: record, commitment: commitment, state: change.state, reason: opening.commitment))
    }
}

extension IssuingDatabase {
    static func openingPlace(_ document: Digest) -> String { "status_changes/opening/" + document.hex }

    /// Queues changes of status, all or nothing.
    func queue(_ changes: [NewStatusChange], approval: ApprovalID?, staff: String, at second: UInt64) throws {
        try writing { try IssuingDatabase.queue(changes, approval: approval, staff: staff, at: second, $0) }
    }

    static func queue(
        _ changes: [NewStatusChange], approval: ApprovalID?, staff: String, at second: UInt64, _ database: Database
    ) throws {
        for change in changes {
            let act = try queue(
                change.act, subject: change.document.id.value, approval: approval, at: second, database)
            try database.cachedStatement(sql: "INSERT INTO status_changes VALUES (?, ?, ?, ?, ?, ?, ?)").execute(
                arguments: [
                    act.value, change.document.id.value, change.change.state.rawValue.stored,
                    change.change.reason.rawValue, Data(change.openingSealed), change.successor?.value, staff,
                ])
        }
    }

    /// True while a change of the document waits for the ledger.
    func hasOpenChange(_ document: DocumentID) throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT 1 FROM status_changes s JOIN acts a ON a.id = s.act
                    WHERE s.document = ? AND a.stage < 3
                    """, arguments: [document.value]) != nil
        }
    }

    /// A document's changes, oldest first.
    public func statusChanges(of document: DocumentID) throws -> [StoredStatusChange] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT s.*, a.stage, a.height, a.time FROM status_changes s JOIN acts a ON a.id = s.act
                    WHERE s.document = ? ORDER BY s.act
                    """, arguments: [document.value]
            ).map { row in
                StoredStatusChange(
                    act: QueuedActID(row["act"]), document: DocumentID(row["document"]),
                    state: DocumentState(rawValue: UInt64(stored: row["state"])) ?? .inForce, reason: row["reason"],
                    staff: row["staff"], stage: LedgerStage(rawValue: row["stage"]) ?? .queued,
                    height: (row["height"] as Int64?).map { UInt64(stored: $0) },
                    time: (row["time"] as Int64?).map { UInt64(stored: $0) },
                    openingSealed: Array(row["opening_sealed"] as Data))
            }
        }
    }

    /// A document that takes the place of another has its record: the other's supersession is queued when the desk
    /// next looks. Documents that were not recorded yet are taken back at once.
    static func queueSupersessions(of batch: BatchID, at second: UInt64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE documents SET stage = ?, since = ? WHERE stage IN (?, ?)
                    AND id IN (SELECT supersedes FROM documents WHERE batch = ? AND supersedes IS NOT NULL)
                """,
            arguments: [
                DocumentStage.withdrawn.rawValue, second.stored, DocumentStage.pending.rawValue,
                DocumentStage.bound.rawValue, batch.value,
            ])
    }

    /// Recorded documents in whose place another recorded one stands, and of which nothing is said yet; with a claimed
    /// document its copies.
    func supersessionsToTell(limit: Int) throws -> [(old: StoredDocument, new: StoredDocument)] {
        try reading { database in
            let ids = try Row.fetchAll(
                database,
                sql: """
                    SELECT o.id AS old, MAX(p.new) AS new FROM (
                            SELECT supersedes AS old, id AS new FROM documents
                                WHERE supersedes IS NOT NULL AND record IS NOT NULL
                            UNION ALL
                            SELECT c.document, n.id FROM documents n
                                JOIN claim_documents m ON m.document = n.supersedes
                                JOIN claim_documents c ON c.claim = m.claim
                                WHERE n.supersedes IS NOT NULL AND n.record IS NOT NULL) p
                        JOIN documents o ON o.id = p.old
                    WHERE o.record IS NOT NULL AND o.state < 3
                        AND NOT EXISTS (SELECT 1 FROM status_changes s WHERE s.document = o.id AND s.state >= 3)
                    GROUP BY o.id LIMIT ?
                    """, arguments: [limit])
            return try ids.compactMap { row in
                guard let old = try IssuingDatabase.document(DocumentID(row["old"]), database),
                    let new = try IssuingDatabase.document(DocumentID(row["new"]), database)
                else { return nil }
                return (old, new)
            }
        }
    }
}
