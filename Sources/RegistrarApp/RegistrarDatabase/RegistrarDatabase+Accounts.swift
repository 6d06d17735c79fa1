internal import Foundation
internal import GRDB
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// An account as the registrar keeps it.
struct StoredAccount: Sendable {
    let id: AccountID
    let identity: Digest
    let root: MailboxRoot
    /// The signed binding in force.
    let binding: [UInt8]
    let backup: String?
}

/// A binding with what is stored beside it.
struct NewBinding: Sendable {
    let signed: [UInt8]
    let binding: WalletBinding
    let root: [UInt8]
    let backup: String?

    var digest: Digest { SHA256.digest(signed) }
    /// What tells its holder key from all others.
    var holder: Digest { binding.holderKey.thumbprint }
}

extension RegistrarDatabase {
    /// The blind index of an identity: found by it, guessed by nobody without the storage key.
    func index(_ number: IdentityNumber) -> Digest { storage.index(Array(number.text.utf8), of: "identity") }

    /// The account of an identity; nil when there is none.
    func account(of identity: Digest) throws -> StoredAccount? {
        try pool.read { try account(of: identity, $0) }
    }

    func account(of identity: Digest, _ connection: Database) throws -> StoredAccount? {
        let row = try Row.fetchOne(
            connection, cached: "SELECT id, root, binding, backup FROM accounts WHERE identity = ?",
            [Data(identity.bytes)])
        return try row.map { try stored($0, identity) }
    }

    /// The account of an id.
    func account(_ id: AccountID) throws -> StoredAccount? {
        try pool.read { connection in
            let row = try Row.fetchOne(
                connection, cached: "SELECT id, root, binding, backup, identity FROM accounts WHERE id = ?",
                [Data(id.bytes)])
            return try row.map { try stored($0, Digest(Array($0["identity"] as Data)) ?? .zero) }
        }
    }

    func stored(_ row: Row, _ identity: Digest) throws -> StoredAccount {
        guard let id = AccountID(Array(row["id"] as Data)),
            let root = MailboxRoot(try storage.open(Array(row["root"] as Data), at: "accounts/root/\(id)"))
        else { throw RegistrarError.wrongStorageKey }
        let backup: String? = try (row["backup"] as Data?).map {
            String(decoding: try storage.open(Array($0), at: "accounts/backup/\(id)"), as: UTF8.self)
        }
        return StoredAccount(
            id: id, identity: identity, root: root, binding: Array(row["binding"] as Data), backup: backup)
    }

