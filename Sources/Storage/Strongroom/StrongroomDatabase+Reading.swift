internal import Foundation
internal import GRDB
public import Signing

extension StrongroomDatabase {
    /// One body in a bucket.
    public struct Listed: Hashable, Sendable {
        public let tag: Digest
        public let digest: Digest
        public let size: Int
        /// POSIX seconds.
        public let expiry: UInt64
    }

    /// What has a tag from `first` on, or behind `after`, up to `last`, and has not expired: in the order of tags.
    public func list(
        from first: Digest, through last: Digest, after: Digest?, now second: UInt64, limit: Int
    ) throws -> [Listed] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT tag, digest, size, expiry FROM entries
                    WHERE tag >= ? AND tag > ? AND tag <= ? AND expiry > ? ORDER BY tag, entry LIMIT ?
                    """,
                arguments: [
                    Data(first.bytes), after.map { Data($0.bytes) } ?? Data(), Data(last.bytes), Int64(second), limit,
                ])
            return try rows.map { row in
                guard let tag = Digest(row[0] as Data), let digest = Digest(row[1] as Data) else {
                    throw StrongroomDatabase.damage(path, "holds an entry whose tag is none")
                }
                return Listed(tag: tag, digest: digest, size: row[2], expiry: UInt64(row[3] as Int64))
            }
        }
    }

    /// What came of asking for a body.
    public enum Found: Hashable, Sendable {
        case body([UInt8])
        /// It belongs here, and is damaged or not here yet: its put's id.
        case lacking(StatementID)
    }

    /// What lies under a tag and has not expired, in the order of arrival.
    public func bodies(under tag: Digest, now second: UInt64) throws -> [Found] {
        try find("tag = ? AND expiry > ?", [Data(tag.bytes), Int64(second)])
    }

    /// The body with a digest, under whatever tag; nil when it is not known here.
    public func body(_ digest: Digest, now second: UInt64) throws -> Found? {
        let found = try find("digest = ? AND expiry > ?", [Data(digest.bytes), Int64(second)])
        return found.first { if case .body = $0 { true } else { false } } ?? found.first
    }

    /// True when the body with a digest is held.
    public func holds(_ digest: Digest, now second: UInt64) throws -> Bool {
        try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT 1 FROM entries WHERE digest = ? AND expiry > ? AND NOT is_lacking LIMIT 1")
            return try Row.fetchOne(select, arguments: [Data(digest.bytes), Int64(second)]) != nil
        }
    }

    /// The erasers of what lies under a tag.
    public func erasers(under tag: Digest) throws -> [Digest] {
        try reading { database in
            let select = try database.cachedStatement(sql: "SELECT eraser FROM entries WHERE tag = ?")
            return try Data.fetchAll(select, arguments: [Data(tag.bytes)]).compactMap { Digest($0) }
        }
    }

    private func find(_ condition: String, _ arguments: StatementArguments) throws -> [Found] {
        var damaged: [Int64] = []
        let found = try reading { database in
            let select = try database.cachedStatement(
                sql: """
                    SELECT puts.id, entries.digest, bodies.bytes, entries.entry FROM entries
                    JOIN puts ON puts.number = entries.entry >> 12 LEFT JOIN bodies ON bodies.entry = entries.entry
                    WHERE \(condition.replacing("expiry", with: "entries.expiry")) ORDER BY entries.entry
                    """)
            return try Row.fetchAll(select, arguments: arguments).map { row -> Found in
                guard let id = Digest(row[0] as Data), let digest = Digest(row[1] as Data) else {
                    throw StrongroomDatabase.damage(path, "holds an entry whose digest is none")
                }
                guard let bytes = (row[2] as Data?).map({ Array($0) }) else { return .lacking(StatementID(id)) }
                if SHA256.digest(bytes) == digest { return .body(bytes) }
                damaged.append(row[3])
                return .lacking(StatementID(id))
            }
        }
        if !damaged.isEmpty { try noteDamage(damaged) }
        return found
    }

    /// Whether a put is held, and what it lacks; nil when it is not.
    public func state(of id: StatementID) throws -> (fingerprint: Digest, lacking: Int)? {
        try reading { try PutRow.find(id, $0, path).map { ($0.fingerprint, $0.lacking) } }
    }

    /// What the owner of a put signed; nil when it is not held.
    public func statement(of id: StatementID) throws -> [UInt8]? {
        try reading { database in
            guard let row = try PutRow.find(id, database, path) else { return nil }
            let select = try database.cachedStatement(sql: "SELECT statement FROM lists WHERE put = ?")
            return try Data.fetchOne(select, arguments: [row.number]).map { Array($0) }
        }
    }

    /// A put with all that is left of it and the proofs for what is not; nil when it is not held.
    public func put(_ id: StatementID) throws -> PassedPut? {
        try reading { database in
            guard let row = try PutRow.find(id, database, path),
                let list = try Row.fetchOne(
                    database, sql: "SELECT statement, listing FROM lists WHERE put = ?", arguments: [row.number])
            else { return nil }
            let bounds: StatementArguments = [row.entry(0), row.entry(StoredPut.maxEntries - 1)]
            var bodies = [[UInt8]?](repeating: nil, count: row.count)
            let cursor = try Row.fetchCursor(
                database, sql: "SELECT entry, bytes FROM bodies WHERE entry BETWEEN ? AND ?", arguments: bounds)
            while let body = try cursor.next() {
                let position = Int((body[0] as Int64) & 0xfff)
                if bodies.indices.contains(position) { bodies[position] = Array(body[1] as Data) }
            }
            let erased = try erasures(bounds, database)
            let entries = [StoredEntry](
                repeating: StoredEntry(tag: .zero, digest: .zero, size: 0, eraser: .zero), count: row.count)
            return PassedPut(
                put: StoredPut(
                    id: row.id, owner: row.owner, expiry: row.expiry, statement: Array(list[0] as Data),
                    listing: Array(list[1] as Data), entries: entries, bodies: bodies),
                erased: erased, deletions: try deletions(erased, database))
        }
    }

    /// The proofs of what was erased from a put, without bodies; nil when it is not held.
    public func erasures(
        of id: StatementID
    ) throws -> (erased: [(position: Int, proof: ErasureProof)], deletions: [[UInt8]])? {
        try reading { database in
            guard let row = try PutRow.find(id, database, path) else { return nil }
            let erased = try erasures([row.entry(0), row.entry(StoredPut.maxEntries - 1)], database)
            return (erased, try deletions(erased, database))
        }
    }

    private func erasures(
        _ bounds: StatementArguments, _ database: Database
    ) throws -> [(position: Int, proof: ErasureProof)] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT entry, secret, deletion FROM erasures WHERE entry BETWEEN ? AND ? ORDER BY entry",
            arguments: bounds)
        return rows.compactMap { row in
            let position = Int((row[0] as Int64) & 0xfff)
            if let secret = (row[1] as Data?).flatMap({ Digest($0) }) { return (position, .secret(secret)) }
            return (row[2] as Data?).flatMap { Digest($0) }.map { (position, .deletion(StatementID($0))) }
        }
    }

    private func deletions(
        _ erased: [(position: Int, proof: ErasureProof)], _ database: Database
    ) throws -> [[UInt8]] {
        var ids: Set<StatementID> = []
        for case (_, .deletion(let id)) in erased { ids.insert(id) }
        let select = try database.cachedStatement(sql: "SELECT statement FROM deletions WHERE id = ?")
        return try ids.sorted().compactMap { id in
            try Data.fetchOne(select, arguments: [Data(id.digest.bytes)]).map { Array($0) }
        }
    }
}
