internal import Foundation
internal import GRDB
internal import Ledger
internal import Signing

extension IndexDatabase {
    /// Records a block, all or nothing; refuses one that does not follow the last one recorded.
    public func record(_ block: BlockIndexing) throws {
        try writing { database in
            try checkNext(block.block, database)
            try insert(block.block, database)
            try insertStatements(of: block, database)
            try insertManifests(of: block, database)
            try insertDepositActs(of: block, database)
            try changeState(block, database)
            try changeReplay(block, database)
        }
    }

    private func checkNext(_ block: IndexedBlock, _ database: Database) throws {
        guard let last = try head(database) else { return }
        let height = last.height.next
        let first = last.sealIndex.next
        guard block.height == height, block.firstIndex == first else {
            throw StorageRefusal.notNext(
                height: block.height.value, firstIndex: block.firstIndex.value, expectedHeight: height.value,
                expectedIndex: first.value)
        }
    }

    private func insert(_ block: IndexedBlock, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            integer(block.height.value), integer(block.firstIndex.value), integer(block.sealIndex.value),
            integer(block.time), Data(block.id.digest.bytes), IndexSum.block(block),
        ])
    }

    private func insertStatements(of block: BlockIndexing, _ database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO statements VALUES (?, ?, ?, ?)")
        for (id, leaf) in block.statements.sorted(by: { $0.id < $1.id }) {
            try insert.execute(arguments: [
                Data(id.digest.bytes), integer(leaf.value), integer(block.block.height.value),
                IndexSum.statement(id, leaf: leaf, height: block.block.height),
            ])
        }
    }

    private func insertManifests(of block: BlockIndexing, _ database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO manifests VALUES (?, ?, ?, ?, ?)")
        for manifest in block.manifests {
            try insert.execute(arguments: [
                integer(manifest.leaf.value), integer(manifest.count), manifest.issuer, manifest.type,
                IndexSum.manifest(manifest),
            ])
        }
    }

    /// The end of a grant is written down only when a deposit was named for it.
    private func insertDepositActs(of block: BlockIndexing, _ database: Database) throws {
        guard !block.depositActs.isEmpty else { return }
        let known = try database.cachedStatement(sql: "SELECT 1 FROM deposit_acts WHERE grant_id = ? LIMIT 1")
        let insert = try database.cachedStatement(sql: "INSERT INTO deposit_acts VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, act) in block.depositActs.enumerated() {
            let grant = Data(act.grant.bytes)
            guard try act.kind == .granted || Row.fetchOne(known, arguments: [grant]) != nil else { continue }
            try insert.execute(arguments: [
                grant, integer(act.height.value), Int64(position), integer(act.kind.rawValue),
                act.manifest.map { Data($0.bytes) }, act.party, act.scene,
                IndexSum.depositAct(act, position: UInt64(position)),
            ])
        }
    }

    private func changeState(_ block: BlockIndexing, _ database: Database) throws {
        let put = try database.cachedStatement(sql: "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)")
        let remove = try database.cachedStatement(sql: "DELETE FROM state WHERE kind = ? AND key = ?")
        for (key, value) in block.stateChanges {
            if let value {
                try put.execute(arguments: [
                    Int64(key.kind), Data(key.key), Data(value), IndexSum.state(key.kind, key.key, value),
                ])
            } else {
                try remove.execute(arguments: [Int64(key.kind), Data(key.key)])
            }
        }
    }

    private func changeReplay(_ block: BlockIndexing, _ database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT INTO replay (minute, id, sum) VALUES (?, ?, ?)")
        for mark in block.replayAdded {
            try insert.execute(arguments: [
                integer(mark.minute), Data(mark.id.digest.bytes), IndexSum.replay(mark),
            ])
        }
        try database.cachedStatement(sql: "DELETE FROM replay WHERE minute < ?")
            .execute(arguments: [integer(block.replayDroppedBefore)])
    }

    /// SQLite's integers end at 2^63; heights, indices and times are far below.
    private func integer(_ value: UInt64) -> Int64 {
        precondition(value <= UInt64(Int64.max), "\(value) does not fit the index")
        return Int64(value)
    }
}
