internal import Foundation
internal import GRDB
public import Rulebook
internal import Signing

/// How far the index has come under which rules: whoever changes a rule begins it anew.
struct IndexPlace: Hashable, Sendable {
    let revision: UInt64
    let document: Int64
}

extension IssuingDatabase {
    static let lookUpTables = """
        CREATE TABLE look_up_rules (
            type TEXT NOT NULL PRIMARY KEY, keys TEXT NOT NULL, identity TEXT NOT NULL, staff TEXT NOT NULL,
            since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE look_up_place (
            one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL, document INTEGER NOT NULL) STRICT;
        INSERT INTO look_up_place VALUES (1, 0, 0);
        CREATE TABLE look_up_keys (
            pair BLOB NOT NULL, document INTEGER NOT NULL, number BLOB NOT NULL,
            PRIMARY KEY (pair, document)) STRICT, WITHOUT ROWID;
        CREATE INDEX look_up_keys_number ON look_up_keys (number);
        CREATE INDEX look_up_keys_document ON look_up_keys (document);
        CREATE TABLE copy_marks (
            value BLOB NOT NULL, document INTEGER NOT NULL, kind INTEGER NOT NULL,
            PRIMARY KEY (value, document)) STRICT, WITHOUT ROWID;
        CREATE TABLE look_ups (
            id INTEGER PRIMARY KEY, handle BLOB NOT NULL UNIQUE, question BLOB NOT NULL, office TEXT NOT NULL,
            clerk TEXT NOT NULL, asked INTEGER NOT NULL, path TEXT NOT NULL, ground INTEGER NOT NULL, pair BLOB,
            document INTEGER, number INTEGER, act INTEGER, details_sealed BLOB, told INTEGER NOT NULL DEFAULT 0,
            answered INTEGER, standing TEXT, since INTEGER, holders INTEGER) STRICT;
        CREATE INDEX look_ups_document ON look_ups (document, asked) WHERE document IS NOT NULL;
        CREATE INDEX look_ups_missed ON look_ups (asked) WHERE document IS NULL;
        CREATE INDEX look_ups_open ON look_ups (id) WHERE document IS NOT NULL AND answered IS NULL;
        CREATE TABLE look_up_tries (
            office TEXT NOT NULL, clerk TEXT NOT NULL, time INTEGER NOT NULL, missed INTEGER NOT NULL) STRICT;
        CREATE INDEX look_up_tries_office ON look_up_tries (office, time);
        CREATE INDEX look_up_tries_time ON look_up_tries (time);
        CREATE TABLE look_up_rests (
            asker TEXT NOT NULL PRIMARY KEY, rests INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE look_up_alerts (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, day INTEGER NOT NULL,
            count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, seen_by TEXT,
            UNIQUE (kind, subject, day)) STRICT;
        """

    /// A question that missed has an entry too.
    static let missedEntries = """
        DROP INDEX look_ups_open;
        CREATE INDEX look_ups_open ON look_ups (id) WHERE answered IS NULL;
        DROP INDEX look_ups_missed;
        CREATE INDEX look_ups_missed ON look_ups (asked) WHERE document IS NULL AND question <> x'';
        """

