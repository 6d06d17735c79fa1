internal import Foundation
internal import GRDB
public import Signing
internal import Synchronization

/// Sealed bodies on disk, with the lists that their owners signed: SQLite, each group of changes one transaction and
/// one sync.
///
/// Each body is compared with its digest when it is read. Reads run beside the one writer. A disk that is full refuses
/// a change and nothing else; any other failed write ends the store until the next start, and never the node.
public final class StrongroomDatabase: Sendable {
    let path: String
    let pool: DatabasePool
    let latch: Mutex<FailureLatch>
    let counted: Mutex<StrongroomTotals>
    /// The journal holds what the file does not.
    let isUnsettled = Mutex(true)

    /// What is held now.
    public var totals: StrongroomTotals { counted.withLock { $0 } }

    /// Opens the strongroom in a folder; makes folder and file when they are missing, for then the others give what was
    /// there. A file that is no strongroom any more is put aside, and told in `setAside`.
    public static func open(
        in directory: String, ledger genesis: Digest
    ) throws -> (database: StrongroomDatabase, setAside: StorageDamage?) {
        let place = FilePlace(directory)
        if try !place.directory.contains(place.name) {
            try Directory(directory).create()
            try place.directory.sync()
        }
        do { return (try prepare(directory, genesis), nil) } catch let damage as StorageDamage {
            try putAside(in: Directory(directory))
            return (try prepare(directory, genesis), damage)
        }
    }

    private static let name = "strongroom.sqlite"

    private static func prepare(_ directory: String, _ genesis: Digest) throws -> StrongroomDatabase {
        let path = Directory(directory).path(of: name)
        let isNew = try !Directory(directory).contains(name)
        return try translating(path) {
            let pool = try DatabasePool(path: path, configuration: StrongroomSchema.configuration())
            try pool.write { database in try StrongroomSchema.checkMark(database, path, isNew: isNew) }
            try StrongroomSchema.migrator.migrate(pool)
            try pool.write { database in try StrongroomSchema.checkLedger(database, genesis, path, isNew: isNew) }
            try Directory(directory).sync()
            return StrongroomDatabase(path, pool, try pool.read { try PutRow.totals($0, path) })
        }
    }

    /// The damaged file is kept for whoever wants to look, one of them at most.
    private static func putAside(in directory: Directory) throws {
        for suffix in ["", "-wal", "-shm"] where try directory.contains(name + suffix) {
            try directory.rename(name + suffix, to: name + ".damaged" + suffix)
        }
        try directory.sync()
    }

    private init(_ path: String, _ pool: DatabasePool, _ totals: StrongroomTotals) {
        self.path = path
        self.pool = pool
        latch = Mutex(FailureLatch(store: path))
        counted = Mutex(totals)
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try StrongroomDatabase.translating(path) { try pool.read(body) }
    }

    /// One transaction; `body` changes a copy of the totals, which counts once all is durable.
    func writing<Result: Sendable>(_ body: (Database, inout StrongroomTotals) throws -> Result) throws -> Result {
        try latch.withLock { latch in
            try latch.check()
            do {
                var totals = self.totals
                let result = try StrongroomDatabase.translating(path) {
                    try pool.write { database in try body(database, &totals) }
                }
                counted.withLock { $0 = totals }
                isUnsettled.withLock { $0 = true }
                return result
            } catch let failure as StorageFailure where failure.isFull {
                throw failure
            } catch {
                latch.trip(error)
                throw error
            }
        }
    }

    static func damage(_ path: String, _ fact: String) -> StorageDamage {
        StorageDamage(
            file: path, place: .wholeFile, fact: fact,
            nextStep: "Start the node again: it puts the file aside and fetches what the other nodes hold.")
    }

    /// Turns SQLite's errors into ours: a full disk, another failure of it, or damage.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: throw SystemError.failure("SQLite", path, SystemError.noSpace)
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM:
                if try FilePlace(path).directory.freeBytes() < fullBelow {
                    throw SystemError.failure("SQLite", path, SystemError.noSpace)
                }
                throw StorageFailure(
                    file: path, operation: "SQLite", number: SystemError.ioError,
                    reason: error.message ?? error.resultCode.description)
            default: throw damage(path, "SQLite says: \(error.message ?? error.resultCode.description)")
            }
        }
    }

    /// With less than this an error of the disk is taken for a full one.
    private static let fullBelow: UInt64 = 1 << 20

    /// Bytes that the file's disk has left.
    public func freeBytes() throws -> UInt64 { try FilePlace(path).directory.freeBytes() }
}

extension StorageFailure {
    /// True when the disk, or what may be used of it, is full.
    public var isFull: Bool {
        [SystemError.noSpace, SystemError.overQuota, SystemError.fileTooBig].contains(number)
    }
}
