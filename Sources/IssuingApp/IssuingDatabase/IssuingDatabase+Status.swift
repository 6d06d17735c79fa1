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

    /// A new text of a list, good until its expiry; its anchor goes to the ledger. Earlier texts stay, for who asks how
    /// things were.
    func keep(list number: UInt64, token: String, expiry: UInt64, anchor: Act, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO earlier_lists VALUES (?, ?, ?, ?)",
                arguments: [number.stored, second.stored, expiry.stored, Data(token.utf8)])
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
