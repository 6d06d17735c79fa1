internal import Foundation
internal import GRDB
public import Signing

/// Everything that the desk must not forget, in SQLite. What names a person lies under the desk's storage key.
///
/// Each named write is one transaction and keeps the invariants; reads run beside the writer, and other processes
/// may have the file open too.
public struct IssuingDatabase: Sendable {
    let path: String
    let pool: DatabasePool

    /// Makes an empty database for the desk of a ledger; refuses when the file exists.
    public static func create(at path: String, ledger genesis: Digest) throws -> IssuingDatabase {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw DeskFailure(file: path, fact: "is there already, and is not overwritten")
        }
        let database = try open(path, isNew: true)
        try database.writing { try IssuingDatabase.set("genesis", Data(genesis.bytes), $0) }
        return database
    }

    /// Opens a database that is there; refuses that of another ledger.
    public static func open(at path: String, ledger genesis: Digest) throws -> IssuingDatabase {
        guard FileManager.default.fileExists(atPath: path) else {
            throw DeskFailure(file: path, fact: "is missing")
        }
        let database = try open(path, isNew: false)
        let found = try database.reading { try IssuingDatabase.value("genesis", $0) }
        guard found == Data(genesis.bytes) else {
            throw DeskFailure(file: path, fact: "belongs to the desk of another ledger")
        }
        return database
    }

    private static func open(_ path: String, isNew: Bool) throws -> IssuingDatabase {
        do {
            let pool = try DatabasePool(path: path, configuration: IssuingSchema.configuration)
            try pool.write { try IssuingSchema.checkMark($0, path, isNew: isNew) }
            try IssuingSchema.migrator.migrate(pool)
            return IssuingDatabase(path: path, pool: pool)
        } catch let error as DatabaseError {
            throw DeskFailure(file: path, fact: "SQLite says: \(error.message ?? error.resultCode.description)")
        }
    }

    /// Looks without changing anything.
    func reading<Value>(_ body: (Database) throws -> Value) throws -> Value { try pool.read(body) }

    /// One transaction: all of it or nothing.
    @discardableResult
    func writing<Value>(_ body: (Database) throws -> Value) throws -> Value { try pool.write(body) }

    /// A copy of the whole database as of one moment, beside running work; refuses when the file exists.
    public func copy(to path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw DeskFailure(file: path, fact: "is there already, and is not overwritten")
        }
        let target = try DatabaseQueue(path: path)
        try pool.backup(to: target)
        try target.close()
    }
}

/// Single values that the desk keeps.
extension IssuingDatabase {
    static func value(_ key: String, _ database: Database) throws -> Data? {
        try Data.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }

    static func set(_ key: String, _ value: Data, _ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [key, value])
    }
}

/// What SQLite and UInt64 have in common: 0 to 2^63 - 1, far above any count or time.
extension UInt64 {
    var stored: Int64 {
        precondition(self <= UInt64(Int64.max), "\(self) does not fit the database")
        return Int64(self)
    }

    init(stored value: Int64) {
        precondition(value >= 0, "a stored number is negative")
        self = UInt64(value)
    }
}
