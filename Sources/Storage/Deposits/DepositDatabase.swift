internal import Foundation
internal import GRDB
public import Sealing
public import Signing
internal import Synchronization

/// The deposits of grants on disk, beside the strongroom: each part under its tag, and apart from them the node's own
/// opened shares, under a key of the node.
///
/// Each part is compared with its digest when it is read. Reads run beside the one writer. A disk that is full refuses
/// a change and nothing else; any other failed write ends the store until the next start, and never the node.
public final class DepositDatabase: Sendable {
    let path: String
    let pool: DatabasePool
    let key: StorageKey
    let latch: Mutex<FailureLatch>
    let counted: Mutex<DepositTotals>
    /// The journal holds what the file does not.
    let isUnsettled = Mutex(true)

    /// What is held now.
    public var totals: DepositTotals { counted.withLock { $0 } }

    /// What was found when the file was opened.
    public struct Opening: Sendable {
        public let database: DepositDatabase
        /// A file that held no deposits any more, put aside: the others give what was there.
        public let setAside: StorageDamage?
        /// The node's own shares were sealed under another key, and are gone: they are opened anew from what is sealed.
        public let lostShares: Bool
    }

    /// Opens the deposits in a folder, and makes folder and file when they are missing. `key` seals the node's own
    /// shares.
    public static func open(in directory: String, ledger genesis: Digest, key: StorageKey) throws -> Opening {
        let place = FilePlace(directory)
        if try !place.directory.contains(place.name) {
            try Directory(directory).create()
            try place.directory.sync()
        }
        do { return try prepare(directory, genesis, key, nil) } catch let damage as StorageDamage {
            try putAside(in: Directory(directory))
            return try prepare(directory, genesis, key, damage)
        }
    }

    private static let name = "deposits.sqlite"

    private static func prepare(
        _ directory: String, _ genesis: Digest, _ key: StorageKey, _ aside: StorageDamage?
    ) throws -> Opening {
        let path = Directory(directory).path(of: name)
        let isNew = try !Directory(directory).contains(name)
        return try StrongroomDatabase.translating(path) {
            let pool = try DatabasePool(path: path, configuration: StrongroomSchema.configuration(label: "deposits"))
            try pool.write { database in try DepositSchema.checkMark(database, path, isNew: isNew) }
            try DepositSchema.migrator.migrate(pool)
            let isKnown = try pool.write { database in
                try DepositSchema.checkLedger(database, genesis, path)
                return try DepositSchema.checkKey(database, key)
            }
            try Directory(directory).sync()
            let totals = try pool.read { try DepositRow.totals($0, path) }
            let database = DepositDatabase(path, pool, key, totals)
            return Opening(database: database, setAside: aside, lostShares: !isKnown)
        }
    }

    /// The damaged file is kept for whoever wants to look, one of them at most.
    private static func putAside(in directory: Directory) throws {
        for suffix in ["", "-wal", "-shm"] where try directory.contains(name + suffix) {
            try directory.rename(name + suffix, to: name + ".damaged" + suffix)
        }
        try directory.sync()
    }

    private init(_ path: String, _ pool: DatabasePool, _ key: StorageKey, _ totals: DepositTotals) {
        self.path = path
        self.pool = pool
        self.key = key
        latch = Mutex(FailureLatch(store: path))
        counted = Mutex(totals)
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try StrongroomDatabase.translating(path) { try pool.read(body) }
    }

    /// One transaction; `body` changes a copy of the totals, which counts once all is durable.
    func writing<Result: Sendable>(_ body: (Database, inout DepositTotals) throws -> Result) throws -> Result {
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

    /// Bytes that the file's disk has left.
    public func freeBytes() throws -> UInt64 { try FilePlace(path).directory.freeBytes() }
}
