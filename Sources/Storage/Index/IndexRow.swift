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

    func number(_ column: Int) throws -> UInt64 {
        guard let value = Int64.fromDatabaseValue(row[column]), value >= 0 else { throw damage(column) }
        return UInt64(value)
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        guard let value = Data.fromDatabaseValue(row[column]) else { throw damage(column) }
        return Array(value)
    }

    func text(_ column: Int) throws -> String {
        guard let value = String.fromDatabaseValue(row[column]) else { throw damage(column) }
        return value
    }

    func digest(_ column: Int) throws -> Digest {
        guard let digest = Digest(try bytes(column)) else { throw damage(column) }
        return digest
    }

    func height(_ column: Int) throws -> Height {
        let value = try number(column)
        guard value <= Height.limit else { throw damage(column) }
        return Height(value)
    }

    func leaf(_ column: Int) throws -> LeafIndex {
        let value = try number(column)
        guard value <= LeafIndex.limit else { throw damage(column) }
        return LeafIndex(value)
    }

    /// Throws unless this column holds the checksum of the row.
    func check(_ column: Int, _ sum: Int64) throws {
        guard try number(column) == UInt64(sum) else { throw damage(column) }
    }

    private func damage(_ column: Int) -> StorageDamage {
        let columns = Array(row.columnNames)
        return IndexDatabase.damage(path, "a row is not what was written (at \(columns[column]) of \(columns))")
    }
}
