internal import Foundation
internal import GRDB
internal import Ledger
public import Rulebook
internal import Signing

/// A question as the desk keeps it.
public struct StoredLookUp: Hashable, Sendable {
    public let id: LookUpID
    /// The document that it found; nil when nothing matched.
    public let document: DocumentID?
    public let office: String
    public let clerk: String
    /// When it was asked, POSIX seconds.
    public let asked: UInt64
    public let ground: LegalGround
    /// The block in which it stands; nil before.
    public let height: UInt64?
    let act: QueuedActID
    let number: UInt64
    /// Why the ledger did not take its entry.
    let refusal: String?
    let handle: Digest
    let detailsSealed: [UInt8]

    static let columns = """
        l.id, l.document, l.office, l.clerk, l.asked, l.ground, l.act, l.number, l.handle, l.details_sealed, a.height,
        a.code, a.stage
        """

    init(_ row: Row) throws {
        guard let ground = LegalGround(rawValue: UInt64(stored: row["ground"])) else {
            throw DeskFailure(file: "desk.sqlite", fact: "has a look-up on a ground that there is not")
        }
        id = LookUpID(row["id"])
        document = (row["document"] as Int64?).map { DocumentID($0) }
        office = row["office"]
        clerk = row["clerk"]
        asked = UInt64(stored: row["asked"])
        self.ground = ground
        act = QueuedActID(row["act"])
        number = UInt64(stored: row["number"])
        height = (row["height"] as Int64?).map { UInt64(stored: $0) }
        let isRefused = row["stage"] as Int64 == LedgerStage.refused.rawValue
        refusal = isRefused ? row["code"] ?? "refused" : nil
        handle = try StoredDocument.digest(row["handle"])
        detailsSealed = Array(row["details_sealed"] as Data)
    }
}

/// A question on its way into the database.
struct AskedLookUp: Sendable {
    let asker: LookUpAsker
    /// The asker's key, blind.
    let handle: Digest
    /// Everything that was asked, blind.
    let question: Digest
    let pair: Digest
    let path: String
    let ground: LegalGround
    let opening: Opening<DisclosureDetails>
}

/// What became of a question.
enum LookUpOutcome: Sendable {
    /// Its entry is queued, or was.
    case asked(LookUpID, isMatch: Bool, isNew: Bool)
    case keyTaken
    case resting(until: UInt64)
    case tooMany(limit: UInt64)
}

/// How far the answer to a question is.
enum LookUpStage: Sendable {
    /// Its entry is not final.
    case waiting
    case told(LookUpAnswer)
    case resting(until: UInt64)
}

extension IssuingDatabase {
    /// Counts a question, looks for its document and queues its entry, whether there is one or not: one transaction.
    /// `prepare` gives the act under the tag of a number, and the sealed details. That it missed is counted when it is
    /// told: before, a count that grows would tell it.
    func ask(
        _ asked: AskedLookUp, _ limits: LookUpLimits, at second: UInt64,
        _ prepare: (SealedDocument?, UInt64) throws -> (act: Act, detailsSealed: [UInt8])
    ) throws -> LookUpOutcome {
        try writing { database in
            if let known = try IssuingDatabase.known(asked, at: second, database) { return known }
            let outcome = try IssuingDatabase.counted(asked.asker, limits, at: second, database) {
                (try IssuingDatabase.found(asked.pair, at: second, database), isMiss: false)
            }
            switch outcome {
            case .resting(let until): return .resting(until: until)
            case .tooMany(let limit): return .tooMany(limit: limit)
            case .done(let document):
                let found = document?.document.id
                let number = try found.map { try IssuingDatabase.nextTag(of: $0, database) } ?? 0
                let (act, sealed) = try prepare(document, number)
                let queued = try IssuingDatabase.queue(act, subject: found?.value, at: second, database)
                let entry = LookUpRow(document: found, number: number, act: queued, detailsSealed: sealed)
                let id = try IssuingDatabase.insert(asked, entry: entry, at: second, database)
                if let found { try IssuingDatabase.tellOften(found, limits, at: second, database) }
                return .asked(id, isMatch: found != nil, isNew: true)
            }
        }
    }

