internal import Foundation
internal import GRDB
internal import Ledger
internal import Signing

/// One row as SQLite gave it: every value is checked for its type before it is used.
struct IndexRow {
    private let row: Row
    private let path: String

    init(_ row: Row, _ path: String) {
        self.row = row
        self.path = path
    }

    private func number(_ column: Int) throws -> UInt64 {
        guard let value = Int64.fromDatabaseValue(row[column]), value >= 0 else { throw damage(column) }
        return UInt64(value)
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        guard let value = Data.fromDatabaseValue(row[column]) else { throw damage(column) }
        return Array(value)
    }

    private func text(_ column: Int) throws -> String {
        guard let value = String.fromDatabaseValue(row[column]) else { throw damage(column) }
        return value
    }

    private func digest(_ column: Int) throws -> Digest {
        guard let digest = Digest(try bytes(column)) else { throw damage(column) }
        return digest
    }

    /// Nil where nothing stands.
    private func optionalDigest(_ column: Int) throws -> Digest? {
        guard row.hasNull(atIndex: column) else { return try digest(column) }
        return nil
    }

    private func height(_ column: Int) throws -> Height {
        let value = try number(column)
        guard value <= Height.limit else { throw damage(column) }
        return Height(value)
    }

    private func leaf(_ column: Int) throws -> LeafIndex {
        let value = try number(column)
        guard value <= LeafIndex.limit else { throw damage(column) }
        return LeafIndex(value)
    }

    /// Throws unless this column holds the checksum of the row.
    private func check(_ column: Int, _ sum: Int64) throws {
        guard try number(column) == UInt64(sum) else { throw damage(column) }
    }

    private func damage(_ column: Int) -> StorageDamage {
        let columns = Array(row.columnNames)
        return IndexDatabase.damage(path, "a row is not what was written (at \(columns[column]) of \(columns))")
    }
}

/// The rows of each table, in the order of its columns, checked against their checksums.
extension IndexRow {
    func block() throws -> IndexedBlock {
        let block = IndexedBlock(
            height: try height(0), firstIndex: try leaf(1), sealIndex: try leaf(2), time: try number(3),
            id: BlockID(try digest(4)))
        try check(5, IndexSum.block(block))
        return block
    }

    func statement() throws -> IndexedStatement {
        let id = StatementID(try digest(0))
        let statement = IndexedStatement(leaf: try leaf(1), height: try height(2))
        try check(3, IndexSum.statement(id, leaf: statement.leaf, height: statement.height))
        return statement
    }

    func manifest() throws -> IndexedManifest {
        let manifest = IndexedManifest(
            leaf: try leaf(0), count: try number(1), issuer: try text(2), type: try text(3))
        try check(4, IndexSum.manifest(manifest))
        return manifest
    }

    func depositAct() throws -> IndexedDepositAct {
        guard let kind = IndexedDepositAct.Kind(rawValue: try number(3)) else { throw damage(3) }
        let act = IndexedDepositAct(
            grant: try digest(0), height: try height(1), kind: kind, manifest: try optionalDigest(4),
            party: try text(5), scene: try text(6))
        try check(7, IndexSum.depositAct(act, position: try number(2)))
        return act
    }

    func stateEntry() throws -> (key: StateKey, value: [UInt8]) {
        guard let kind = UInt8(exactly: try number(0)) else { throw damage(0) }
        let (key, value) = (try bytes(1), try bytes(2))
        try check(3, IndexSum.state(kind, key, value))
        return (StateKey(kind: kind, key: key), value)
    }

    func replayMark() throws -> ReplayMark {
        let mark = ReplayMark(minute: try number(1), id: StatementID(try digest(2)))
        try check(3, IndexSum.replay(mark))
        return mark
    }
}
