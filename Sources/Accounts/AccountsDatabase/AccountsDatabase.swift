internal import Foundation
internal import GRDB
internal import Signing

/// The file of the accounts.
struct AccountsDatabase: Sendable {
    let path: String
    private let pool: DatabasePool

    /// Makes an empty file, or opens the one that is there.
    init(_ path: String, isNew: Bool) throws {
        guard FileManager.default.fileExists(atPath: path) != isNew else {
            throw AccountFailure(file: path, fact: isNew ? "is there already, and is not overwritten" : "is missing")
        }
        self.path = path
        // Before SQLite writes into it: log and index beside it take the same mode.
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard !isNew || FileManager.default.createFile(atPath: path, contents: nil, attributes: mode) else {
            throw AccountFailure(file: path, fact: "cannot be made")
        }
        do {
            pool = try DatabasePool(path: path, configuration: AccountsSchema.configuration)
            try AccountsSchema.migrator.migrate(pool)
        } catch let error as DatabaseError {
            throw AccountFailure(file: path, fact: "SQLite says: \(error.message ?? error.resultCode.description)")
        }
    }

    func reading<Value>(_ body: (Database) throws -> Value) throws -> Value { try pool.read(body) }

    /// One transaction.
    @discardableResult
    func writing<Value>(_ body: (Database) throws -> Value) throws -> Value { try pool.write(body) }

    /// A copy of the whole file as of one moment.
    func copy(to path: String) throws {
        let target = try DatabaseQueue(path: path)
        try pool.backup(to: target)
        try target.close()
    }
}

/// The accounts' file cannot be used.
public struct AccountFailure: Error, CustomStringConvertible {
    public let file: String
    public let fact: String

    public var description: String { "\(file) \(fact)" }
}
