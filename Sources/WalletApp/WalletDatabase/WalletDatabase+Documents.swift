internal import Foundation
internal import GRDB
internal import Ledger
internal import Rulebook
internal import Signing

/// A document's row: the content is sealed.
struct DocumentRow: Hashable, Sendable {
    let id: Int64
    let commitment: Commitment
    let issuer: MemberID
    let type: TypeCode
    let version: UInt64
    let record: UInt64
    let expiry: UInt64?
    let received: UInt64
    let sealed: [UInt8]
}

/// A document that is to be stored, checked, with what belongs to it.
struct NewDocument: Sendable {
    let commitment: Commitment
    let issuer: MemberID
    let type: TypeCode
    let version: UInt64
    let record: UInt64
    let expiry: UInt64?
    let sealed: [UInt8]
    let findings: [Finding]
    var attachments: [NewAttachment]
}

extension WalletDatabase {
    /// All documents, the oldest first.
    func documents() throws -> [DocumentRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM document ORDER BY id").map { try DocumentRow($0, path) }
        }
    }

    /// The document with that number; nil when there is none.
    func document(_ id: Int64) throws -> DocumentRow? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM document WHERE id = ?", arguments: [id])
                .map { try DocumentRow($0, path) }
        }
    }

    /// The number of the document whose record an issuer has at that place of the log.
    func document(of issuer: MemberID, record: UInt64) throws -> Int64? {
        try reading { database in
            try Int64.fetchOne(
                database, sql: "SELECT id FROM document WHERE issuer = ? AND record = ?",
                arguments: [issuer.text, Int64(record)])
        }
    }

    /// What each check said when the document was stored.
    func findings(of id: Int64) throws -> [Finding] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT name, answer, zh, en FROM finding WHERE document = ? ORDER BY position",
                arguments: [id]
            ).map { row in
                guard let name = Finding.Name(rawValue: row[0]),
                    let answer = Finding.Answer(rawValue: row[1])
                else { throw WalletFailure.database(path, reason: "a check of document \(id) does not read") }
                return Finding(name: name, answer: answer, fact: Bilingual(zh: row[2], en: row[3]))
            }
        }
    }

    /// Writes a document down; false when it is there already. The number is the same either way.
    static func insert(_ document: NewDocument, at now: UInt64, in database: Database) throws -> (Int64, isNew: Bool) {
        let commitment = Data(document.commitment.digest.bytes)
        if let id = try Int64.fetchOne(
            database, sql: "SELECT id FROM document WHERE commitment = ?", arguments: [commitment])
        {
            return (id, false)
        }
        try database.execute(
            sql: """
                INSERT INTO document (commitment, issuer, type, version, record, expiry, received, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                commitment, document.issuer.text, document.type.text, Int64(document.version), Int64(document.record),
                document.expiry.map { Int64($0) }, Int64(now), Data(document.sealed),
            ])
        let id = database.lastInsertedRowID
        for (position, finding) in document.findings.enumerated() {
            try database.execute(
                sql: "INSERT INTO finding (document, position, name, answer, zh, en) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    id, position, finding.name.rawValue, finding.answer.rawValue, finding.fact.zh,
                    finding.fact.en,
                ])
        }
        for file in document.attachments {
            try database.execute(
                sql: "INSERT OR IGNORE INTO attachment (document, digest, opening, claim) VALUES (?, ?, ?, ?)",
                arguments: [id, Data(file.digest.bytes), Data(file.opening), file.claim])
        }
        return (id, true)
    }
}

extension DocumentRow {
    init(_ row: Row, _ path: String) throws {
        guard let digest = Digest(Array(row["commitment"] as Data)), let issuer = MemberID(row["issuer"]),
            let type = TypeCode(row["type"])
        else { throw WalletFailure.database(path, reason: "a document does not read") }
        id = row["id"]
        commitment = Commitment(digest)
        self.issuer = issuer
        self.type = type
        version = UInt64(clamping: row["version"] as Int64)
        record = UInt64(clamping: row["record"] as Int64)
        expiry = (row["expiry"] as Int64?).map { UInt64(clamping: $0) }
        received = UInt64(clamping: row["received"] as Int64)
        sealed = Array(row["content"] as Data)
    }
}
