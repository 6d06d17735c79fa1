internal import Foundation
internal import GRDB
internal import Ledger
public import Rulebook
internal import Signing

/// How far a batch, or a single act, has come on its way to the ledger.
public enum LedgerStage: Int64, Sendable, CaseIterable {
    /// An act that is not signed yet.
    case queued = 0
    /// Signed and stored: these very bytes are sent, and sent again.
    case signed = 1
    case final = 3
    case refused = 4

    /// The word of files and of the API.
    public var word: String {
        switch self {
        case .queued: "queued"
        case .signed: "signed"
        case .final: "final"
        case .refused: "refused"
        }
    }
}

/// Documents under one manifest.
struct StoredBatch: Sendable {
    let id: BatchID
    let type: TypeCode
    let typeVersion: UInt64
    let count: Int
    let statement: [UInt8]
    let statementID: StatementID
    /// The records, framed as in an entry bundle.
    let records: [UInt8]
    let stage: LedgerStage
    let height: Height?
    /// Where the manifest stands in the log.
    let leaf: LeafIndex?
    /// The manifest's receipt, encoded.
    let receipt: [UInt8]?

    init(_ row: Row) throws {
        id = BatchID(row["id"])
        type = TypeCode(checked: row["type"])
        typeVersion = UInt64(stored: row["type_version"])
        count = row["count"]
        statement = Array(row["statement"] as Data)
        statementID = StatementID(try StoredDocument.digest(row["statement_id"]))
        records = Array(row["records"] as Data)
        guard let stage = LedgerStage(rawValue: row["stage"]) else {
            throw DeskFailure(file: "desk.sqlite", fact: "has a batch in a stage that there is not")
        }
        self.stage = stage
        height = (row["height"] as Int64?).map { Height(UInt64(stored: $0)) }
        leaf = (row["leaf"] as Int64?).map { LeafIndex(UInt64(stored: $0)) }
        receipt = (row["receipt"] as Data?).map { Array($0) }
    }
}

/// A document as it was signed, on its way into a batch.
struct SignedDocument: Sendable {
    let id: DocumentID
    let statusIndex: UInt64
    let issuedSealed: [UInt8]
    let commitment: Commitment
    /// The record's leaf.
    let record: [UInt8]
}

/// Why a statement is in no block.
public struct LedgerRefusal: Hashable, Sendable {
    public let code: String
    public let detail: Bilingual
}

