internal import Foundation
internal import GRDB
public import Signing
internal import Synchronization

extension DepositDatabase {
    private static let removedAtOnce = 64

    /// Removes deposits that have expired, and words of deletions with them, some at a time; true when there may be
    /// more.
    public func expire(at second: UInt64) throws -> Bool {
        try remove("expiry <= ?", second) { database in
            try database.execute(sql: "DELETE FROM deletions WHERE expiry <= ?", arguments: [Int64(second)])
        }
    }

    /// Removes deposits that came before a second and that no block has named since, some at a time; true when there
    /// may be more. Those of `except` are still asked for.
    public func dropUnclaimed(before second: UInt64, except kept: Set<Digest> = []) throws -> Bool {
        try remove("received < ? AND NOT is_claimed", second, except: kept)
    }

    private func remove(
        _ condition: String, _ second: UInt64, except kept: Set<Digest> = [],
        and more: (Database) throws -> Void = { _ in }
    ) throws -> Bool {
        let limit = DepositDatabase.removedAtOnce + kept.count
        let arguments: StatementArguments = [Int64(second)]
        let isThere = try reading { database in
            try DepositRow.all(condition, arguments, limit: limit, database, path).contains {
                !kept.contains($0.manifest)
            }
        }
        guard isThere else { return false }
        return try writing { database, totals in
            let rows = try DepositRow.all(condition, arguments, limit: limit, database, path)
            for row in rows where !kept.contains(row.manifest) {
                try row.remove(database)
                totals.count(row, -1)
            }
            try more(database)
            return rows.count == limit
        }
    }

    /// Moves what was written from the journal into the file, and cuts the journal, which may hold deleted parts still;
    /// gives free space back to the disk.
    public func settle() throws {
        guard isUnsettled.withLock({ $0 }) else { return }
        try latch.withLock { latch in
            try latch.check()
            try StrongroomDatabase.translating(path) {
                do {
                    try pool.writeWithoutTransaction { database in
                        let cursor = try Row.fetchCursor(database, sql: "PRAGMA incremental_vacuum(1024)")
                        while try cursor.next() != nil {}
                        _ = try database.checkpoint(.truncate)
                    }
                    isUnsettled.withLock { $0 = false }
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                    // Somebody reads just now: the next time will do.
                    return
                }
            }
        }
    }

    /// Compares the parts of the next deposit behind a number with their digests; gives its number, nil behind the
    /// last. What is damaged is noted, so that the deposit is fetched from other nodes.
    public func scrub(after number: Int64) throws -> (number: Int64, damaged: Int)? {
        var damaged: [Digest] = []
        let next = try reading { database -> DepositRow? in
            guard let row = try DepositRow.all("number > ?", [number], limit: 1, database, path).first else {
                return nil
            }
            let cursor = try Row.fetchCursor(
                database, sql: "SELECT tag, digest, is_manifest, bytes FROM parts WHERE deposit = ?",
                arguments: [row.number])
            while let part = try cursor.next() {
                let bytes = Array(part[3] as Data)
                // A manifest's own digest in the list is that of its bytes, too.
                guard SHA256.digest(bytes).bytes != Array(part[1] as Data) else { continue }
                if let tag = Digest(part[0] as Data) { damaged.append(tag) }
            }
            return row
        }
        guard let next else { return nil }
        for tag in damaged { try noteDamage(of: next.manifest, .tag(tag)) }
        return (next.number, damaged.count)
    }

    /// A part that is not what it was.
    enum DamagedPart {
        case manifest
        case tag(Digest)
    }

    /// Throws a damaged part away, and notes that the deposit lacks it.
    func noteDamage(of manifest: Digest, _ part: DamagedPart) throws {
        try writing { database, totals in
            guard let row = try DepositRow.find(manifest, database, path) else { return }
            let (condition, name): (String, StatementArguments) =
                switch part {
                case .manifest: ("deposit = ? AND is_manifest", [row.number])
                case .tag(let tag): ("deposit = ? AND tag = ?", [row.number, Data(tag.bytes)])
                }
            guard
                let bytes = try Int.fetchOne(
                    database, sql: "SELECT length(bytes) FROM parts WHERE \(condition)", arguments: name)
            else { return }
            try database.execute(sql: "DELETE FROM parts WHERE \(condition)", arguments: name)
            var after = row
            after.isLacking = true
            after.entries -= 1
            after.bytes -= bytes + StoredPut.entryOverhead
            try after.update(database)
            totals.change(row, to: after)
        }
    }
}
