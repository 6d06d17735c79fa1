internal import Foundation
internal import GRDB
internal import RegistrarAPI
public import Rulebook
internal import Sealing
public import Signing

/// Attempts, look-ups, and the directory's root.
extension RegistrarDatabase {
    /// Failed checks of an identity since a time.
    func attempts(of identity: Digest, since time: UInt64) throws -> Int {
        try pool.read { connection in
            try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM attempts WHERE identity = ? AND time >= ?",
                arguments: [Data(identity.bytes), Int64(clamping: time)]) ?? 0
        }
    }

    /// Writes a failed check down; it opens nothing.
    func deny(_ claim: IdentityClaim, _ identity: Digest, _ fault: RealNameFault, at time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "DELETE FROM attempts WHERE time < ?", arguments: [Int64(clamping: time) - 3_600])
            try connection.execute(
                sql: "INSERT INTO attempts (identity, time) VALUES (?, ?)",
                arguments: [Data(identity.bytes), Int64(clamping: time)])
            try log(
                .denied, ["number": .string(claim.number), "fault": .string(fault.rawValue)], at: time, connection)
        }
    }

    /// Writes down that a backup was given.
    func noteBackup(_ account: AccountID, at time: UInt64) throws {
        try pool.write { connection in
            try log(.backupGiven, ["account": .string(account.description)], at: time, connection)
        }
    }

    /// The accounts of many identities, in their order, and the look-up's place in the log, in one transaction.
    ///
    /// The same question is answered once.
    func lookUp(
        _ identities: [Digest?], question: StatementID, until: UInt64, by member: MemberID, at time: UInt64
    ) throws -> [StoredAccount?] {
        try pool.write { connection in
            try take(question, until: until, at: time, connection)
            let found = try identities.map { try $0.flatMap { try account(of: $0, connection) } }
            let note = try connection.cachedStatement(sql: "INSERT OR IGNORE INTO known VALUES (?, ?)")
            for account in found.compactMap(\.self) {
                try note.execute(arguments: [member.text, Data(account.id.bytes)])
            }
            try log(
                .lookedUp,
                [
                    "member": .string(member.text), "question": .string(question.description),
                    "count": .integer(Int64(identities.count)),
                    "accounts": .array(found.compactMap { $0 }.map { .string($0.id.description) }),
                ], at: time, connection)
            return found
        }
    }

    /// Refuses a question that came before.
    func take(_ question: StatementID, until: UInt64, at time: UInt64, _ connection: Database) throws {
        try connection.execute(sql: "DELETE FROM questions WHERE until < ?", arguments: [Int64(clamping: time)])
        try connection.execute(
            sql: "INSERT OR IGNORE INTO questions (id, until) VALUES (?, ?)",
            arguments: [Data(question.digest.bytes), Int64(clamping: until)])
        guard connection.changesCount == 1 else { throw RegistrarProblem.questionRepeated }
    }

    /// Accounts that a member was told of and that were bound anew behind a number, and the last number looked at.
    ///
    /// Nothing goes into the log: the member learns of no account that it did not know. The same question is answered
    /// once.
    func rebindings(
        known member: MemberID, after number: UInt64, question: StatementID, until: UInt64, at time: UInt64
    ) throws -> (next: UInt64, accounts: [StoredAccount]) {
        try pool.write { connection in
            try take(question, until: until, at: time, connection)
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT r.number, a.id, a.root, a.binding, a.backup, a.identity FROM rebindings r
                    JOIN known k ON k.account = r.account AND k.member = ? JOIN accounts a ON a.id = r.account
                    WHERE r.number > ? ORDER BY r.number LIMIT ?
                    """, arguments: [member.text, Int64(clamping: number), RebindingsAnswer.maxEntries])
            let next = rows.last.map { UInt64(clamping: $0["number"] as Int64) } ?? number
            return (next, try rows.map { try stored($0, Digest(Array($0["identity"] as Data)) ?? .zero) })
        }
    }

    /// Notices that no node holds yet.
    func unsentNotices(limit: Int = 64) throws -> [(number: Int64, notice: SealedNotice)] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT * FROM notices WHERE is_put = 0 ORDER BY number LIMIT ?", arguments: [limit]
            ).compactMap { row in
                guard let tag = Digest(Array(row["tag"] as Data)), let eraser = Digest(Array(row["eraser"] as Data))
                else { return nil }
                let notice = SealedNotice(
                    tag: MailboxTag(tag), eraser: eraser, body: Array(row["body"] as Data),
                    expiry: UInt64(clamping: row["expiry"] as Int64))
                return (row["number"], notice)
            }
        }
    }

    /// Remembers that nodes hold these notices.
    func markSent(_ numbers: [Int64]) throws {
        try pool.write { connection in
            for number in numbers {
                try connection.execute(sql: "UPDATE notices SET is_put = 1 WHERE number = ?", arguments: [number])
            }
        }
    }

    /// The leaf hash of every binding in force, ascending, with the log's head beside them.
    func directory() throws -> (leaves: [Digest], log: Digest) {
        try pool.read { connection in
            let rows = try Row.fetchCursor(
                connection,
                sql: "SELECT bindings.digest, salt FROM accounts JOIN bindings ON accounts.digest = bindings.digest")
            var leaves: [Digest] = []
            while let row = try rows.next() {
                leaves.append(
                    DirectoryRoot.leaf(salt: Array(row["salt"] as Data), binding: Array(row["digest"] as Data)))
            }
            return (leaves.sorted(), try logHead(connection))
        }
    }

    /// The last anchored root; nil before the first.
    func lastAnchor() throws -> DirectoryAnchor? {
        try pool.read { connection in
            try Row.fetchOne(connection, sql: "SELECT * FROM anchors ORDER BY number DESC LIMIT 1").flatMap { row in
                let bytes = Array(row["leaves"] as Data)
                let leaves = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(bytes[$0..<$0 + 32]) }
                guard let log = Digest(Array(row["log"] as Data)), let id = Digest(Array(row["statement"] as Data))
                else { return nil }
                return DirectoryAnchor(
                    salt: Array(row["salt"] as Data), leaves: leaves, log: log, statement: StatementID(id),
                    time: UInt64(clamping: row["time"] as Int64))
            }
        }
    }

    /// Keeps an anchored root, for proofs of single bindings.
    func keep(_ anchor: DirectoryAnchor) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "INSERT INTO anchors (salt, leaves, statement, log, time) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    Data(anchor.salt), Data(anchor.leaves.flatMap(\.bytes)), Data(anchor.statement.digest.bytes),
                    Data(anchor.log.bytes), Int64(clamping: anchor.time),
                ])
            // Proofs are cut from the last root alone.
            try connection.execute(
                sql: "UPDATE anchors SET leaves = x'' WHERE number < (SELECT max(number) FROM anchors)")
            try log(
                .anchored,
                [
                    "statement": .string(anchor.statement.description),
                    "bindings": .integer(Int64(anchor.leaves.count)),
                ], at: anchor.time, connection)
        }
    }

    /// The salt beside a binding; nil for a binding that never was.
    func salt(of binding: Digest) throws -> [UInt8]? {
        try pool.read { connection in
            try Data.fetchOne(
                connection, sql: "SELECT salt FROM bindings WHERE digest = ?", arguments: [Data(binding.bytes)]
            ).map { Array($0) }
        }
    }

    /// All accounts for the registrar's own eyes, the oldest first.
    func accounts() throws -> [AccountLine] {
        try pool.read { connection in
            try Row.fetchAll(connection, sql: "SELECT id, person, binding, opened FROM accounts ORDER BY opened, id")
                .map { row in
                    guard let id = AccountID(Array(row["id"] as Data)),
                        let person = try? storage.open(Array(row["person"] as Data), at: "accounts/person/\(id)"),
                        let binding = try? WalletBinding(
                            decoding: try Statement(decoding: Array(row["binding"] as Data)).payload)
                    else { throw RegistrarError.wrongStorageKey }
                    let words = try JSONValue(parsing: person, maxByteCount: 4_096)
                    return AccountLine(
                        account: id, person: words, serial: binding.serial, level: binding.level,
                        opened: UInt64(clamping: row["opened"] as Int64))
                }
        }
    }
}

/// One account in a list.
public struct AccountLine: Sendable {
    public let account: AccountID
    /// Name and number.
    public let person: JSONValue
    public let serial: UInt64
    public let level: UInt64
    /// POSIX seconds.
    public let opened: UInt64
}
