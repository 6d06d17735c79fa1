internal import Foundation
internal import GRDB
public import Rulebook
public import Signing

/// One run over an input, as it is stored.
public struct StoredRun: Hashable, Sendable {
    public let id: RunID
    public let file: String
    public let fileDigest: Digest
    public let type: TypeCode
    public let typeVersion: UInt64
    public let staff: String
    public let isDry: Bool
    public let started: UInt64
    public let finished: UInt64?
    /// Where to go on: the gate's checkpoint; nil at the beginning.
    public let checkpoint: [UInt8]?
    public let accepted: UInt64
    public let faulty: UInt64
    public let repeated: UInt64
    /// Rows in which every cell is empty; known at the end.
    public let blank: UInt64
    /// When the whole batch was taken back.
    public let takenBack: UInt64?

    /// Rows that were read: every one of them is accepted, faulty, repeated or blank.
    public var read: UInt64 { accepted + faulty + repeated + blank }

    init(_ row: Row) throws {
        id = RunID(row["id"])
        file = row["file"]
        fileDigest = try StoredDocument.digest(row["file_digest"])
        type = TypeCode(checked: row["type"])
        typeVersion = UInt64(stored: row["type_version"])
        staff = row["staff"]
        isDry = row["is_dry"] as Int64 == 1
        started = UInt64(stored: row["started"])
        finished = (row["finished"] as Int64?).map { UInt64(stored: $0) }
        checkpoint = (row["checkpoint"] as Data?).map { Array($0) }
        accepted = UInt64(stored: row["accepted"])
        faulty = UInt64(stored: row["faulty"])
        repeated = UInt64(stored: row["repeated"])
        blank = UInt64(stored: row["blank"])
        takenBack = (row["taken_back"] as Int64?).map { UInt64(stored: $0) }
    }
}

/// What a run is over.
public struct RunHead: Sendable {
    public let file: String
    public let fileDigest: Digest
    public let mapping: Digest
    public let type: TypeCode
    public let typeVersion: UInt64
    public let isDry: Bool
}

/// A fault as the report tells it.
public struct StoredFault: Hashable, Sendable {
    public let row: UInt64
    public let field: String
    public let rule: String
    /// With its middle covered.
    public let value: String
    public let fact: Bilingual
}

/// What a part of a source came to; it becomes part of the run in one transaction.
struct RunPart {
    var documents: [NewDocument] = []
    var faults: [StoredFault] = []
    var faultyRows: UInt64 = 0
    /// Rows that say what a row before them in this source says.
    var repeatedRows: UInt64 = 0
    var checkpoint: [UInt8] = []
}

