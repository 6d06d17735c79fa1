internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDatabase {
    /// Keeps a use before it is sent, unless one of that number is kept already; returns the one that stands.
    func begin(_ use: StoredUse, caseNumber: String) throws -> StoredUse {
        let place = RelyingDatabase.place(use.grant, use.number)
        let secret = use.release.map { Data(storage.seal($0.secret, at: "uses/secret/\(place)")) }
        return try pool.write { connection in
            try connection.execute(
                sql: """
                    INSERT OR IGNORE INTO uses
                        (grant_id, number, statement, secret, matter, case_index, clerk, created, state, tag,
                        compared)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sent', ?, ?)
                    """,
                arguments: [
                    Data(use.grant.digest.bytes), Int64(clamping: use.number), Data(use.statement), secret,
                    Data(storage.seal(use.matter, at: "uses/matter/\(place)")), Data(caseIndex(caseNumber).bytes),
                    Data(storage.seal(use.clerk, at: "uses/clerk/\(place)")), Int64(clamping: use.created),
                    use.tag.map { Data($0.bytes) }, use.compared.map { Int64(clamping: $0) },
                ])
            return try self.use(use.grant, use.number, connection) ?? use
        }
    }

    /// A use; nil when there is none of that number.
    func use(_ grant: GrantID, _ number: UInt64) throws -> StoredUse? {
        try pool.read { try use(grant, number, $0) }
    }

    private func use(_ grant: GrantID, _ number: UInt64, _ connection: Database) throws -> StoredUse? {
        try Row.fetchOne(
            connection, cached: "SELECT * FROM uses WHERE grant_id = ? AND number = ?",
            [Data(grant.digest.bytes), Int64(clamping: number)]
        ).map(storedUse)
    }

    /// All uses of a grant, in their order.
    func uses(of grant: GrantID) throws -> [StoredUse] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM uses WHERE grant_id = ? ORDER BY number",
                [Data(grant.digest.bytes)]
            ).map(storedUse)
        }
    }

    /// Grants that were used for a case.
    func grantsUsed(forCase number: String) throws -> [GrantID] {
        try pool.read { connection in
            try Data.fetchAll(
                connection, sql: "SELECT DISTINCT grant_id FROM uses WHERE case_index = ? ORDER BY grant_id",
                arguments: [Data(caseIndex(number).bytes)]
            ).compactMap { Digest(Array($0)).map { GrantID($0) } }
        }
    }

    /// Puts a fresh statement in the place of one that is over and was never counted. False when another process did.
    func resign(_ use: StoredUse, _ statement: [UInt8]) throws -> Bool {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE uses SET statement = ?
                    WHERE grant_id = ? AND number = ? AND statement = ? AND state = 'sent'
                    """,
                arguments: [
                    Data(statement), Data(use.grant.digest.bytes), Int64(clamping: use.number), Data(use.statement),
                ])
            return connection.changesCount == 1
        }
    }

    /// Notes where a use stands on the ledger.
    func count(_ use: StoredUse, height: UInt64, block: Digest, time: UInt64, receipt: String) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE uses SET state = 'final', height = ?, block = ?, time = ?, receipt = ?
                    WHERE grant_id = ? AND number = ? AND state = 'sent'
                    """,
                arguments: [
                    Int64(clamping: height), Data(block.bytes), Int64(clamping: time), receipt,
                    Data(use.grant.digest.bytes), Int64(clamping: use.number),
                ])
        }
    }

    /// Keeps what a use opened, with its verdict: both, or neither.
    func keep(_ content: UseContent, verdict: String, of use: StoredUse, at time: UInt64) throws {
        let place = RelyingDatabase.place(use.grant, use.number)
        let sealed = storage.seal(content.encoded, at: "uses/content/\(place)")
        let judged = storage.seal(Array(verdict.utf8), at: "uses/verdict/\(place)")
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE uses SET state = 'opened', content = ?, verdict = ?
                    WHERE grant_id = ? AND number = ? AND state IN ('final', 'opened') AND deleted IS NULL
                    """,
                arguments: [
                    Data(sealed), Data(judged), Data(use.grant.digest.bytes), Int64(clamping: use.number),
                ])
            guard connection.changesCount == 1, use.state == .final else { return }
            try tell(.useOpened(use.grant, number: use.number, height: use.height ?? 0), at: time, connection)
        }
    }

    /// Notes that a use came to nothing, and why.
    func end(_ use: StoredUse, _ state: StoredUse.State, _ note: StoredAnswer.RefusalNote) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE uses SET state = ?, note = ?
                    WHERE grant_id = ? AND number = ? AND state IN ('sent', 'final')
                    """,
                arguments: [
                    state.rawValue, note.text, Data(use.grant.digest.bytes), Int64(clamping: use.number),
                ])
        }
    }

    /// Gives up the number of a use that the ledger refused: nothing was counted.
    func drop(_ use: StoredUse) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "DELETE FROM uses WHERE grant_id = ? AND number = ? AND statement = ? AND state = 'sent'",
                arguments: [
                    Data(use.grant.digest.bytes), Int64(clamping: use.number), Data(use.statement),
                ])
        }
    }

    static func place(_ grant: GrantID, _ number: UInt64) -> String { "\(grant)/\(number)" }

    func storedUse(_ row: Row) throws -> StoredUse {
        guard let digest = Digest(Array(row["grant_id"] as Data)),
            let state = StoredUse.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        let grant = GrantID(digest)
        let number = UInt64(clamping: row["number"] as Int64)
        let place = RelyingDatabase.place(grant, number)
        func opened(_ column: String) throws -> [UInt8]? {
            // What was deleted is empty.
            guard let sealed = row[column] as Data?, !sealed.isEmpty else { return nil }
            return try storage.open(Array(sealed), at: "uses/\(column)/\(place)")
        }
        return StoredUse(
            grant: grant, number: number, statement: Array(row["statement"] as Data),
            release: try opened("secret").flatMap { SealingPrivateKey(secret: $0) }, matter: try opened("matter") ?? [],
            clerk: try opened("clerk") ?? [], created: UInt64(clamping: row["created"] as Int64), state: state,
            height: (row["height"] as Int64?).map { UInt64(clamping: $0) },
            block: (row["block"] as Data?).flatMap { Digest(Array($0)) },
            time: (row["time"] as Int64?).map { UInt64(clamping: $0) }, receipt: row["receipt"],
            content: try opened("content").map { try UseContent(decoding: $0) },
            verdict: try opened("verdict").map { String(decoding: $0, as: UTF8.self) },
            note: try (row["note"] as String?).map { try StoredAnswer.RefusalNote(parsing: $0) },
            deletion: UseDeletion(row), tag: (row["tag"] as Data?).flatMap { Digest(Array($0)) },
            compared: (row["compared"] as Int64?).map { UInt64(clamping: $0) })
    }
}