    /// Opens an account; refuses a second one of the identity, and a key that another binding had.
    func open(_ new: NewBinding, of identity: Digest, _ claim: IdentityClaim, at time: UInt64) throws {
        let id = new.binding.account
        let person: JSONValue = .object(["name": .string(claim.name), "number": .string(claim.number)])
        try pool.write { connection in
            if try account(of: identity, connection) != nil { throw RegistrarProblem.accountExists }
            try add(new, connection)
            try connection.execute(
                sql: """
                    INSERT INTO accounts (id, identity, person, root, binding, digest, backup, opened)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Data(id.bytes), Data(identity.bytes),
                    Data(storage.seal(Array(person.compact.utf8), at: "accounts/person/\(id)")), sealedRoot(new),
                    Data(new.signed), Data(new.digest.bytes), sealedBackup(new), Int64(clamping: time),
                ])
            try log(.opened, detail(new), at: time, connection)
        }
    }

    /// Puts another binding in the place of an account's; whatever waited is over.
    func bind(_ new: NewBinding, at time: UInt64) throws {
        try pool.write { try bind(new, at: time, $0) }
    }

    private func bind(_ new: NewBinding, at time: UInt64, _ connection: Database) throws {
        let id = Data(new.binding.account.bytes)
        try connection.execute(sql: "DELETE FROM waiting WHERE account = ?", arguments: [id])
        try connection.execute(sql: "DELETE FROM rebindings WHERE account = ?", arguments: [id])
        try connection.execute(sql: "INSERT INTO rebindings (account) VALUES (?)", arguments: [id])
        try add(new, connection)
        try connection.execute(
            sql: """
                UPDATE accounts SET root = ?, binding = ?, digest = ?, backup = coalesce(?, backup), notices = 0
                WHERE id = ?
                """,
            arguments: [sealedRoot(new), Data(new.signed), Data(new.digest.bytes), sealedBackup(new), id])
        try log(.rebound, detail(new), at: time, connection)
    }

    /// Adds a binding that is in force from now on.
    private func add(_ new: NewBinding, _ connection: Database) throws {
        if try isUsed(new.holder, by: new.binding.account, connection) { throw RegistrarProblem.keyUsedBefore }
        try connection.execute(
            sql: "INSERT INTO bindings (digest, account, serial, holder, salt, binding) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                Data(new.digest.bytes), Data(new.binding.account.bytes), Int64(clamping: new.binding.serial),
                Data(new.holder.bytes), Data(Random.bytes(32)), Data(new.signed),
            ])
    }

    /// True when a binding has or had that holder key, or one that waits for another account does.
    private func isUsed(_ holder: Digest, by account: AccountID, _ connection: Database) throws -> Bool {
        try Bool.fetchOne(
            connection,
            sql: """
                SELECT EXISTS (SELECT 1 FROM bindings WHERE holder = ?)
                    OR EXISTS (SELECT 1 FROM waiting WHERE holder = ? AND account <> ?)
                """,
            arguments: [Data(holder.bytes), Data(holder.bytes), Data(account.bytes)]) ?? true
    }

    private func sealedRoot(_ new: NewBinding) -> Data {
        Data(storage.seal(new.root, at: "accounts/root/\(new.binding.account)"))
    }

    private func sealedBackup(_ new: NewBinding) -> Data? {
        new.backup.map { Data(storage.seal(Array($0.utf8), at: "accounts/backup/\(new.binding.account)")) }
    }

    private func detail(_ new: NewBinding) -> JSONObject {
        [
            "account": .string(new.binding.account.description),
            "serial": .integer(Int64(clamping: new.binding.serial)), "binding": .string(new.digest.hex),
        ]
    }
}

/// What waits.
extension RegistrarDatabase {
    /// The binding that waits for an account, and from when on it is in force.
    func waiting(_ account: AccountID) throws -> (new: NewBinding, effective: UInt64)? {
        try pool.read { connection in
            try Row.fetchOne(
                connection, cached: "SELECT * FROM waiting WHERE account = ?", [Data(account.bytes)]
            ).map(waiting)
        }
    }

    private func waiting(_ row: Row) throws -> (new: NewBinding, effective: UInt64) {
        let signed = Array(row["binding"] as Data)
        let statement = try Statement(decoding: signed)
        let binding = try WalletBinding(decoding: statement.payload)
        let root = try storage.open(Array(row["root"] as Data), at: "accounts/root/\(binding.account)")
        let backup: String? = try (row["backup"] as Data?).map {
            String(decoding: try storage.open(Array($0), at: "accounts/backup/\(binding.account)"), as: UTF8.self)
        }
        return (
            NewBinding(signed: signed, binding: binding, root: root, backup: backup),
            UInt64(clamping: row["effective"] as Int64)
        )
    }

    /// Lets a binding wait; refuses when another one does. The notice to the old mailbox goes out with it.
    func wait(_ new: NewBinding, until effective: UInt64, notice: SealedNotice, at time: UInt64) throws {
        let id = Data(new.binding.account.bytes)
        try pool.write { connection in
            if try isUsed(new.holder, by: new.binding.account, connection) { throw RegistrarProblem.keyUsedBefore }
            let isWaiting = try Bool.fetchOne(
                connection, sql: "SELECT EXISTS (SELECT 1 FROM waiting WHERE account = ?)", arguments: [id])
            if isWaiting ?? true { throw RegistrarProblem.rebindingWaits }
            try connection.execute(
                sql: """
                    INSERT INTO waiting (account, root, binding, digest, holder, backup, effective)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, sealedRoot(new), Data(new.signed), Data(new.digest.bytes), Data(new.holder.bytes),
                    sealedBackup(new), Int64(clamping: effective),
                ])
            try connection.execute(sql: "UPDATE accounts SET notices = notices + 1 WHERE id = ?", arguments: [id])
            try connection.execute(
                sql: "INSERT INTO notices (tag, eraser, body, expiry) VALUES (?, ?, ?, ?)",
                arguments: [
                    Data(notice.tag.bytes), Data(notice.eraser.bytes), Data(notice.body),
                    Int64(clamping: notice.expiry),
                ])
            try log(.rebindingWaits, detail(new), at: time, connection)
        }
    }

    /// The number of the next notice to an account's mailbox.
    func nextNotice(_ account: AccountID) throws -> UInt64 {
        try pool.read { connection in
            let count = try Int64.fetchOne(
                connection, sql: "SELECT notices FROM accounts WHERE id = ?", arguments: [Data(account.bytes)])
            return UInt64(clamping: count ?? 0)
        }
    }

    /// Ends what waits for an account.
    func veto(_ veto: Veto, at time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "DELETE FROM waiting WHERE account = ? AND digest = ?",
                arguments: [Data(veto.account.bytes), Data(veto.binding.bytes)])
            guard connection.changesCount == 1 else { throw RegistrarProblem.nothingWaits }
            try log(
                .vetoed,
                ["account": .string(veto.account.description), "binding": .string(veto.binding.hex)], at: time,
                connection)
        }
    }

    /// Puts in force what has waited long enough; returns how many.
    func bindDue(at time: UInt64) throws -> Int {
        try pool.write { connection in
            let rows = try Row.fetchAll(
                connection, sql: "SELECT * FROM waiting WHERE effective <= ?", arguments: [Int64(clamping: time)])
            for row in rows { try bind(try waiting(row).new, at: time, connection) }
            return rows.count
        }
    }
}

extension Row {
    /// One row of a statement that is prepared once.
    static func fetchOne(_ connection: Database, cached sql: String, _ arguments: [Data]) throws -> Row? {
        let statement = try connection.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: StatementArguments(arguments))
    }
}
