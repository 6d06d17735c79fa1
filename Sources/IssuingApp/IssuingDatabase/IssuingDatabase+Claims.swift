internal import Foundation
internal import GRDB
public import Rulebook
internal import Signing

/// A claim: the keys that were shown under an offer, and what was minted to them.
struct StoredClaim: Sendable {
    let id: Int64
    let offer: OfferID
    let keys: [UInt8]
    let documents: [StoredDocument]
    /// The clerk's refusal of an application, if that is the answer.
    let refusal: Bilingual?
    /// When a clerk answered, POSIX seconds.
    let answered: UInt64?
}

/// A holder's wish as a clerk sees it.
public struct StoredApplication: Hashable, Sendable {
    public let id: ApplicationID
    public let offer: OfferID
    public let type: TypeCode
    public let typeVersion: UInt64
    public let received: UInt64
    /// By when it is to be answered.
    public let due: UInt64
    public let staff: String?
    public let answered: UInt64?
    /// True when the holder's wallet applied by itself, by nobody's offer.
    public let isFromWallet: Bool
    /// Nil unless it was refused.
    public let reason: Bilingual?
    let claim: Int64
    let keys: [UInt8]

    init(_ row: Row) {
        id = ApplicationID(row["id"])
        offer = OfferID(row["offer"])
        type = TypeCode(checked: row["type"])
        typeVersion = UInt64(stored: row["type_version"])
        received = UInt64(stored: row["received"])
        due = UInt64(stored: row["due"])
        staff = row["staff"]
        answered = (row["answered"] as Int64?).map { UInt64(stored: $0) }
        isFromWallet = row["account"] != nil
        let zh: String? = row["reason_zh"]
        let en: String? = row["reason_en"]
        reason = zh.map { Bilingual(zh: $0, en: en ?? $0) }
        claim = row["claim"]
        keys = Array(row["keys"] as Data)
    }
}

extension IssuingDatabase {
    /// The claim of an offer; nil when there is none yet.
    func claim(of offer: OfferID) throws -> StoredClaim? { try reading { try IssuingDatabase.claim(of: offer, $0) } }

