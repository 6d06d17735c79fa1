internal import Foundation
internal import GRDB
internal import Signing

/// An entry that lies under a tag.
struct EntryRow {
    let tag: Digest
    let entry: Int64
    let digest: Digest
    let size: Int
    let eraser: Digest
    let isLacking: Bool

    init?(_ row: Row) {
        guard let tag = Digest(row[0] as Data), let digest = Digest(row[2] as Data),
            let eraser = Digest(row[4] as Data)
        else { return nil }
        self.tag = tag
        entry = row[1]
        self.digest = digest
        size = row[3]
        self.eraser = eraser
        isLacking = row[5]
    }

    static let columns = "tag, entry, digest, size, eraser, is_lacking"
}

extension StrongroomWriter {
    /// Erases what lies under a tag and has this secret's digest as its eraser.
    mutating func erase(_ tag: Digest, _ secret: Digest) throws -> StrongroomOutcome {
        let rows = try rows(under: tag)
        let eraser = SHA256.digest(secret.bytes)
        let meant = rows.filter { $0.eraser == eraser }
        for row in meant { try erase(row, .secret(secret)) }
        if meant.isEmpty, !rows.isEmpty { return .wrongEraser }
        return .erased(meant.count, absent: meant.isEmpty ? 1 : 0)
    }

    mutating func erase(_ id: StatementID, _ position: Int, _ secret: Digest) throws -> StrongroomOutcome {
        guard let put = try PutRow.find(id, database, path), (0..<put.count).contains(position),
            let row = try row(put.entry(position))
        else { return .erased(0, absent: 1) }
        guard row.eraser == SHA256.digest(secret.bytes) else { return .wrongEraser }
        try erase(row, .secret(secret))
        return .erased(1, absent: 0)
    }

    mutating func delete(
        _ owner: String, _ names: [StoredName], _ id: StatementID, _ statement: [UInt8]
    ) throws -> StrongroomOutcome {
        var count = 0
        var latest: UInt64 = 0
        for name in names {
            for row in try rows(under: name.tag) where row.digest == name.digest {
                guard let put = try PutRow.find(row.entry >> 12, database, path), put.owner == owner else { continue }
                try erase(row, .deletion(id))
                latest = max(latest, put.expiry)
                count += 1
            }
        }
        if count > 0 {
            try database.cachedStatement(sql: "INSERT OR IGNORE INTO deletions VALUES (?, ?, ?)")
                .execute(arguments: [Data(id.digest.bytes), Data(statement), Int64(latest)])
            try database.cachedStatement(sql: "UPDATE deletions SET expiry = max(expiry, ?) WHERE id = ?")
                .execute(arguments: [Int64(latest), Data(id.digest.bytes)])
        }
        return .erased(count, absent: max(0, names.count - count))
    }

    private mutating func erase(_ row: EntryRow, _ proof: ErasureProof) throws {
        guard let put = try PutRow.find(row.entry >> 12, database, path) else { return }
        try database.cachedStatement(sql: "DELETE FROM entries WHERE tag = ? AND entry = ?")
            .execute(arguments: [Data(row.tag.bytes), row.entry])
        try database.cachedStatement(sql: "DELETE FROM bodies WHERE entry = ?").execute(arguments: [row.entry])
        let (secret, deletion): (Data?, Data?) =
            switch proof {
            case .secret(let secret): (Data(secret.bytes), nil)
            case .deletion(let id): (nil, Data(id.digest.bytes))
            }
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO erasures VALUES (?, ?, ?)")
            .execute(arguments: [row.entry, secret, deletion])
        var after = put
        after.liveCount -= 1
        after.liveBytes -= row.size
        if row.isLacking { after.lacking -= 1 }
        after.fingerprint.mix(.fingerprint(put.id, erased: Int(row.entry & 0xfff)))
        try after.update(database)
        totals.change(put, to: after)
    }

    private func rows(under tag: Digest) throws -> [EntryRow] {
        let select = try database.cachedStatement(sql: "SELECT \(EntryRow.columns) FROM entries WHERE tag = ?")
        return try Row.fetchAll(select, arguments: [Data(tag.bytes)]).compactMap(EntryRow.init)
    }

    private func row(_ entry: Int64) throws -> EntryRow? {
        let select = try database.cachedStatement(sql: "SELECT \(EntryRow.columns) FROM entries WHERE entry = ?")
        return try Row.fetchOne(select, arguments: [entry]).flatMap(EntryRow.init)
    }
}
