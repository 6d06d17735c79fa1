internal import Foundation
internal import GRDB
internal import Signing

extension StrongroomDatabase {
    /// Carries out changes in one transaction; returns what became of each when all of it is on disk.
    ///
    /// A put beyond the room is refused; the changes beside it are carried out.
    public func apply(_ changes: [StrongroomChange], room: StrongroomRoom) throws -> [StrongroomOutcome] {
        try writing { database, totals in
            var writer = StrongroomWriter(database: database, totals: totals, room: room, path: path)
            let outcomes = try changes.map { try writer.apply($0) }
            totals = writer.totals
            return outcomes
        }
    }
}

/// The changes of one transaction.
struct StrongroomWriter {
    let database: Database
    var totals: StrongroomTotals
    let room: StrongroomRoom
    let path: String

    mutating func apply(_ change: StrongroomChange) throws -> StrongroomOutcome {
        switch change {
        case .keep(let put, let isNew): try keep(put, isNew: isNew)
        case .erase(let tag, let secret): try erase(tag, secret)
        case .eraseAt(let id, let position, let secret): try erase(id, position, secret)
        case .delete(let owner, let names, let id, let statement): try delete(owner, names, id, statement)
        }
    }

    private mutating func keep(_ put: StoredPut, isNew: Bool) throws -> StrongroomOutcome {
        if let row = try PutRow.find(put.id, database, path) {
            guard row.lacking > 0 else { return .held }
            return try mend(row, put) ? .kept : .held
        }
        if isNew, let position = try takenPosition(put.entries) { return .tagTaken(position: position) }
        let bytes = put.entries.reduce(0) { $0 + $1.size + StoredPut.entryOverhead }
        let usage = totals.byOwner[put.owner] ?? StrongroomTotals.Usage()
        if usage.entries + put.entries.count > room.memberEntries { return .overEntries(held: usage.entries) }
        if usage.bytes + bytes > room.memberBytes { return .overBytes(held: usage.bytes) }
        if totals.bytes + bytes > room.bytes { return .full(bytes: totals.bytes) }
        try insert(put)
        return .kept
    }

    /// The first entry under whose tag lies another body. The same one may be put again, by another signature.
    private func takenPosition(_ entries: [StoredEntry]) throws -> Int? {
        let select = try database.cachedStatement(
            sql: "SELECT 1 FROM entries WHERE tag = ? AND digest <> ? LIMIT 1")
        return try entries.firstIndex { entry in
            try Row.fetchOne(select, arguments: [Data(entry.tag.bytes), Data(entry.digest.bytes)]) != nil
        }
    }

    private mutating func insert(_ put: StoredPut) throws {
        let lacking = put.bodies.count { $0 == nil }
        let fingerprint = Digest.fingerprint(put.id)
        let bytes = put.entries.reduce(0) { $0 + $1.size }
        try database.cachedStatement(
            sql: """
                INSERT INTO puts (id, owner, expiry, day, count, live_count, live_bytes, lacking, fingerprint)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Data(put.id.digest.bytes), put.owner, Int64(put.expiry), Int64(put.day), put.entries.count,
            put.entries.count, bytes, lacking, Data(fingerprint.bytes),
        ])
        let row = PutRow(
            number: database.lastInsertedRowID, id: put.id, owner: put.owner, expiry: put.expiry,
            count: put.entries.count, liveCount: put.entries.count, liveBytes: bytes, lacking: lacking,
            fingerprint: fingerprint)
        try database.cachedStatement(sql: "INSERT INTO lists VALUES (?, ?, ?)")
            .execute(arguments: [row.number, Data(put.statement), Data(put.listing)])
        try insertEntries(of: put, row)
        totals.count(row)
    }

    private func insertEntries(of put: StoredPut, _ row: PutRow) throws {
        let entries = try database.cachedStatement(sql: "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)")
        let bodies = try database.cachedStatement(sql: "INSERT INTO bodies VALUES (?, ?)")
        for (position, (entry, body)) in zip(put.entries, put.bodies).enumerated() {
            try entries.execute(arguments: [
                Data(entry.tag.bytes), row.entry(position), Data(entry.digest.bytes), entry.size, Int64(put.expiry),
                Data(entry.eraser.bytes), body == nil,
            ])
            if let body { try bodies.execute(arguments: [row.entry(position), Data(body)]) }
        }
    }

    /// Puts bodies in the place of those that are missing; false when it brings none of them.
    private mutating func mend(_ row: PutRow, _ put: StoredPut) throws -> Bool {
        let lacking = try Int64.fetchAll(
            database, sql: "SELECT entry FROM entries WHERE entry BETWEEN ? AND ? AND is_lacking",
            arguments: [row.entry(0), row.entry(StoredPut.maxEntries - 1)])
        let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO bodies VALUES (?, ?)")
        let note = try database.cachedStatement(sql: "UPDATE entries SET is_lacking = 0 WHERE tag = ? AND entry = ?")
        var after = row
        for entry in lacking {
            let position = Int(entry & 0xfff)
            guard put.bodies.indices.contains(position), let body = put.bodies[position] else { continue }
            try insert.execute(arguments: [entry, Data(body)])
            try note.execute(arguments: [Data(put.entries[position].tag.bytes), entry])
            after.lacking -= 1
        }
        guard after != row else { return false }
        try after.update(database)
        totals.change(row, to: after)
        return true
    }
}
