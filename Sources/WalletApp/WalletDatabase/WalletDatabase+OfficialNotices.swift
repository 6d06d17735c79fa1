internal import Foundation
internal import GRDB
package import Signing

/// An official notice that is to be stored, sealed.
package struct NewOfficialNotice: Sendable {
    /// A blind index of what it is about.
    let place: Digest
    let content: [UInt8]
    let proof: [UInt8]

    package init(place: Digest, content: [UInt8], proof: [UInt8]) {
        self.place = place
        self.content = content
        self.proof = proof
    }

    static func contentPlace(_ place: Digest) -> String { "official/content/" + place.hex }
    static func proofPlace(_ place: Digest) -> String { "official/proof/" + place.hex }
}

/// An official notice's row.
package struct OfficialNoticeRow: Sendable {
    package let id: Int64
    let place: Digest
    let content: [UInt8]
    package let proof: [UInt8]
    package let found: UInt64
    package let wasShown: Bool
}

extension WalletDatabase {
    /// Keeps a notice; false when it is there already.
    package func keep(_ notice: NewOfficialNotice, at now: UInt64) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO official_notice (place, content, proof, found) VALUES (?, ?, ?, ?)",
                arguments: [Data(notice.place.bytes), Data(notice.content), Data(notice.proof), Int64(now)])
            return database.changesCount == 1
        }
    }

    /// Writes what has become known of a notice that is there.
    func complete(_ notice: NewOfficialNotice) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE official_notice SET content = ?, shown = NULL WHERE place = ?",
                arguments: [Data(notice.content), Data(notice.place.bytes)])
        }
    }

    /// All of them, the oldest finding first.
    package func officialNotices() throws -> [OfficialNoticeRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM official_notice ORDER BY id").map { row in
                guard let place = Digest(Array(row["place"] as Data)) else {
                    throw WalletFailure.database(path, reason: "an official notice does not read")
                }
                return OfficialNoticeRow(
                    id: row["id"], place: place, content: Array(row["content"] as Data),
                    proof: Array(row["proof"] as Data), found: UInt64(clamping: row["found"] as Int64),
                    wasShown: (row["shown"] as Int64?) != nil)
            }
        }
    }

    /// The holder has seen them.
    package func markOfficialShown(_ ids: [Int64], at now: UInt64) throws {
        try writing { database in
            for id in ids {
                try database.execute(
                    sql: "UPDATE official_notice SET shown = ? WHERE id = ? AND shown IS NULL",
                    arguments: [Int64(now), id])
            }
        }
    }
}