    private static func claim(of offer: OfferID, _ database: Database) throws -> StoredClaim? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT c.*, a.answered, a.reason_zh, a.reason_en FROM claims c
                LEFT JOIN applications a ON a.claim = c.id WHERE c.offer = ?
                """, arguments: [offer.value])
        guard let row else { return nil }
        let id: Int64 = row["id"]
        let documents = try Row.fetchAll(
            database,
            sql: """
                SELECT \(StoredDocument.columns) FROM documents
                WHERE id IN (SELECT document FROM claim_documents WHERE claim = ?)
                """, arguments: [id]
        ).map(StoredDocument.init)
        let zh: String? = row["reason_zh"]
        let en: String? = row["reason_en"]
        return StoredClaim(
            id: id, offer: offer, keys: Array(row["keys"] as Data), documents: documents.sorted { $0.id < $1.id },
            refusal: zh.map { Bilingual(zh: $0, en: en ?? $0) },
            answered: (row["answered"] as Int64?).map { UInt64(stored: $0) })
    }

    /// The other copies of a claimed document; none for a document that was claimed once, or never.
    func copies(of id: DocumentID) throws -> [DocumentID] {
        try reading { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT c.document FROM claim_documents m JOIN claim_documents c ON c.claim = m.claim
                    WHERE m.document = ? AND c.document <> m.document ORDER BY c.position
                    """, arguments: [id.value]
            ).map { DocumentID($0) }
        }
    }

    /// Claims the document of an offer: one a key, the first the document itself, the others copies of it.
    func claim(
        _ offer: StoredOffer, document: DocumentID, keys: [[UInt8]], copies: [NewDocument], at second: UInt64
    ) throws -> StoredClaim? {
        try writing { database in
            guard let claim = try insertClaim(offer.id, keys, at: second, database) else {
                return try IssuingDatabase.claim(of: offer.id, database)
            }
            let standing = try IssuingDatabase.document(document, database)
            guard let standing, standing.stage == .pending, standing.offer == offer.id else {
                throw ClaimRefusal.documentGone
            }
            var ids = [document]
            for copy in copies {
                guard let id = try insert(copy, run: nil, at: second, database) else {
                    throw ClaimRefusal.alreadyClaimed
                }
                ids.append(id)
            }
            try bind(ids, keys, claim: claim, offer: offer.id, at: second, database)
            return try IssuingDatabase.claim(of: offer.id, database)
        }
    }

    /// Files an application that a clerk will answer.
    func apply(_ offer: StoredOffer, keys: [[UInt8]], due: UInt64, at second: UInt64) throws -> StoredClaim? {
        try writing { database in
            if let claim = try insertClaim(offer.id, keys, at: second, database) {
                if let holder = offer.holder, offer.account != nil,
                    try IssuingDatabase.openApplication(of: holder, offer.type, database) != nil
                {
                    throw ClaimRefusal.alreadyApplied
                }
                try database.execute(
                    sql: "INSERT INTO applications (claim, type, type_version, received, due) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        claim, offer.type.text, offer.typeVersion.stored, second.stored, due.stored,
                    ])
            }
            return try IssuingDatabase.claim(of: offer.id, database)
        }
    }

    /// The claim's number; nil when the offer has one already.
    private func insertClaim(
        _ offer: OfferID, _ keys: [[UInt8]], at second: UInt64, _ database: Database
    ) throws -> Int64? {
        try database.execute(
            sql: "INSERT OR IGNORE INTO claims (offer, keys, created) VALUES (?, ?, ?)",
            arguments: [offer.value, Data(keys.flatMap(\.self)), second.stored])
        return database.changesCount == 1 ? database.lastInsertedRowID : nil
    }

    private func bind(
        _ documents: [DocumentID], _ keys: [[UInt8]], claim: Int64, offer: OfferID, at second: UInt64,
        _ database: Database
    ) throws {
        for (position, (document, key)) in zip(documents, keys).enumerated() {
            try database.execute(
                sql: """
                    UPDATE documents SET stage = ?, since = ?, holder_key = ?, offer = ?,
                        account = (SELECT account FROM wallets w WHERE w.holder = documents.holder) WHERE id = ?
                    """,
                arguments: [
                    DocumentStage.bound.rawValue, second.stored, Data(key), offer.value, document.value,
                ])
            try database.execute(
                sql: "INSERT INTO claim_documents VALUES (?, ?, ?)", arguments: [claim, position, document.value])
        }
        try database.execute(
            sql: "UPDATE offers SET ended = ? WHERE id = ? AND ended IS NULL",
            arguments: [second.stored, offer.value])
    }

    /// A clerk issues what was applied for: one document a key.
    func answer(
        _ application: StoredApplication, documents: [NewDocument], keys: [[UInt8]], staff: String,
        at second: UInt64
    ) throws {
        try writing { database in
            try markAnswered(application, staff: staff, reason: nil, at: second, database)
            var ids: [DocumentID] = []
            for document in documents {
                guard let id = try insert(document, run: nil, at: second, database) else {
                    throw DeskRefusal.badValues("the document says the same already")
                }
                ids.append(id)
            }
            try bind(ids, keys, claim: application.claim, offer: application.offer, at: second, database)
        }
    }

    /// A clerk refuses an application, with a reason.
    func refuse(_ application: StoredApplication, reason: Bilingual, staff: String, at second: UInt64) throws {
        try writing { database in
            try markAnswered(application, staff: staff, reason: reason, at: second, database)
            try database.execute(
                sql: "UPDATE offers SET ended = ? WHERE id = ? AND ended IS NULL",
                arguments: [second.stored, application.offer.value])
        }
    }

    private func markAnswered(
        _ application: StoredApplication, staff: String, reason: Bilingual?, at second: UInt64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE applications SET staff = ?, answered = ?, reason_zh = ?, reason_en = ?
                WHERE id = ? AND answered IS NULL
                """, arguments: [staff, second.stored, reason?.zh, reason?.en, application.id.value])
        guard database.changesCount == 1 else { throw DeskRefusal.applicationAnswered(application.id) }
    }

    private static let applicationSelect = """
        SELECT a.*, c.offer, c.keys, o.account FROM applications a JOIN claims c ON c.id = a.claim
        JOIN offers o ON o.id = c.offer
        """

    /// Applications: those that wait, the most urgent first, or all, the newest first.
    public func applications(isOpen: Bool, limit: Int = 1_000) throws -> [StoredApplication] {
        let tail = isOpen ? "WHERE a.answered IS NULL ORDER BY a.due LIMIT ?" : "ORDER BY a.id DESC LIMIT ?"
        return try reading { database in
            try Row.fetchAll(
                database, sql: IssuingDatabase.applicationSelect + " " + tail, arguments: [limit]
            ).map { StoredApplication($0) }
        }
    }

    /// An application by its number; nil when there is none.
    public func application(_ id: ApplicationID) throws -> StoredApplication? {
        try reading { database in
            try Row.fetchOne(
                database, sql: IssuingDatabase.applicationSelect + " WHERE a.id = ?", arguments: [id.value]
            ).map { StoredApplication($0) }
        }
    }

    /// What a wallet says became of a claim; its documents are delivered when it has accepted them.
    func note(_ event: ClaimEvent, of claim: Int64, at second: UInt64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE claims SET event = ?, noted = ? WHERE id = ?",
                arguments: [event.rawValue, second.stored, claim])
            guard event == .accepted else { return }
            try database.execute(
                sql: """
                    UPDATE documents SET stage = ?, since = ? WHERE stage = ?
                        AND id IN (SELECT document FROM claim_documents WHERE claim = ?)
                    """,
                arguments: [
                    DocumentStage.delivered.rawValue, second.stored, DocumentStage.anchored.rawValue, claim,
                ])
        }
    }
}
