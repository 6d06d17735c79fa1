internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

extension WalletDatabase {
    /// What the ledger said last of a document; nil when it was never asked.
    func standing(of id: Int64) throws -> Standing? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT * FROM standing WHERE document = ?", arguments: [id]).map { row in
                guard let state = DocumentState(word: row["state"]) else {
                    throw WalletFailure.database(path, reason: "the status of document \(id) does not read")
                }
                return Standing(
                    state: state, since: (row["since"] as Int64?).map { UInt64(clamping: $0) },
                    sinceHeight: (row["since_height"] as Int64?).map { UInt64(clamping: $0) },
                    height: UInt64(clamping: row["height"] as Int64), time: UInt64(clamping: row["time"] as Int64),
                    correction: try (row["correction"] as Data?).map { try CorrectionEntry(decoding: Array($0)) })
            }
        }
    }

    /// Notes what the ledger says now; an answer for an older block never takes the place of a newer one.
    func note(_ standing: Standing, of id: Int64) throws {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO standing (document, state, since, since_height, height, time, correction)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (document) DO UPDATE SET state = excluded.state, since = excluded.since,
                    since_height = excluded.since_height, height = excluded.height, time = excluded.time,
                    correction = excluded.correction WHERE excluded.height >= standing.height
                    """,
                arguments: [
                    id, standing.state.word, standing.since.map { Int64($0) }, standing.sinceHeight.map { Int64($0) },
                    Int64(standing.height), Int64(standing.time), standing.correction.map { Data($0.encoded) },
                ])
        }
    }

    /// The newest block that an answer spoke of; 0 before the first.
    func seenHeight() throws -> UInt64 {
        try reading { database in
            let heights = "SELECT max(height) FROM (SELECT height FROM standing UNION ALL SELECT height FROM request)"
            return UInt64(clamping: try Int64.fetchOne(database, sql: heights) ?? 0)
        }
    }
}

extension WalletDatabase {
    /// A type's definition as the catalogue had it; nil when it was not kept.
    func type(_ code: TypeCode, version: UInt64) throws -> [UInt8]? {
        try reading { database in
            try Data.fetchOne(
                database, sql: "SELECT body FROM type WHERE code = ? AND version = ?",
                arguments: [code.text, Int64(version)]
            ).map { Array($0) }
        }
    }

    /// The newest definition of a type that was kept; nil when there is none.
    func newestType(_ code: TypeCode) throws -> [UInt8]? {
        try reading { database in
            try Data.fetchOne(
                database, sql: "SELECT body FROM type WHERE code = ? ORDER BY version DESC LIMIT 1",
                arguments: [code.text]
            ).map { Array($0) }
        }
    }

    /// Keeps a type's definition.
    func keepType(_ code: String, version: UInt64, _ body: [UInt8]) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO type (code, version, body) VALUES (?, ?, ?)",
                arguments: [code, Int64(version), Data(body)])
        }
    }

    /// The name of a member as it was last told; nil when it never was.
    func memberName(_ id: MemberID) throws -> Bilingual? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT zh, en FROM member WHERE id = ?", arguments: [id.text])
                .map { Bilingual(zh: $0[0], en: $0[1]) }
        }
    }

    /// Keeps the name of a member.
    func keepMember(_ id: MemberID, _ name: Bilingual) throws {
        try writing { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO member (id, zh, en) VALUES (?, ?, ?)",
                arguments: [id.text, name.zh, name.en])
        }
    }
}
