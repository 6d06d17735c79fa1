internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// A notice that is to be stored.
struct NewNotice: Sendable {
    /// The document that it is about; nil when the wallet has none.
    let document: Int64?
    let sealed: [UInt8]

    /// Where it is sealed.
    static func place(_ issuer: MemberID, _ number: UInt64) -> String { "notice/content/\(issuer)/\(number)" }
}

/// A notice's row: the content is sealed.
struct NoticeRow: Sendable {
    let id: Int64
    let issuer: MemberID
    let number: UInt64
    let document: Int64?
    let sealed: [UInt8]
    let received: UInt64
    let wasShown: Bool
}

extension WalletDatabase {
    /// All notices, the oldest first.
    func notices() throws -> [NoticeRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM notice ORDER BY id").map { row in
                guard let issuer = MemberID(row["issuer"]) else {
                    throw WalletFailure.database(path, reason: "a notice does not read")
                }
                return NoticeRow(
                    id: row["id"], issuer: issuer, number: UInt64(clamping: row["number"] as Int64),
                    document: row["document"], sealed: Array(row["content"] as Data),
                    received: UInt64(clamping: row["received"] as Int64),
                    wasShown: (row["shown"] as Int64?) != nil)
            }
        }
    }

    /// The holder has seen them.
    func markShown(_ ids: [Int64], at now: UInt64) throws {
        try writing { database in
            for id in ids {
                try database.execute(
                    sql: "UPDATE notice SET shown = ? WHERE id = ? AND shown IS NULL", arguments: [Int64(now), id])
            }
        }
    }
}