extension IssuingDatabase {
    /// Bound documents of one type and version, oldest first, with their sealed columns.
    func boundDocuments(of type: TypeVersion, limit: Int) throws -> [SealedDocument] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(SealedDocument.columns) FROM documents
                    WHERE stage = ? AND type = ? AND type_version = ? ORDER BY id LIMIT ?
                    """,
                arguments: [DocumentStage.bound.rawValue, type.code.text, type.version.stored, limit]
            ).map(SealedDocument.init)
        }
    }

    /// Sets numbers of the status lists aside: the first of so many. Numbers of work that was lost stay unused.
    func reserveStatusNumbers(_ count: Int) throws -> UInt64 {
        try writing { database in
            let key = "status-next"
            let first = try IssuingDatabase.counter(key, database)
            try IssuingDatabase.set(key, Data(String(first + UInt64(count)).utf8), database)
            return first
        }
    }

    static func counter(_ key: String, _ database: Database) throws -> UInt64 {
        try value(key, database).flatMap { UInt64(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// Stores a signed batch with its documents: from now on these bytes go to the ledger and no others.
    ///
    /// Documents that were taken back meanwhile make the whole batch void; then nothing is stored, and false returned.
    func store(
        _ documents: [SignedDocument], type: TypeCode, typeVersion: UInt64, statement: Signing.Statement,
        records: [UInt8],
        at second: UInt64
    ) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO batches (type, type_version, count, statement, statement_id, records, stage)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    type.text, typeVersion.stored, documents.count, Data(statement.bytes),
                    Data(statement.id.digest.bytes), Data(records), LedgerStage.signed.rawValue,
                ])
            let batch = database.lastInsertedRowID
            let update = try database.cachedStatement(
                sql: """
                    UPDATE documents SET stage = ?, since = ?, batch = ?, position = ?, status_index = ?,
                        issued_sealed = ?, commitment = ? WHERE id = ? AND stage = ?
                    """)
            for (position, document) in documents.enumerated() {
                try update.execute(arguments: [
                    DocumentStage.signed.rawValue, second.stored, batch, position, document.statusIndex.stored,
                    Data(document.issuedSealed), Data(document.commitment.digest.bytes), document.id.value,
                    DocumentStage.bound.rawValue,
                ])
                guard database.changesCount == 1 else { throw Undone() }
            }
            return true
        }
    }

    /// Thrown inside a transaction to undo it.
    struct Undone: Error {}

    /// Batches that wait for the ledger, oldest first.
    func signedBatches(limit: Int) throws -> [StoredBatch] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM batches WHERE stage = ? ORDER BY id LIMIT ?",
                arguments: [LedgerStage.signed.rawValue, limit]
            ).map(StoredBatch.init)
        }
    }

    /// A batch by its number; nil when there is none.
    func batch(_ id: BatchID) throws -> StoredBatch? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM batches WHERE id = ?", arguments: [id.value])
                .map(StoredBatch.init)
        }
    }

    /// Another signature in place of one that no block can take any more.
    func replaceStatement(of batch: BatchID, with statement: Signing.Statement) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE batches SET statement = ?, statement_id = ? WHERE id = ? AND stage = ?",
                arguments: [
                    Data(statement.bytes), Data(statement.id.digest.bytes), batch.value, LedgerStage.signed.rawValue,
                ])
        }
    }

    /// The manifest is final: its documents have their records, and their deliveries are queued.
    func finish(
        _ batch: BatchID, height: Height, leaf: LeafIndex, receipt: [UInt8], at second: UInt64
    ) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE batches SET stage = ?, height = ?, leaf = ?, receipt = ? WHERE id = ? AND stage = ?",
                arguments: [
                    LedgerStage.final.rawValue, height.value.stored, leaf.value.stored, Data(receipt), batch.value,
                    LedgerStage.signed.rawValue,
                ])
            guard database.changesCount == 1 else { return }
            try database.execute(
                sql: "UPDATE documents SET stage = ?, since = ?, record = ? + 1 + position WHERE batch = ?",
                arguments: [DocumentStage.anchored.rawValue, second.stored, leaf.value.stored, batch.value])
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO deliveries (document, kind, subject, queued)
                    SELECT d.id, ?, d.id, ? FROM documents d LEFT JOIN wallets w ON w.holder = d.holder
                    WHERE d.batch = ? AND d.account IS NOT NULL AND d.offer IS NULL
                        AND (w.key IS NULL OR w.key = d.holder_key)
                    """, arguments: [DeliveryKind.document.rawValue, second.stored, batch.value])
            try IssuingDatabase.queueSupersessions(of: batch, at: second, database)
            try IssuingDatabase.markRebound(by: batch, database)
        }
    }

    /// The ledger does not take a batch.
    func refuse(_ batch: BatchID, _ refusal: LedgerRefusal, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE batches SET stage = ?, code = ?, zh = ?, en = ? WHERE id = ? AND stage = ?",
                arguments: [
                    LedgerStage.refused.rawValue, refusal.code, refusal.detail.zh, refusal.detail.en, batch.value,
                    LedgerStage.signed.rawValue,
                ])
            try database.execute(
                sql: "UPDATE documents SET stage = ?, since = ? WHERE batch = ?",
                arguments: [DocumentStage.refused.rawValue, second.stored, batch.value])
        }
    }

    /// Why batches were refused, newest first.
    public func refusedBatches(limit: Int = 20) throws -> [(batch: BatchID, refusal: LedgerRefusal)] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM batches WHERE stage = ? ORDER BY id DESC LIMIT ?",
                arguments: [LedgerStage.refused.rawValue, limit]
            ).map { row in
                (
                    BatchID(row["id"]),
                    LedgerRefusal(code: row["code"], detail: Bilingual(zh: row["zh"], en: row["en"]))
                )
            }
        }
    }
}

extension IssuingDatabase {
    /// A batch that the ledger never took: its documents wait for a new signature.
    func dissolve(_ batch: BatchID, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "DELETE FROM batches WHERE id = ? AND stage = ?",
                arguments: [batch.value, LedgerStage.signed.rawValue])
            guard database.changesCount == 1 else { return }
            try database.execute(
                sql: """
                    UPDATE documents SET stage = ?, since = ?, batch = NULL, position = NULL, status_index = NULL,
                        issued_sealed = NULL, commitment = NULL WHERE batch = ?
                    """, arguments: [DocumentStage.bound.rawValue, second.stored, batch.value])
        }
    }
}
