internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// An attachment that a document names: what opens it is sealed.
struct NewAttachment: Sendable {
    let digest: Digest
    let opening: [UInt8]
}

/// An attachment's row; opening and content are sealed.
struct AttachmentRow: Sendable {
    let document: Int64
    let digest: Digest
    let opening: [UInt8]
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
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM attachment WHERE ?1 IS NULL OR document = ?1 ORDER BY document, digest",
                arguments: [document]
            ).map { row in
                guard let digest = Digest(Array(row["digest"] as Data)) else {
                    throw WalletFailure.database(path, reason: "an attachment does not read")
                }
                return AttachmentRow(
                    document: row["document"], digest: digest, opening: Array(row["opening"] as Data),
                    content: (row["content"] as Data?).map { Array($0) })
            }
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
