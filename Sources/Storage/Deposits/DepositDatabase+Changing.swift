internal import Foundation
internal import GRDB
internal import Releasing
internal import Sealing
internal import Signing

extension DepositDatabase {
    /// Most deposits of one grant that no block has named: a wallet deals again when something was wrong.
    public static let maxUnclaimed = 4

    /// Carries out changes in one transaction; returns what became of each when all of it is on disk.
    ///
    /// A deposit beyond the room is refused; the changes beside it are carried out.
    public func apply(_ changes: [DepositChange], room: StrongroomRoom) throws -> [DepositOutcome] {
        try writing { database, totals in
            var writer = DepositWriter(database: database, totals: totals, room: room, key: key, path: path)
            let outcomes = try changes.map { try writer.apply($0) }
            totals = writer.totals
            return outcomes
        }
    }
}

/// The changes of one transaction.
struct DepositWriter {
    let database: Database
    var totals: DepositTotals
    let room: StrongroomRoom
    let key: StorageKey
    let path: String

    mutating func apply(_ change: DepositChange) throws -> DepositOutcome {
        switch change {
        case .keep(let deposit, let leave, let received): try keep(deposit, leave, received)
        case .keepShares(let shares): try keep(shares)
        case .acknowledge(let manifest, let position, let word): try acknowledge(manifest, position, word)
        case .claim(let manifest): try claim(manifest)
        case .delete(let event, let manifest, let word): try delete(event, manifest, word)
        }
    }

    private mutating func keep(
        _ fitting: FittingDeposit, _ leave: [UInt8], _ received: UInt64
    ) throws -> DepositOutcome {
        let deposit = fitting.deposit
        let context = deposit.manifest.context
        if let row = try DepositRow.find(fitting.manifest, database, path) {
            return row.isLacking && !row.isCut ? try mend(row, deposit) : .held
        }
        let waiting = try DepositRow.all(
            "grant_id = ? AND NOT is_claimed", [Data(context.grant.bytes)], limit: DepositDatabase.maxUnclaimed,
            database, path)
        guard waiting.count < DepositDatabase.maxUnclaimed else { return .unclaimed(waiting.count) }
        let entries = deposit.parts.count
        let bytes = deposit.byteCount + entries * StoredPut.entryOverhead
        let usage = totals.byParty[context.party] ?? StrongroomTotals.Usage()
        if usage.entries + entries > room.memberEntries { return .overEntries(held: usage.entries) }
        if usage.bytes + bytes > room.memberBytes { return .overBytes(held: usage.bytes) }
        if totals.bytes + bytes > room.bytes { return .full(bytes: totals.bytes) }
        try database.cachedStatement(
            sql: """
                INSERT INTO deposits (manifest, grant_id, party, leave, expiry, received, is_claimed, is_cut,
                is_lacking, entries, bytes, quorum) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?)
                """
        ).execute(arguments: [
            Data(fitting.manifest.bytes), Data(context.grant.bytes), context.party, Data(leave),
            Int64(deposit.manifest.expiry), Int64(received), deposit.manifest.quorum,
        ])
        guard let row = try DepositRow.find(fitting.manifest, database, path) else { return .absent }
        totals.count(row)
        return try mend(row, deposit)
    }

    /// Writes the parts that are not there.
    private mutating func mend(_ row: DepositRow, _ deposit: Deposit) throws -> DepositOutcome {
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO parts (deposit, tag, digest, is_manifest, bytes) VALUES (?, ?, ?, ?, ?)")
        var after = row
        for part in deposit.parts {
            let bytes = deposit[part]
            try insert.execute(arguments: [
                row.number, Data(part.tag(deposit.manifest).bytes), Data(deposit.manifest[part].bytes),
                part == .manifest, Data(bytes),
            ])
            guard database.changesCount > 0 else { continue }
            after.entries += 1
            after.bytes += bytes.count + StoredPut.entryOverhead
        }
        after.isLacking = false
        try change(row, to: after)
        return .kept
    }

    private mutating func change(_ row: DepositRow, to after: DepositRow) throws {
        guard row != after else { return }
        try after.update(database)
        totals.change(row, to: after)
    }

