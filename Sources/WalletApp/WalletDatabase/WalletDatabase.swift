internal import Foundation
internal import GRDB
public import Signing

/// What a wallet keeps, in SQLite: documents, notices, and how far each mailbox was read.
///
/// It is the truth, unlike a node's index: what was erased from the strongroom stands only here. So every write is
/// synced, and whatever tells of a person is sealed under the wallet's own key before it is written.
public struct WalletDatabase: Sendable {
    let path: String
    private let pool: DatabasePool

    /// Makes an empty database; refuses when the file exists.
    public static func create(at path: String, ledger genesis: Digest) throws -> WalletDatabase {
        guard !FileManager.default.fileExists(atPath: path) else { throw WalletFailure.exists(path) }
        return try prepare(path, genesis, isNew: true)
    }

    /// Opens a database that is there; refuses that of another ledger.
    public static func open(at path: String, ledger genesis: Digest) throws -> WalletDatabase {
        guard FileManager.default.fileExists(atPath: path) else { throw WalletFailure.missing(path) }
        return try prepare(path, genesis, isNew: false)
    }

    private static func prepare(_ path: String, _ genesis: Digest, isNew: Bool) throws -> WalletDatabase {
        try keepFromOthers(path, isNew: isNew)
        return try translating(path) {
            let pool = try DatabasePool(path: path, configuration: WalletSchema.configuration)
            try pool.write { database in try WalletSchema.checkMark(database, path, isNew: isNew) }
            try WalletSchema.migrator.migrate(pool)
            try pool.write { database in try WalletSchema.checkLedger(database, genesis, path, isNew: isNew) }
            return WalletDatabase(path: path, pool: pool)
        }
    }

    /// The file is its owner's alone before SQLite writes into it; SQLite gives the log and the index beside it the
    /// same mode.
    private static func keepFromOthers(_ path: String, isNew: Bool) throws {
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        if isNew {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: mode) else {
                throw WalletFailure.file(path, reason: "it cannot be made")
            }
            return
        }
        // Those beside it may go at any moment, with the last process that has the wallet open.
        for file in [path, path + "-wal", path + "-shm"] {
            try? FileManager.default.setAttributes(mode, ofItemAtPath: file)
        }
    }

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try WalletDatabase.translating(path) { try pool.read(body) }
    }

    /// One transaction, durable when this returns.
    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try WalletDatabase.translating(path) { try pool.write(body) }
    }

    /// Turns SQLite's errors into ours, which name the file.
    private static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DatabaseError {
            throw WalletFailure.database(path, reason: error.message ?? error.resultCode.description)
        }
    }
}
