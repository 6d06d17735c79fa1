internal import Foundation
internal import GRDB
internal import Ledger
public import Rulebook
internal import Signing

/// A holder's dispute of a document of this desk, as it stands on the ledger, with what the desk made of it.
public struct StoredCorrection: Hashable, Sendable {
    public let id: CorrectionID
    public let document: DocumentID
    /// Block time in ms.
    public let opened: UInt64
    public let height: UInt64
    /// By when it must be answered, in ms of block time.
    public let due: UInt64
    public let outcome: CorrectionOutcome?
    public let successor: DocumentID?
    public let staff: String?
    /// When the clerk answered, POSIX seconds.
    public let answered: UInt64?
    /// The answer's way to the ledger; nil while it waits for the corrected document's record.
    public let act: QueuedActID?
    public let claim: Commitment
    let claimSealed: [UInt8]?
    let answerSealed: [UInt8]?

    init(_ row: Row) throws {
        id = CorrectionID(row["id"])
        document = DocumentID(row["document"])
        opened = UInt64(stored: row["opened"])
        height = UInt64(stored: row["height"])
        due = UInt64(stored: row["due"])
        outcome = (row["outcome"] as Int64?).flatMap { CorrectionOutcome(rawValue: UInt64(stored: $0)) }
        successor = (row["successor"] as Int64?).map { DocumentID($0) }
        staff = row["staff"]
        answered = (row["answered"] as Int64?).map { UInt64(stored: $0) }
        act = (row["act"] as Int64?).map { QueuedActID($0) }
        claim = Commitment(try StoredDocument.digest(row["claim"]))
        claimSealed = (row["claim_sealed"] as Data?).map { Array($0) }
        answerSealed = (row["answer_sealed"] as Data?).map { Array($0) }
    }
}

/// A dispute that was found on the ledger.
struct FoundCorrection: Sendable {
    let statement: StatementID
    let record: LeafIndex
    let claim: Commitment
    let opened: UInt64
    let height: UInt64
    let due: UInt64
}

/// What a stretch of the ledger holds of this desk.
struct FollowedPart: Sendable {
    var corrections: [FoundCorrection] = []
    var statuses: [(record: LeafIndex, state: DocumentState)] = []
    var manifests: [FoundManifest] = []
    /// The last height that was looked at.
    var height: UInt64 = 0
}

/// A manifest of this desk on the ledger.
struct FoundManifest: Sendable {
    let statement: StatementID
    let leaf: LeafIndex
    let type: TypeCode
    let height: UInt64
    let commitments: [Commitment]
}

extension IssuingDatabase {
    /// How far the ledger was looked at for what concerns this desk.
    func followedHeight() throws -> UInt64 { try reading { try IssuingDatabase.counter("followed", $0) } }

    func setFollowedHeight(_ height: UInt64) throws {
        try writing { try IssuingDatabase.set("followed", Data(String(height).utf8), $0) }
    }

    /// Takes what a stretch of the ledger holds, and how far that is, all or nothing; how much was new.
    func take(_ part: FollowedPart, at second: UInt64) throws -> Int {
        try writing { database in
            var count = 0
            for found in part.corrections where try insert(found, database) { count += 1 }
            for (record, state) in part.statuses where try set(state, record: record, database) { count += 1 }
            for manifest in part.manifests { count += try lose(manifest, database) }
            try IssuingDatabase.set("followed", Data(String(part.height).utf8), database)
            return count
        }
    }

