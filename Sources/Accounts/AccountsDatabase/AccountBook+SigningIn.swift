internal import Foundation
internal import GRDB
internal import Signing

/// Who is it?
extension AccountBook {
    /// Lets a person in: password and a code that was not used before.
    ///
    /// Wrong attempts are counted by name, and after five the name rests, longer each time.
    public func signIn(
        _ name: String, password: Password, code: String, at second: UInt64
    ) throws -> SignedIn {
        let found = try database.reading { try StaffRow.find(name, $0) }
        if let wait = found?.lockout.wait(at: second) { throw AccountRefusal.locked(seconds: wait) }
        // Also for a name that nobody has: the time taken must not tell.
        let isPassword = (found?.password ?? .nobody).matches(password)
        guard let found, isPassword, !found.isDisabled, let secret = secret(of: found),
            let step = secret.step(of: code, at: second, after: found.lastStep)
        else {
            try fail(found == nil ? nil : name, at: second)
            throw AccountRefusal.wrongCredentials
        }
        return try begin(found, step: step, at: second)
    }

    private func secret(of row: StaffRow) -> CodeSecret? {
        fields.open(row.codeSealed, place: AccountBook.place(row.name)).flatMap { CodeSecret($0) }
    }

    /// Spends the code and opens the session in one transaction: of two attempts with one code one succeeds.
    private func begin(_ staff: StaffRow, step: UInt64, at second: UInt64) throws -> SignedIn {
        let session = SignedIn(
            token: Base64URL.encode(Random.bytes(32)),
            caller: Caller(name: staff.name, roles: staff.roles, kind: .person))
        try database.writing { database in
            try database.execute(
                sql: """
                    UPDATE staff SET last_step = ?, failures = 0, locked_until = 0
                    WHERE name = ? AND (last_step IS NULL OR last_step < ?) AND locked_until <= ?
                        AND disabled IS NULL
                    """, arguments: [Int64(step), staff.name, Int64(step), Int64(second)])
            guard database.changesCount == 1 else { throw AccountRefusal.wrongCredentials }
            try database.execute(
                sql: "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    BearerToken.digest(session.token), BearerToken.digest(session.formToken), staff.name,
                    Int64(second), Int64(second),
                ])
            try database.execute(
                sql: "DELETE FROM sessions WHERE began < ?",
                arguments: [Int64(second) - Int64(limits.whole)])
            try AuditEntry.append(AuditLine(session.caller, "sign-in"), at: second, database)
        }
        return session
    }

    private func fail(_ name: String?, at second: UInt64) throws {
        guard let name else { return }
        try database.writing { database in
            guard let row = try StaffRow.find(name, database) else { return }
            let lockout = row.lockout.failed(at: second)
            try database.execute(
                sql: "UPDATE staff SET failures = ?, locked_until = ? WHERE name = ?",
                arguments: [Int64(lockout.failures), Int64(lockout.until), name])
            try AuditEntry.append(
                AuditLine(actor: "-", "sign-in-refused", subject: name, facts: "\(lockout.failures)"), at: second,
                database)
        }
    }

    /// The person of a session; refreshes it. With `formToken` the session must have that one too.
    public func caller(session token: String, formToken: String?, at second: UInt64) throws -> Caller {
        let digest = BearerToken.digest(token)
        return try database.writing { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT s.form_token, s.used, t.name, t.roles FROM sessions s JOIN staff t ON t.name = s.name
                    WHERE s.token = ? AND s.began > ? AND s.used > ? AND t.disabled IS NULL
                    """,
                arguments: [
                    digest, Int64(second) - Int64(limits.whole), Int64(second) - Int64(limits.idle),
                ])
            guard let row else { throw AccountRefusal.notSignedIn }
            if let formToken {
                let kept = Array(row["form_token"] as Data)
                guard SameBytes.compare(kept, Array(BearerToken.digest(formToken))) else {
                    throw AccountRefusal.noFormToken
                }
            }
            if row["used"] != Int64(second) {
                try database.execute(
                    sql: "UPDATE sessions SET used = ? WHERE token = ?", arguments: [Int64(second), digest])
            }
            return Caller(name: row["name"], roles: StaffRole.roles(row["roles"]) ?? [], kind: .person)
        }
    }

    /// Ends a session.
    public func signOut(session token: String, at second: UInt64) throws {
        let caller = try caller(session: token, formToken: nil, at: second)
        try database.writing { database in
            try database.execute(
                sql: "DELETE FROM sessions WHERE token = ?", arguments: [BearerToken.digest(token)])
            try AuditEntry.append(AuditLine(caller, "sign-out"), at: second, database)
        }
    }

    /// The machine of a token.
    public func caller(machine token: String, at second: UInt64) throws -> Caller {
        let row = try database.reading { database in
            try Row.fetchOne(
                database,
                sql: "SELECT name, roles FROM machines WHERE token = ? AND removed IS NULL AND expiry > ?",
                arguments: [BearerToken.digest(token), Int64(second)])
        }
        guard let row else { throw AccountRefusal.notSignedIn }
        return Caller(name: row["name"], roles: StaffRole.roles(row["roles"]) ?? [], kind: .machine)
    }
}

/// A session as its beginning: the cookie's value, and what its forms must carry. Prints without them.
public struct SignedIn: Sendable, CustomStringConvertible, CustomReflectable {
    public let token: String
    public let formToken: String
    public let caller: Caller

    init(token: String, caller: Caller) {
        self.token = token
        formToken = SignedIn.formToken(of: token)
        self.caller = caller
    }

    /// What the forms of a session carry. It follows from the cookie, which no script and no other site reads, so that
    /// every page can be drawn without keeping it.
    public static func formToken(of token: String) -> String {
        Base64URL.encode(SHA256.digest(Array("deedbox/form/\(token)".utf8)).bytes)
    }

    public var description: String { "<session of \(caller.name)>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
