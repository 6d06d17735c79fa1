internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// An attachment that a document names: what opens it is sealed.
struct NewAttachment: Sendable {
    let digest: Digest
    /// Empty for a file that comes by a claim.
    let opening: [UInt8]
    /// The claim by which it comes; nil for one that lies in the strongroom.
    var claim: Int64?
}

/// An attachment's row; opening and content are sealed.
struct AttachmentRow: Sendable {
    let document: Int64
    let digest: Digest
    let opening: [UInt8]
    let claim: Int64?
    /// Why it did not come when it was asked for last; nil when nothing is known.
    let away: AwayReason?
    /// Nil while it was not fetched.
    let content: [UInt8]?

    /// Where what opens it is sealed.
    static func openingPlace(_ digest: Digest) -> String { "attachment/opening/" + digest.hex }
    /// Where the file is sealed.
    static func contentPlace(_ digest: Digest) -> String { "attachment/content/" + digest.hex }
}

extension WalletDatabase {
    /// All attachments, of one document or of all.
    func attachments(of document: Int64? = nil) throws -> [AttachmentRow] {
        try attachments("?1 IS NULL OR document = ?1", document)
    }

    /// The files of a claim that are not here and can still come.
    func attachments(ofClaim claim: Int64) throws -> [AttachmentRow] {
        try attachments("claim = ?1 AND content IS NULL AND given_up = 0", claim)
    }

    private func attachments(_ condition: String, _ value: Int64?) throws -> [AttachmentRow] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM attachment WHERE \(condition) ORDER BY document, digest",
                arguments: [value]
            ).map { try AttachmentRow($0, path) }
        }
    }

    /// Keeps a file that came by a claim.
    func keep(_ sealed: [UInt8], of attachment: AttachmentRow) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE attachment SET content = ?, code = NULL, zh = NULL, en = NULL "
                    + "WHERE document = ? AND digest = ?",
                arguments: [Data(sealed), attachment.document, Data(attachment.digest.bytes)])
        }
    }

    /// Notes why a file did not come.
    func note(_ reason: AwayReason, of attachment: AttachmentRow) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE attachment SET code = ?, zh = ?, en = ?, given_up = ? WHERE document = ? AND digest = ?",
                arguments: [
                    reason.code, reason.fact.zh, reason.fact.en, reason.isFinal ? 1 : 0, attachment.document,
                    Data(attachment.digest.bytes),
                ])
        }
    }

    /// Keeps a file, and notes that the strongroom may erase it.
    func keep(_ sealed: [UInt8], of attachment: AttachmentRow, _ erasure: MailErasure) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE attachment SET content = ? WHERE document = ? AND digest = ?",
                arguments: [Data(sealed), attachment.document, Data(attachment.digest.bytes)])
            try database.execute(
                sql: "INSERT OR IGNORE INTO erasure (tag, secret) VALUES (?, ?)",
                arguments: [Data(erasure.tag.bytes), Data(erasure.secret.bytes)])
        }
    }
}

extension AttachmentRow {
    fileprivate init(_ row: Row, _ path: String) throws {
        guard let digest = Digest(Array(row["digest"] as Data)) else {
            throw WalletFailure.database(path, reason: "an attachment does not read")
        }
        document = row["document"]
        self.digest = digest
        opening = Array(row["opening"] as Data)
        claim = row["claim"]
        let code: String? = row["code"]
        away = code.map { code in
            AwayReason(
                code: code, fact: Bilingual(zh: row["zh"] ?? "", en: row["en"] ?? ""),
                isFinal: (row["given_up"] as Int64) == 1)
        }
        content = (row["content"] as Data?).map { Array($0) }
    }
}
