internal import Foundation
internal import GRDB

/// A person as the file keeps one.
struct StaffRow {
    let name: String
    let roles: Set<StaffRole>
    let password: PasswordHash
    let codeSealed: [UInt8]
    let lastStep: UInt64?
    let lockout: Lockout
    let isDisabled: Bool

    static func find(_ name: String, _ database: Database) throws -> StaffRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM staff WHERE name = ?", arguments: [name]).map(StaffRow.init)
    }

    static func all(_ database: Database) throws -> [StaffRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM staff ORDER BY name").map(StaffRow.init)
    }

    private init(_ row: Row) {
        name = row["name"]
        roles = StaffRole.roles(row["roles"]) ?? []
        password = PasswordHash(stored: row["password"])
        codeSealed = Array(row["code_sealed"] as Data)
        lastStep = (row["last_step"] as Int64?).map { UInt64($0) }
        lockout = Lockout(
            failures: UInt64(row["failures"] as Int64), until: UInt64(row["locked_until"] as Int64))
        isDisabled = row["disabled"] != nil
    }

    /// True when this person alone is an admin who can sign in.
    static func isLastAdmin(_ name: String, _ database: Database) throws -> Bool {
        let admins = try all(database).filter { $0.roles.contains(.admin) && !$0.isDisabled }
        return admins.map(\.name) == [name]
    }
}