extension IssuingDatabase {
    /// The run over the same file by the same mapping that is not finished, or whose report nobody was told; or a new
    /// one.
    func beginRun(_ head: RunHead, staff: String, at second: UInt64) throws -> StoredRun {
        try writing { database in
            let arguments: StatementArguments = [
                Data(head.fileDigest.bytes), Data(head.mapping.bytes), head.isDry ? 1 : 0, head.typeVersion.stored,
            ]
            let open = try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM runs WHERE file_digest = ? AND mapping = ? AND is_dry = ? AND type_version = ?
                        AND (finished IS NULL OR told IS NULL) ORDER BY id DESC LIMIT 1
                    """, arguments: arguments)
            if let open { return try StoredRun(open) }
            try database.execute(
                sql: """
                    INSERT INTO runs (file, file_digest, mapping, type, type_version, staff, is_dry, started)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    head.file, Data(head.fileDigest.bytes), Data(head.mapping.bytes), head.type.text,
                    head.typeVersion.stored, staff, head.isDry ? 1 : 0, second.stored,
                ])
            return try IssuingDatabase.run(RunID(database.lastInsertedRowID), database)
        }
    }

    /// Takes a part of a run: documents that are new, faults, and how far the source was read, all or nothing.
    ///
    /// A document that is there already, from this run or another, counts as repeated: running twice doubles nothing.
    /// Two processes over the same run do not both count: the second finds that the run has gone on without it.
    func take(_ part: RunPart, into run: StoredRun, at second: UInt64) throws -> StoredRun {
        try writing { database in
            let accepted =
                try run.isDry
                ? count(part.documents, database) : insert(part.documents, run: run.id, at: second, database)
            try insert(part.faults, run: run.id, database)
            let repeated = UInt64(part.documents.count) - accepted + part.repeatedRows
            try database.execute(
                sql: """
                    UPDATE runs SET checkpoint = ?, accepted = accepted + ?, faulty = faulty + ?,
                        repeated = repeated + ? WHERE id = ? AND checkpoint IS ? AND finished IS NULL
                    """,
                arguments: [
                    Data(part.checkpoint), accepted.stored, part.faultyRows.stored, repeated.stored, run.id.value,
                    run.checkpoint.map { Data($0) },
                ])
            guard database.changesCount == 1 else { throw DeskRefusal.runGoesOn(run.id) }
            return try IssuingDatabase.run(run.id, database)
        }
    }

    /// How many of these are not there yet: what a dry run tells.
    private func count(_ documents: [NewDocument], _ database: Database) throws -> UInt64 {
        let known = try database.cachedStatement(sql: "SELECT 1 FROM documents WHERE row_key = ?")
        var new: UInt64 = 0
        for document in documents
        where try Row.fetchOne(known, arguments: [Data(document.key.bytes)]) == nil { new += 1 }
        return new
    }

    private func insert(
        _ documents: [NewDocument], run: RunID?, at second: UInt64, _ database: Database
    ) throws -> UInt64 {
        var inserted: UInt64 = 0
        for document in documents {
            if try insert(document, run: run, at: second, database) != nil {
                inserted += 1
            } else {
                try IssuingDatabase.markSeen(document, at: second, database)
            }
        }
        return inserted
    }

    /// The new document's number; nil when its row is there already.
    func insert(_ document: NewDocument, run: RunID?, at second: UInt64, _ database: Database) throws -> DocumentID? {
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO documents (run, row, row_key, type, type_version, holder, content_sealed, stage,
                    since, expiry, supersedes, attachments, rebound, seen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            run?.value, document.row.stored, Data(document.key.bytes), document.type.text,
            document.typeVersion.stored, Data(document.holder.bytes), Data(document.contentSealed),
            DocumentStage.pending.rawValue, second.stored, document.expiry?.stored, document.supersedes?.value,
            document.attachments, document.isRebound ? 1 : 0, run.map { _ in second.stored },
        ])
        return database.changesCount == 1 ? DocumentID(database.lastInsertedRowID) : nil
    }

    private func insert(_ faults: [StoredFault], run: RunID, _ database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT OR IGNORE INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)")
        for fault in faults {
            try insert.execute(arguments: [
                run.value, fault.row.stored, fault.field, fault.rule, fault.value, fault.fact.zh, fault.fact.en,
            ])
        }
    }

    /// The whole source was read.
    func finishRun(_ run: RunID, blank: UInt64, at second: UInt64) throws -> StoredRun {
        try writing { database in
            try database.execute(
                sql: "UPDATE runs SET finished = ?, blank = ? WHERE id = ? AND finished IS NULL",
                arguments: [second.stored, blank.stored, run.value])
            return try IssuingDatabase.run(run, database)
        }
    }

    /// The report of a finished run has reached who asked for it: the same file again is another run from now on.
    public func markTold(_ run: RunID, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE runs SET told = ? WHERE id = ? AND finished IS NOT NULL AND told IS NULL",
                arguments: [second.stored, run.value])
        }
    }

    /// A run by its number; nil when there is none.
    public func run(_ id: RunID) throws -> StoredRun? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id.value])
                .map(StoredRun.init)
        }
    }

    static func run(_ id: RunID, _ database: Database) throws -> StoredRun {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id.value])
        guard let row else { throw DeskFailure(file: "desk.sqlite", fact: "has lost run \(id)") }
        return try StoredRun(row)
    }

    /// The newest runs first.
    public func runs(limit: Int = 100) throws -> [StoredRun] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM runs ORDER BY id DESC LIMIT ?", arguments: [limit])
                .map(StoredRun.init)
        }
    }

    /// A run's faults by row.
    public func faults(of run: RunID, after row: UInt64 = 0, limit: Int = 100_000) throws -> [StoredFault] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM faults WHERE run = ? AND row > ? ORDER BY row, field, rule LIMIT ?",
                arguments: [run.value, row.stored, limit]
            ).map { row in
                StoredFault(
                    row: UInt64(stored: row["row"]), field: row["field"], rule: row["rule"], value: row["value"],
                    fact: Bilingual(zh: row["zh"], en: row["en"]))
            }
        }
    }

    /// How often each rule was broken in a run, the most frequent first.
    public func faultCounts(of run: RunID) throws -> [(rule: String, count: UInt64)] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT rule, COUNT(*) AS n FROM faults WHERE run = ? GROUP BY rule ORDER BY n DESC, rule",
                arguments: [run.value]
            ).map { (rule: $0["rule"], count: UInt64(stored: $0["n"])) }
        }
    }
}

extension IssuingDatabase {
    /// One document outside of any run.
    func insertOne(_ document: NewDocument, at second: UInt64) throws -> DocumentID {
        try writing { database in
            guard let id = try insert(document, run: nil, at: second, database) else {
                throw DeskRefusal.badValues("the document says the same already")
            }
            return id
        }
    }
}
