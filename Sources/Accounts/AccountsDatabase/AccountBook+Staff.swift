internal import Foundation
internal import GRDB
internal import Signing

/// People and machines come and go.
extension AccountBook {
    /// Adds a person; the secret is for the app on that person's phone, and is not told again.
    public func addStaff(
        _ name: String, roles: Set<StaffRole>, password: Password, by caller: Caller, at second: UInt64
    ) throws -> CodeSecret {
        try AccountBook.check(name: name)
        let secret = CodeSecret()
        let sealed = Data(fields.seal(secret.bytes, place: AccountBook.place(name)))
        let hash = PasswordHash(password).text
        try database.writing { database in
            guard try StaffRow.find(name, database) == nil else { throw AccountRefusal.nameTaken(name) }
            try database.execute(
                sql: "INSERT INTO staff (name, roles, password, code_sealed, added) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, roles.words, hash, sealed, Int64(second)])
            try AuditEntry.append(
                AuditLine(caller, "staff-add", subject: name, facts: roles.words), at: second, database)
        }
        return secret
    }

    /// Gives a person other roles; open sessions end.
    public func setRoles(_ name: String, _ roles: Set<StaffRole>, by caller: Caller, at second: UInt64) throws {
        try change(name, AuditLine(caller, "staff-roles", subject: name, facts: roles.words), at: second) { database in
            if !roles.contains(.admin), try StaffRow.isLastAdmin(name, database) { throw AccountRefusal.lastAdmin }
            try database.execute(sql: "UPDATE staff SET roles = ? WHERE name = ?", arguments: [roles.words, name])
        }
    }

    /// Gives a person a new password and a new secret for codes; what was locked is open again.
    public func resetStaff(
        _ name: String, password: Password, by caller: Caller, at second: UInt64
    ) throws -> CodeSecret {
        let secret = CodeSecret()
        let sealed = Data(fields.seal(secret.bytes, place: AccountBook.place(name)))
        let hash = PasswordHash(password).text
        try change(name, AuditLine(caller, "staff-reset", subject: name), at: second) { database in
            try database.execute(
                sql: """
                    UPDATE staff SET password = ?, code_sealed = ?, last_step = NULL, failures = 0, locked_until = 0,
                        disabled = NULL WHERE name = ?
                    """, arguments: [hash, sealed, name])
        }
        return secret
    }

    /// Lets a person in no more.
    public func disableStaff(_ name: String, by caller: Caller, at second: UInt64) throws {
        try change(name, AuditLine(caller, "staff-disable", subject: name), at: second) { database in
            if try StaffRow.isLastAdmin(name, database) { throw AccountRefusal.lastAdmin }
            try database.execute(
                sql: "UPDATE staff SET disabled = ? WHERE name = ?", arguments: [Int64(second), name])
        }
    }

    private func change(
        _ name: String, _ line: AuditLine, at second: UInt64, _ body: (Database) throws -> Void
    ) throws {
        try database.writing { database in
            guard try StaffRow.find(name, database) != nil else { throw AccountRefusal.unknownName(name) }
            try body(database)
            try database.execute(sql: "DELETE FROM sessions WHERE name = ?", arguments: [name])
            try AuditEntry.append(line, at: second, database)
        }
    }

    /// Everybody, by name.
    public func staff() throws -> [StaffMember] {
        try database.reading { database in
            try StaffRow.all(database).map {
                StaffMember(name: $0.name, roles: $0.roles, isDisabled: $0.isDisabled)
            }
        }
    }

    /// Adds a machine; its token is told once and kept as a digest.
    public func addMachine(
        _ name: String, roles: Set<StaffRole>, expiry: UInt64, by caller: Caller, at second: UInt64
    ) throws -> String {
        try AccountBook.check(name: name)
        guard !roles.contains(.approver) else { throw AccountRefusal.machineApprover }
        guard expiry > second else { throw AccountRefusal.badExpiry }
        let token = BearerToken.new()
        try database.writing { database in
            let isTaken = try Row.fetchOne(database, sql: "SELECT 1 FROM machines WHERE name = ?", arguments: [name])
            guard isTaken == nil else { throw AccountRefusal.nameTaken(name) }
            try database.execute(
                sql: "INSERT INTO machines (name, roles, token, added, expiry) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, roles.words, BearerToken.digest(token), Int64(second), Int64(expiry)])
            try AuditEntry.append(
                AuditLine(caller, "machine-add", subject: name, facts: roles.words), at: second, database)
        }
        return token
    }

    /// Ends a machine's token.
    public func removeMachine(_ name: String, by caller: Caller, at second: UInt64) throws {
        try database.writing { database in
            try database.execute(
                sql: "UPDATE machines SET removed = ? WHERE name = ? AND removed IS NULL",
                arguments: [Int64(second), name])
            guard database.changesCount == 1 else { throw AccountRefusal.unknownName(name) }
            try AuditEntry.append(AuditLine(caller, "machine-remove", subject: name), at: second, database)
        }
    }

    /// Every machine, by name.
    public func machines() throws -> [Machine] {
        try database.reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM machines ORDER BY name").map { row in
                Machine(
                    name: row["name"], roles: StaffRole.roles(row["roles"]) ?? [],
                    expiry: UInt64(row["expiry"] as Int64), isRemoved: row["removed"] != nil)
            }
        }
    }
}

/// Tokens that are shown instead of a password.
enum BearerToken {
    /// Tells our tokens from others in logs and scanners.
    static let prefix = "dbx_"

    static func new() -> String { prefix + Base64URL.encode(Random.bytes(32)) }

    /// What is kept of a token.
    static func digest(_ token: String) -> Data { Data(SHA256.digest(Array(token.utf8)).bytes) }
}
