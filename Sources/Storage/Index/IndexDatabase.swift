internal import GRDB
public import Signing
internal import Synchronization

/// What can be found fast: an index in SQLite over the log, never the truth. All of it is rebuilt from the leaves.
///
/// Each row carries a checksum, so a row that was altered on disk is an error when it is read, never an answer.
/// Reads run beside the one writer.
public struct IndexDatabase: Sendable {
    let path: String
    let pool: DatabasePool
    private let latch: LatchBox

    /// Makes an empty index; refuses when the file exists.
    public static func create(at path: String, ledger genesis: Digest) throws -> IndexDatabase {
        let place = FilePlace(path)
        guard try !place.directory.contains(place.name) else { throw StorageRefusal.exists(path: path) }
        return try prepare(path, genesis, isNew: true)
    }

    /// Opens an index that is there; refuses that of another ledger.
    public static func open(at path: String, ledger genesis: Digest) throws -> IndexDatabase {
        let place = FilePlace(path)
        guard try place.directory.contains(place.name) else { throw IndexDatabase.damage(path, "is missing") }
        return try prepare(path, genesis, isNew: false)
    }

    /// Removes the index, whatever its state, and makes an empty one in its place.
    public static func erase(at path: String, ledger genesis: Digest) throws -> IndexDatabase {
        let place = FilePlace(path)
        for name in [place.name, place.name + "-wal", place.name + "-shm"]
        where try place.directory.contains(name) { try place.directory.remove(name) }
        try place.directory.sync()
        return try create(at: path, ledger: genesis)
    }

    private static func prepare(_ path: String, _ genesis: Digest, isNew: Bool) throws -> IndexDatabase {
        try IndexDatabase.translating(path) {
            let pool = try DatabasePool(path: path, configuration: IndexSchema.configuration)
            try pool.write { database in try IndexSchema.checkMark(database, path, isNew: isNew) }
            try IndexSchema.migrator.migrate(pool)
            try pool.write { database in try IndexSchema.checkLedger(database, genesis, path, isNew: isNew) }
            try FilePlace(path).directory.sync()
            return IndexDatabase(path: path, pool: pool)
        }
    }

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
        latch = LatchBox(store: path)
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try IndexDatabase.translating(path) { try pool.read(body) }
    }

    /// One transaction; a failure of the disk is final.
    func writing(_ body: (Database) throws -> Void) throws {
        try latch.latch.withLock { latch in
            try latch.check()
            do {
                try IndexDatabase.translating(path) { try pool.write(body) }
            } catch let refusal as StorageRefusal {
                throw refusal
            } catch {
                latch.trip(error)
                throw error
            }
        }
    }

    static func damage(_ path: String, _ fact: String) -> StorageDamage {
        StorageDamage(
            file: path, place: .wholeFile, fact: fact,
            nextStep:
                "Run `deedbox ledger verify --rebuild-index`: nothing is lost, for this index is made anew "
                + "from the leaves."
        )
    }

    /// Turns SQLite's errors into ours: damage that a rebuild mends, or a failure of the disk.
    private static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL:
                throw SystemError.failure("SQLite", path, SystemError.noSpace)
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM:
                throw StorageFailure(
                    file: path, operation: "SQLite", number: SystemError.ioError,
                    reason: error.message ?? error.resultCode.description)
            default:
                throw damage(path, "SQLite says: \(error.message ?? error.resultCode.description)")
            }
        }
    }
}

/// The latch of a store that is passed by value.
private final class LatchBox: Sendable {
    let latch: Mutex<FailureLatch>

    init(store: String) { latch = Mutex(FailureLatch(store: store)) }
}