    /// Keeps a rule; one for the same type takes the old one's place. The index begins anew.
    func keep(_ rule: LookUpRule, by staff: String, at second: UInt64) throws {
        try writing { database in
            try IssuingDatabase.beginIndex(without: rule.type, database)
            try database.execute(
                sql: "INSERT OR REPLACE INTO look_up_rules VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    rule.type.text, JSONValue.array(rule.keys.map { .string($0) }).compact, rule.identity.rawValue,
                    staff, second.stored,
                ])
        }
    }

    /// False when there was no such rule.
    func removeLookUpRule(of type: TypeCode) throws -> Bool {
        try writing { database in
            try database.execute(sql: "DELETE FROM look_up_rules WHERE type = ?", arguments: [type.text])
            guard database.changesCount == 1 else { return false }
            try IssuingDatabase.beginIndex(without: type, database)
            return true
        }
    }

    private static func beginIndex(without type: TypeCode, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM look_up_keys WHERE document IN (SELECT id FROM documents WHERE type = ?)",
            arguments: [type.text])
        try database.execute(sql: "UPDATE look_up_place SET revision = revision + 1, document = 0")
    }

    /// Every rule, by type.
    public func lookUpRules() throws -> [LookUpRule] {
        try reading { try Row.fetchAll($0, sql: "SELECT * FROM look_up_rules ORDER BY type").map(LookUpRule.init) }
    }

    /// The rule of a type; nil when its documents are not asked for at the counter.
    public func lookUpRule(of type: TypeCode) throws -> LookUpRule? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM look_up_rules WHERE type = ?", arguments: [type.text])
                .map(LookUpRule.init)
        }
    }

    func indexPlace() throws -> IndexPlace {
        try reading { database in
            let row = try Row.fetchOne(database, sql: "SELECT revision, document FROM look_up_place")
            guard let row else { throw DeskFailure(file: path, fact: "does not say how far its index is") }
            return IndexPlace(revision: UInt64(stored: row["revision"]), document: row["document"])
        }
    }

    /// Documents behind a number, in order.
    func sealed(after number: Int64, limit: Int) throws -> [SealedDocument] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT \(SealedDocument.columns) FROM documents WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [number, limit]
            ).map(SealedDocument.init)
        }
    }

    /// Keeps a page of the index, unless a rule was changed or another process was there first.
    func keepIndex(
        _ entries: [LookUpEntry], _ marks: [(document: DocumentID, mark: CopyMark)], from place: IndexPlace,
        to last: DocumentID
    ) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE look_up_place SET document = ? WHERE revision = ? AND document = ?",
                arguments: [last.value, place.revision.stored, place.document])
            guard database.changesCount == 1 else { return }
            let insert = try database.cachedStatement(sql: "INSERT OR IGNORE INTO look_up_keys VALUES (?, ?, ?)")
            for entry in entries {
                try insert.execute(arguments: [
                    Data(entry.pair.bytes), entry.document.value, Data(entry.number.bytes),
                ])
            }
            for (document, mark) in marks { try IssuingDatabase.insert(mark, of: document, database) }
        }
    }

    static func insert(_ mark: CopyMark, of document: DocumentID, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO copy_marks VALUES (?, ?, ?)").execute(arguments: [
            Data(mark.value.bytes), document.value, mark.kind.rawValue,
        ])
    }

    /// Compares a file by its marks with what documents on the ledger bind.
    func askCopy(
        _ marks: [CopyMark], _ claimed: ClaimedCopy?, _ asker: LookUpAsker, _ limits: LookUpLimits, at second: UInt64
    ) throws -> Counted<CopyAnswer> {
        try writing { database in
            try IssuingDatabase.counted(asker, limits, at: second, database) {
                let answer = try IssuingDatabase.compare(marks, claimed, at: second, database)
                return (answer, isMiss: answer.word != "same")
            }
        }
    }

    private static func compare(
        _ marks: [CopyMark], _ claimed: ClaimedCopy?, at second: UInt64, _ database: Database
    ) throws -> CopyAnswer {
        let claimed = try claimed.map { try documents(of: $0, database) }
        let same = try documents(by: marks, .digest, at: second, database)
        let meant = claimed.map { claimed in same.filter(claimed.contains) } ?? same
        if let document = meant.first {
            let (standing, since) = try standing(of: document, at: second, database)
            return .same(standing, since: since)
        }
        // With a number it is compared with that number's image alone.
        let origins = try claimed ?? documents(by: marks, .identifier, at: second, database)
        return origins.isEmpty ? .unknown : .altered
    }

    /// Documents on the ledger that are known by a mark of that kind: those in force first, then the newest.
    private static func documents(
        by marks: [CopyMark], _ kind: CopyMark.Kind, at second: UInt64, _ database: Database
    ) throws -> [DocumentID] {
        guard let mark = marks.first(where: { $0.kind == kind }) else { return [] }
        return try Int64.fetchAll(
            database,
            sql: """
                SELECT d.id FROM copy_marks m JOIN documents d ON d.id = m.document
                WHERE m.value = ? AND m.kind = ? AND d.record IS NOT NULL
                ORDER BY (d.state = 1 AND (d.expiry IS NULL OR d.expiry > ?)) DESC, d.id DESC
                """, arguments: [Data(mark.value.bytes), kind.rawValue, second.stored]
        ).map { DocumentID($0) }
    }

    /// Documents on the ledger with page images that are meant.
    private static func documents(of claimed: ClaimedCopy, _ database: Database) throws -> [DocumentID] {
        switch claimed {
        case .document(let id):
            let found = try document(id, database)
            return found.flatMap { $0.record != nil && $0.attachments > 0 ? [$0.id] : nil } ?? []
        case .number(let number):
            return try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM documents WHERE id IN (SELECT document FROM look_up_keys WHERE number = ?)
                        AND record IS NOT NULL AND attachments > 0
                    """, arguments: [Data(number.bytes)]
            ).map { DocumentID($0) }
        }
    }
}

extension LookUpRule {
    fileprivate init(_ row: Row) throws {
        let failure = DeskFailure(file: "desk.sqlite", fact: "holds a rule of look-ups that cannot be read")
        guard let identity = LookUpIdentity(rawValue: row["identity"]),
            case .array(let values)? = try? JSONValue(parsing: row["keys"] as String, maxByteCount: 1 << 12)
        else { throw failure }
        let keys = values.compactMap { value in
            if case .string(let path) = value { path } else { String?.none }
        }
        self.init(type: TypeCode(checked: row["type"]), keys: keys, identity: identity)
    }
}
