internal import Foundation
internal import GRDB
public import Ledger
public import Signing

extension IndexDatabase {
    /// The last block recorded; nil in an empty index.
    public func head() throws -> IndexedBlock? { try reading(head) }

    func head(_ database: Database) throws -> IndexedBlock? {
        try block(database, "ORDER BY height DESC LIMIT 1", [])
    }

    /// The block of a height.
    public func block(height: Height) throws -> IndexedBlock? {
        try reading { try block($0, "WHERE height = ?", [Int64(height.value)]) }
    }

    /// The block that a leaf belongs to.
    public func block(containing leaf: LeafIndex) throws -> IndexedBlock? {
        let asked: StatementArguments = [Int64(leaf.value)]
        let found = try reading { database in
            try block(database, "WHERE first_index <= ? ORDER BY first_index DESC LIMIT 1", asked)
        }
        return found.flatMap { leaf <= $0.sealIndex ? $0 : nil }
    }

    /// Where a statement stands; nil when no block that was recorded has it.
    public func statement(_ id: StatementID) throws -> IndexedStatement? {
        try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT id, leaf_index, height, sum FROM statements WHERE id = ?")
            let row = try Row.fetchOne(select, arguments: [Data(id.digest.bytes)])
            return try row.map { try IndexRow($0, path).statement() }
        }
    }

    /// For each of these statements whether a block that was recorded has it.
    public func contains(_ ids: [StatementID]) throws -> [Bool] {
        guard !ids.isEmpty else { return [] }
        return try reading { database in
            let select = try database.cachedStatement(sql: "SELECT 1 FROM statements WHERE id = ?")
            return try ids.map { try Row.fetchOne(select, arguments: [Data($0.digest.bytes)]) != nil }
        }
    }

    /// The manifest at a leaf, or the one whose records a leaf is among.
    public func manifest(covering leaf: LeafIndex) throws -> IndexedManifest? {
        let found = try reading { database -> IndexedManifest? in
            let select = try database.cachedStatement(
                sql: """
                    SELECT leaf_index, count, issuer, type, sum FROM manifests
                    WHERE leaf_index <= ? ORDER BY leaf_index DESC LIMIT 1
                    """)
            let row = try Row.fetchOne(select, arguments: [Int64(leaf.value)])
            return try row.map { try IndexRow($0, path).manifest() }
        }
        return found.flatMap { leaf.value - $0.leaf.value <= $0.count ? $0 : nil }
    }

    /// What acts have done with the deposits of a grant, in their order; empty when none was ever named.
    public func depositActs(of grant: Digest) throws -> [IndexedDepositAct] {
        try depositActs("WHERE grant_id = ? ORDER BY height, position", [Data(grant.bytes)])
    }

    /// The same for all grants in the blocks from a height through another.
    public func depositActs(from first: Height, through last: Height) throws -> [IndexedDepositAct] {
        try depositActs(
            "WHERE height BETWEEN ? AND ? ORDER BY height, position", [Int64(first.value), Int64(last.value)])
    }

    private func depositActs(
        _ condition: String, _ arguments: StatementArguments
    ) throws -> [IndexedDepositAct] {
        try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT grant_id, height, position, kind, manifest, party, scene, sum FROM deposit_acts "
                    + condition)
            return try Row.fetchAll(select, arguments: arguments).map { try IndexRow($0, path).depositAct() }
        }
    }

    /// Every entry of the state after the last block recorded. The caller compares the root over them.
    public func state() throws -> [(key: StateKey, value: [UInt8])] {
        var found: [(key: StateKey, value: [UInt8])] = []
        try eachRow(of: "state") { row in found.append(try row.stateEntry()) }
        return found
    }

    /// Every replay mark, in the order in which blocks took them.
    public func replayMarks() throws -> [ReplayMark] {
        var found: [ReplayMark] = []
        try eachRow(of: "replay") { row in found.append(try row.replayMark()) }
        return found
    }

    /// Reads the whole file: its structure by SQLite's own check, and the checksum of every row.
    ///
    /// A single question meets only the rows that answer it; one that is not found because its key was altered
    /// shows here alone.
    public func check() throws {
        let found = try reading { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
        guard found == ["ok"] else { throw IndexDatabase.damage(path, found.joined(separator: "; ")) }
        try eachRow(of: "blocks") { row in _ = try row.block() }
        try eachRow(of: "statements") { row in _ = try row.statement() }
        try eachRow(of: "manifests") { row in _ = try row.manifest() }
        try eachRow(of: "state") { row in _ = try row.stateEntry() }
        try eachRow(of: "replay") { row in _ = try row.replayMark() }
        try eachRow(of: "deposit_acts") { row in _ = try row.depositAct() }
    }

    private func block(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> IndexedBlock? {
        let select = try database.cachedStatement(
            sql: "SELECT height, first_index, seal_index, time_ms, block_id, sum FROM blocks " + condition)
        return try Row.fetchOne(select, arguments: arguments).map { try IndexRow($0, path).block() }
    }

    /// Every row of a table, in the order of its key.
    private func eachRow(of table: String, _ body: (IndexRow) throws -> Void) throws {
        try reading { database in
            let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \(table)")
            while let row = try cursor.next() { try body(IndexRow(row, path)) }
        }
    }
}