    private func insert(_ found: FoundCorrection, _ database: Database) throws -> Bool {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO corrections (document, statement_id, opened, height, due, claim)
                SELECT id, ?, ?, ?, ?, ? FROM documents WHERE record = ?
                """,
            arguments: [
                Data(found.statement.digest.bytes), found.opened.stored, found.height.stored, found.due.stored,
                Data(found.claim.digest.bytes), found.record.value.stored,
            ])
        return database.changesCount == 1
    }

    /// A state that the ledger tells and the desk does not know: said after the backup from which it was restored.
    private func set(_ state: DocumentState, record: LeafIndex, _ database: Database) throws -> Bool {
        let row = try Row.fetchOne(
            database, sql: "SELECT id FROM documents WHERE record = ? AND state <> ?",
            arguments: [record.value.stored, state.rawValue.stored])
        guard let row else { return false }
        let id = DocumentID(row["id"])
        try database.execute(
            sql: "UPDATE documents SET state = ? WHERE id = ?", arguments: [state.rawValue.stored, id.value])
        try IssuingDatabase.markStatusList(of: id, database)
        return true
    }

    /// Records under a manifest that the desk does not know: what they commit to was lost with what came after the
    /// backup.
    private func lose(_ manifest: FoundManifest, _ database: Database) throws -> Int {
        let known = try Row.fetchOne(
            database, sql: "SELECT 1 FROM batches WHERE statement_id = ?",
            arguments: [Data(manifest.statement.digest.bytes)])
        guard known == nil else { return 0 }
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO lost_records (record, commitment, type, height) VALUES (?, ?, ?, ?)")
        for (position, commitment) in manifest.commitments.enumerated() {
            try insert.execute(arguments: [
                (manifest.leaf.value + 1 + UInt64(position)).stored, Data(commitment.digest.bytes),
                manifest.type.text, manifest.height.stored,
            ])
        }
        return manifest.commitments.count
    }

    /// Disputes: those without an answer, the most urgent first, or all, the newest first.
    public func corrections(isOpen: Bool, limit: Int = 1_000) throws -> [StoredCorrection] {
        let sql =
            isOpen
            ? "SELECT * FROM corrections WHERE outcome IS NULL ORDER BY due LIMIT ?"
            : "SELECT * FROM corrections ORDER BY id DESC LIMIT ?"
        return try reading { try Row.fetchAll($0, sql: sql, arguments: [limit]).map(StoredCorrection.init) }
    }

    /// A dispute by its number; nil when there is none.
    public func correction(_ id: CorrectionID) throws -> StoredCorrection? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM corrections WHERE id = ?", arguments: [id.value])
                .map(StoredCorrection.init)
        }
    }

    /// The open disputes of the document whose record stands at that place.
    func openCorrections(record: LeafIndex) throws -> [StoredCorrection] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT c.* FROM corrections c JOIN documents d ON d.id = c.document
                    WHERE d.record = ? AND c.outcome IS NULL
                    """, arguments: [record.value.stored]
            ).map(StoredCorrection.init)
        }
    }

    /// What the holder says is wrong, as it was shown to the desk.
    func keep(claim sealed: [UInt8], of id: CorrectionID) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE corrections SET claim_sealed = ? WHERE id = ?", arguments: [Data(sealed), id.value])
        }
    }

    /// The clerk's answer, once; with the corrected document, or what has to be done on the ledger, in one transaction.
    func answer(_ answer: CorrectionAnswer, at second: UInt64) throws {
        try writing { try self.answer(answer, at: second, $0) }
    }

    func answer(_ answer: CorrectionAnswer, at second: UInt64, _ database: Database) throws {
        var successor: DocumentID?
        if let document = answer.successor {
            guard let id = try insert(document, run: nil, at: second, database) else {
                throw DeskRefusal.badValues("the document says the same already")
            }
            successor = id
        }
        try database.execute(
            sql: """
                UPDATE corrections SET outcome = ?, answer_sealed = ?, successor = ?, staff = ?, answered = ?
                WHERE id = ? AND outcome IS NULL
                """,
            arguments: [
                answer.outcome.rawValue.stored, Data(answer.answerSealed), successor?.value, answer.staff,
                second.stored, answer.correction.value,
            ])
        guard database.changesCount == 1 else { throw DeskRefusal.alreadyAnswered(answer.correction) }
    }

    /// Answers whose act is to be queued: those without a corrected document, or with one that has its record.
    func answersToTell(limit: Int) throws -> [(
        correction: StoredCorrection, document: StoredDocument, record: LeafIndex?
    )] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT c.*, s.record AS successor_record FROM corrections c
                    LEFT JOIN documents s ON s.id = c.successor
                    WHERE c.outcome IS NOT NULL AND c.act IS NULL AND (c.successor IS NULL OR s.record IS NOT NULL)
                    LIMIT ?
                    """, arguments: [limit])
            return try rows.compactMap { row in
                let correction = try StoredCorrection(row)
                guard let document = try IssuingDatabase.document(correction.document, database) else { return nil }
                let record = (row["successor_record"] as Int64?).map { LeafIndex(UInt64(stored: $0)) }
                return (correction, document, record)
            }
        }
    }

    /// Queues the answer's act.
    func tell(_ correction: CorrectionID, _ act: Act, answerSealed: [UInt8], at second: UInt64) throws {
        try writing { database in
            let id = try IssuingDatabase.queue(act, subject: correction.value, at: second, database)
            try database.execute(
                sql: "UPDATE corrections SET act = ?, answer_sealed = ? WHERE id = ? AND act IS NULL",
                arguments: [id.value, Data(answerSealed), correction.value])
            guard database.changesCount == 1 else { throw Undone() }
        }
    }

    /// True for a document that came of a dispute which was found to be right.
    func isCorrected(by successor: DocumentID) throws -> Bool {
        try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM corrections WHERE successor = ? AND outcome = ?",
                arguments: [successor.value, CorrectionOutcome.corrected.rawValue.stored]) != nil
        }
    }
}

/// A clerk's answer to a dispute.
struct CorrectionAnswer: Sendable {
    let correction: CorrectionID
    let outcome: CorrectionOutcome
    let answerSealed: [UInt8]
    let successor: NewDocument?
    let staff: String
}
