internal import Foundation
internal import GRDB
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// Trace tokens: which account each key is of. Both stand there as blind indexes, and the account sealed beside them:
/// who has the file alone can neither find a token that he saw nor tell which belong together.
extension RegistrarDatabase {
    static let tokens = """
        CREATE TABLE tokens (
            key BLOB NOT NULL PRIMARY KEY, holder BLOB NOT NULL, account BLOB NOT NULL, issued INTEGER NOT NULL)
            STRICT, WITHOUT ROWID;
        CREATE INDEX tokens_holder ON tokens (holder, issued);
        """

    private func index(token key: PublicKey) -> Digest { storage.index(key.bytes, of: "tokens/key") }

    private func index(holder account: AccountID) -> Digest { storage.index(account.bytes, of: "tokens/holder") }

    /// Writes down whose the keys of a wish are, before any of them is signed.
    ///
    /// Keys that the account has sent before count once; one that another account has sent refuses them all.
    func keep(_ request: TraceTokensRequest, perDay limit: Int, at time: UInt64) throws {
        let holder = index(holder: request.account)
        try pool.write { connection in
            var new: [Digest] = []
            for key in request.keys.map(index(token:)) {
                let owner = try Data.fetchOne(
                    connection, sql: "SELECT holder FROM tokens WHERE key = ?", arguments: [Data(key.bytes)])
                guard let owner else {
                    new.append(key)
                    continue
                }
                guard owner == Data(holder.bytes) else { throw RegistrarProblem.tokenKeyUsed }
            }
            guard !new.isEmpty else { return }
            let today = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM tokens WHERE holder = ? AND issued > ?",
                arguments: [Data(holder.bytes), Int64(clamping: time) - 86_400])
            guard (today ?? 0) + new.count <= limit else { throw RegistrarProblem.tooManyTokens(limit) }
            for key in new {
                let sealed = storage.seal(request.account.bytes, at: "tokens/account/\(key.hex)")
                try connection.execute(
                    sql: "INSERT INTO tokens (key, holder, account, issued) VALUES (?, ?, ?, ?)",
                    arguments: [Data(key.bytes), Data(holder.bytes), Data(sealed), Int64(clamping: time)])
            }
            try log(
                .tokensIssued,
                [
                    "account": .string(request.account.description), "count": .integer(Int64(new.count)),
                ], at: time, connection)
        }
    }

    /// Whose a token is, with the question's place in the log, in one transaction; nil when no account has that key.
    ///
    /// The same question is answered once.
    func resolve(
        _ key: PublicKey, _ traced: CheckedTrace, question: StatementID, until: UInt64, by member: MemberID,
        at time: UInt64
    ) throws -> TracedHolder? {
        try pool.write { connection in
            try take(question, until: until, at: time, connection)
            let index = index(token: key)
            let row = try Row.fetchOne(
                connection, sql: "SELECT account, issued FROM tokens WHERE key = ?", arguments: [Data(index.bytes)])
            guard let row else {
                try noteUnresolved(
                    by: member, question, RegistrarProblemCode.tokenUnknown.rawValue, at: time, connection)
                return nil
            }
            let opened = try storage.open(Array(row["account"] as Data), at: "tokens/account/\(index.hex)")
            guard let account = AccountID(opened) else { throw RegistrarError.wrongStorageKey }
            let holder = try holder(account, issued: UInt64(clamping: row["issued"] as Int64), connection)
            try log(
                .traced,
                [
                    "member": .string(member.text), "question": .string(question.description),
                    "trace": .string(traced.statement.description),
                    "grant": .string(traced.trace.grant.description),
                    "ground": .integer(Int64(clamping: traced.trace.ground)),
                    "account": .string(account.description),
                ], at: time, connection)
            return holder
        }
    }

    private func holder(_ id: AccountID, issued: UInt64, _ connection: Database) throws -> TracedHolder {
        let row = try Row.fetchOne(
            connection, sql: "SELECT person, binding FROM accounts WHERE id = ?", arguments: [Data(id.bytes)])
        guard let row else { throw RegistrarError.wrongStorageKey }
        let text = try storage.open(Array(row["person"] as Data), at: "accounts/person/\(id)")
        let (name, number) = try JSONElement(try JSONValue(parsing: text, maxByteCount: 4_096)).object {
            (reader) throws(JSONError) in
            (
                try reader.member("name").string(maxByteCount: 1_024),
                try reader.member("number").string(maxByteCount: 64)
            )
        }
        let binding = try WalletBinding(decoding: try Statement(decoding: Array(row["binding"] as Data)).payload)
        return TracedHolder(account: id, name: name, number: number, level: binding.level, issued: issued)
    }

    /// Writes down that a regulator asked, and why it was told nothing.
    func noteUnresolved(by member: MemberID, _ question: StatementID, _ code: String, at time: UInt64) throws {
        try pool.write { try noteUnresolved(by: member, question, code, at: time, $0) }
    }

    private func noteUnresolved(
        by member: MemberID, _ question: StatementID, _ code: String, at time: UInt64, _ connection: Database
    ) throws {
        try log(
            .traceRefused,
            [
                "member": .string(member.text), "question": .string(question.description), "code": .string(code),
            ], at: time, connection)
    }
}