    /// What a question of the same key came to; nil when there was none.
    private static func known(
        _ asked: AskedLookUp, at second: UInt64, _ database: Database
    ) throws -> LookUpOutcome? {
        // What was asked is kept for who asks the same once more, and of a no no longer: what opens its entry names
        // nobody.
        try database.execute(
            sql: """
                UPDATE look_ups SET question = x'', pair = NULL
                WHERE document IS NULL AND asked <= ? AND question <> x''
                """,
            arguments: [(second - min(second, LookUpLimits.day)).stored])
        let row = try Row.fetchOne(
            database, sql: "SELECT id, question, document FROM look_ups WHERE handle = ?",
            arguments: [Data(asked.handle.bytes)])
        guard let row else { return nil }
        guard row["question"] as Data == Data(asked.question.bytes) else { return .keyTaken }
        return .asked(LookUpID(row["id"]), isMatch: row["document"] as Int64? != nil, isNew: false)
    }

    /// The document of a pair: one in force before others, the newest before older ones.
    private static func found(_ pair: Digest, at second: UInt64, _ database: Database) throws -> SealedDocument? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT \(SealedDocument.columns) FROM documents
                WHERE id IN (SELECT document FROM look_up_keys WHERE pair = ?) AND record IS NOT NULL
                    AND issued_sealed IS NOT NULL
                ORDER BY (state = 1 AND (expiry IS NULL OR expiry > ?)) DESC, id DESC LIMIT 1
                """, arguments: [Data(pair.bytes), second.stored]
        ).map(SealedDocument.init)
    }

    /// The number of the next tag of a document: one that the ledger refused is free again.
    private static func nextTag(of document: DocumentID, _ database: Database) throws -> UInt64 {
        let last = try Int64.fetchOne(
            database,
            sql: """
                SELECT MAX(l.number) FROM look_ups l JOIN acts a ON a.id = l.act
                WHERE l.document = ? AND (a.stage < 4 OR a.code = 'tag-exists')
                """, arguments: [document.value])
        return last.map { UInt64(stored: $0) + 1 } ?? 0
    }

    /// What the row of a question has beside what was asked.
    private struct LookUpRow {
        let document: DocumentID?
        let number: UInt64
        let act: QueuedActID
        let detailsSealed: [UInt8]
    }

    private static func insert(
        _ asked: AskedLookUp, entry: LookUpRow, at second: UInt64, _ database: Database
    ) throws -> LookUpID {
        try database.execute(
            sql: """
                INSERT INTO look_ups (handle, question, office, clerk, asked, path, ground, pair, document, number, act,
                    details_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(asked.handle.bytes), Data(asked.question.bytes), asked.asker.office, asked.asker.clerk,
                second.stored, asked.path, Int64(asked.ground.rawValue), Data(asked.pair.bytes), entry.document?.value,
                entry.number.stored, entry.act.value, Data(entry.detailsSealed),
            ])
        return LookUpID(database.lastInsertedRowID)
    }

    /// Enters a question under the next tag, unless somebody else has done so since.
    func enterAgain(_ lookUp: StoredLookUp, at second: UInt64, _ act: (UInt64) throws -> Act) throws {
        try writing { database in
            let current = try Int64.fetchOne(
                database, sql: "SELECT act FROM look_ups WHERE id = ?", arguments: [lookUp.id.value])
            guard current == lookUp.act.value else { return }
            let number = try lookUp.document.map { try IssuingDatabase.nextTag(of: $0, database) } ?? 0
            let queued = try IssuingDatabase.queue(
                try act(number), subject: lookUp.document?.value, at: second, database)
            try database.execute(
                sql: "UPDATE look_ups SET act = ?, number = ?, told = 0 WHERE id = ?",
                arguments: [queued.value, number.stored, lookUp.id.value])
        }
    }

    /// Questions whose entry the ledger has refused, and of which nobody was told.
    func lookUpsToFollow(limit: Int) throws -> [StoredLookUp] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(StoredLookUp.columns) FROM look_ups l JOIN acts a ON a.id = l.act
                    WHERE l.answered IS NULL AND l.told = 0 AND a.stage = 4
                    ORDER BY l.id LIMIT ?
                    """, arguments: [limit]
            ).map(StoredLookUp.init)
        }
    }

    /// A question; nil when there is none of that number.
    public func lookUp(_ id: LookUpID) throws -> StoredLookUp? {
        try reading { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT \(StoredLookUp.columns) FROM look_ups l JOIN acts a ON a.id = l.act WHERE l.id = ?
                    """, arguments: [id.value]
            ).map(StoredLookUp.init)
        }
    }

    /// Questions, the newest first: those that found one document, or all.
    public func lookUps(of document: DocumentID?, limit: Int = 500) throws -> [StoredLookUp] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(StoredLookUp.columns) FROM look_ups l JOIN acts a ON a.id = l.act
                    WHERE ?1 IS NULL OR l.document = ?1 ORDER BY l.id DESC LIMIT ?2
                    """, arguments: [document?.value, limit]
            ).map(StoredLookUp.init)
        }
    }
}

/// The answer, once the question stands on the ledger.
extension IssuingDatabase {
    /// The answer to a question, the same ever after, once its entry is final. The first time it is told, a no is
    /// counted, and may begin a rest.
    func answer(_ id: LookUpID, _ limits: LookUpLimits, at second: UInt64) throws -> LookUpStage {
        try writing { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT l.document, l.path, l.pair, l.answered, l.standing, l.since, l.holders, l.office, l.clerk,
                        a.height FROM look_ups l JOIN acts a ON a.id = l.act WHERE l.id = ? AND a.stage = ?
                    """, arguments: [id.value, LedgerStage.final.rawValue])
            guard let row else { return .waiting }
            if let answered: Int64 = row["answered"] {
                guard let standing = (row["standing"] as String?).flatMap(LookUpStanding.init) else {
                    return .told(.missed)
                }
                return .told(
                    .found(
                        FoundDocument(
                            lookUp: id, standing: standing, since: (row["since"] as Int64?).map { UInt64(stored: $0) },
                            holders: UInt64(stored: row["holders"] ?? 0), asOf: UInt64(stored: answered),
                            height: (row["height"] as Int64?).map { UInt64(stored: $0) } ?? 0)))
            }
            let asker = LookUpAsker(office: row["office"], clerk: row["clerk"])
            if let until = try IssuingDatabase.restingGuess(asker, at: second, database) {
                return .resting(until: until)
            }
            guard let document = (row["document"] as Int64?).map({ DocumentID($0) }) else {
                try IssuingDatabase.countMiss(asker, limits, at: second, database)
                try database.execute(
                    sql: "UPDATE look_ups SET answered = ?, pair = NULL WHERE id = ?",
                    arguments: [second.stored, id.value])
                return .told(.missed)
            }
            return .told(.found(try IssuingDatabase.told(id, document, row, at: second, database)))
        }
    }

    /// What is told of the document that was found, kept so that it is told in the same words again.
    private static func told(
        _ id: LookUpID, _ document: DocumentID, _ row: Row, at second: UInt64, _ database: Database
    ) throws -> FoundDocument {
        let (standing, since) = try IssuingDatabase.standing(of: document, at: second, database)
        // The holder who was asked for is one of them, even while the index is made anew.
        let holders = max(
            try IssuingDatabase.holders(of: document, row["pair"], at: second, database), standing == .inForce ? 1 : 0)
        try database.execute(
            sql: "UPDATE look_ups SET answered = ?, standing = ?, since = ?, holders = ?, pair = NULL WHERE id = ?",
            arguments: [second.stored, standing.rawValue, since?.stored, holders.stored, id.value])
        return FoundDocument(
            lookUp: id, standing: standing, since: since, holders: holders, asOf: second,
            height: (row["height"] as Int64?).map { UInt64(stored: $0) } ?? 0)
    }

    /// How a document stands, and since when it is not in force.
    static func standing(
        of id: DocumentID, at second: UInt64, _ database: Database
    ) throws -> (LookUpStanding, since: UInt64?) {
        guard let document = try document(id, database) else { throw DeskRefusal.unknownDocument(id) }
        let changed = try Int64.fetchOne(
            database,
            sql: """
                SELECT a.time FROM status_changes s JOIN acts a ON a.id = s.act
                WHERE s.document = ? AND s.state = ? AND a.stage = 3 ORDER BY s.act DESC LIMIT 1
                """, arguments: [id.value, document.state.rawValue.stored]
        ).map { UInt64(stored: $0) / 1_000 }
        switch document.state {
        case .suspended: return (.suspended, changed)
        case .revoked: return (.revoked, changed)
        case .superseded: return (.superseded, changed)
        case .inForce:
            guard let expiry = document.expiry, expiry <= second else { return (.inForce, nil) }
            return (.expired, expiry)
        }
    }

    /// How many holders have a document in force with the number that was asked for.
    private static func holders(
        of document: DocumentID, _ pair: Data?, at second: UInt64, _ database: Database
    ) throws -> UInt64 {
        let count = try Int64.fetchOne(
            database,
            sql: """
                SELECT COUNT(DISTINCT d.holder) FROM look_up_keys k JOIN documents d ON d.id = k.document
                WHERE k.number = (SELECT number FROM look_up_keys WHERE document = ? AND pair = ?)
                    AND d.record IS NOT NULL AND d.state = 1 AND (d.expiry IS NULL OR d.expiry > ?)
                """, arguments: [document.value, pair, second.stored])
        return UInt64(stored: count ?? 0)
    }
}