    private func keep(_ shares: OwnShares) throws -> DepositOutcome {
        guard let row = try DepositRow.find(shares.manifest, database, path) else { return .absent }
        // After an event only what is left of the first shares may be held.
        let select = try database.cachedStatement(sql: "SELECT 1 FROM shares WHERE deposit = ?")
        if try Row.fetchOne(select, arguments: [row.number]) != nil { return .held }
        if row.isCut { return .absent }
        try write(shares, row)
        return .kept
    }

    private func write(_ shares: OwnShares, _ row: DepositRow) throws {
        let sealed = key.seal(shares.encoded, at: DepositDatabase.place(row.manifest))
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO shares VALUES (?, ?)")
            .execute(arguments: [row.number, Data(sealed)])
    }

    private func acknowledge(_ manifest: Digest, _ position: Position, _ word: [UInt8]) throws -> DepositOutcome {
        guard let row = try DepositRow.find(manifest, database, path) else { return .absent }
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO acknowledgements VALUES (?, ?, ?)")
            .execute(arguments: [row.number, position.value, Data(word)])
        return database.changesCount > 0 ? .kept : .held
    }

    private mutating func claim(_ manifest: Digest) throws -> DepositOutcome {
        guard let row = try DepositRow.find(manifest, database, path) else { return .absent }
        guard !row.isClaimed else { return .held }
        var after = row
        after.isClaimed = true
        try change(row, to: after)
        return .kept
    }
}

extension DepositWriter {
    mutating func delete(_ event: DepositEvent, _ digest: Digest, _ word: [UInt8]?) throws -> DepositOutcome {
        guard let row = try DepositRow.find(digest, database, path) else { return .absent }
        if let word { try keep(word, event, row) }
        if event == .forgotten {
            try row.remove(database)
            totals.count(row, -1)
            return .kept
        }
        guard let manifest = try manifest(of: row) else { return .absent }
        let deletions = manifest.deletions(at: event)
        var after = row
        after.isCut = true
        let remove = try database.cachedStatement(sql: "DELETE FROM parts WHERE deposit = ? AND tag = ?")
        let size = try database.cachedStatement(sql: "SELECT length(bytes) FROM parts WHERE deposit = ? AND tag = ?")
        for part in deletions.parts {
            let name: StatementArguments = [row.number, Data(part.tag(manifest).bytes)]
            guard let bytes = try Int.fetchOne(size, arguments: name) else { continue }
            try remove.execute(arguments: name)
            after.entries -= 1
            after.bytes -= bytes + StoredPut.entryOverhead
        }
        let isLess = try delete(deletions.shares, row)
        guard after != row || isLess else { return .held }
        try change(row, to: after)
        return .kept
    }

    /// True when some of the node's own shares are gone by it.
    private func delete(_ indices: [SecretIndex], _ row: DepositRow) throws -> Bool {
        let select = try database.cachedStatement(sql: "SELECT sealed FROM shares WHERE deposit = ?")
        guard let sealed = try Data.fetchOne(select, arguments: [row.number]) else { return false }
        var shares = try DepositDatabase.open(Array(sealed), of: row.manifest, by: key, path)
        let count = shares.indices.count
        shares.delete(indices)
        guard shares.indices.count < count else { return false }
        if shares.indices.isEmpty {
            try database.cachedStatement(sql: "DELETE FROM shares WHERE deposit = ?").execute(arguments: [row.number])
        } else {
            try write(shares, row)
        }
        return true
    }

    private func keep(_ word: [UInt8], _ event: DepositEvent, _ row: DepositRow) throws {
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO deletions VALUES (?, ?, ?, ?)")
            .execute(arguments: [Data(row.manifest.bytes), Data(word), Int64(event.code), Int64(row.expiry)])
    }

    private func manifest(of row: DepositRow) throws -> DepositManifest? {
        let select = try database.cachedStatement(sql: "SELECT bytes FROM parts WHERE deposit = ? AND is_manifest")
        return try Data.fetchOne(select, arguments: [row.number]).flatMap { try? DepositManifest(decoding: Array($0)) }
    }
}
