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
                sql: "SELECT leaf_index, height, sum FROM statements WHERE id = ?")
            guard let row = try Row.fetchOne(select, arguments: [Data(id.digest.bytes)]) else { return nil }
            let values = IndexRow(row, path)
            let found = IndexedStatement(leaf: try values.leaf(0), height: try values.height(1))
            try values.check(2, IndexSum.statement(id, leaf: found.leaf, height: found.height))
            return found
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
            guard let row = try Row.fetchOne(select, arguments: [Int64(leaf.value)]) else { return nil }
            let values = IndexRow(row, path)
            let found = IndexedManifest(
                leaf: try values.leaf(0), count: try values.number(1), issuer: try values.text(2),
                type: try values.text(3))
            try values.check(4, IndexSum.manifest(found))
            return found
        }
        return found.flatMap { leaf.value - $0.leaf.value <= $0.count ? $0 : nil }
    }

    /// Every entry of the state after the last block recorded. The caller compares the root over them.
    public func state() throws -> [(key: StateKey, value: [UInt8])] {
        try rows("SELECT kind, key, value, sum FROM state ORDER BY kind, key") { values in
            let kind = try values.number(0)
            let key = try values.bytes(1)
            let value = try values.bytes(2)
            try values.check(3, IndexSum.state(UInt8(truncatingIfNeeded: kind), key, value))
            return (StateKey(kind: UInt8(truncatingIfNeeded: kind), key: key), value)
        }
    }

    /// Every replay mark, in the order in which blocks took them.
    public func replayMarks() throws -> [ReplayMark] {
        try rows("SELECT minute, id, sum FROM replay ORDER BY position") { values in
            let mark = ReplayMark(minute: try values.number(0), id: StatementID(try values.digest(1)))
            try values.check(2, IndexSum.replay(mark))
            return mark
        }
    }

    private func block(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> IndexedBlock? {
        let select = try database.cachedStatement(
            sql: "SELECT height, first_index, seal_index, time_ms, block_id, sum FROM blocks " + condition)
        guard let row = try Row.fetchOne(select, arguments: arguments) else { return nil }
        let values = IndexRow(row, path)
        let found = IndexedBlock(
            height: try values.height(0), firstIndex: try values.leaf(1), sealIndex: try values.leaf(2),
            time: try values.number(3), id: BlockID(try values.digest(4)))
        try values.check(5, IndexSum.block(found))
        return found
    }

    private func rows<Value>(_ sql: String, _ read: (IndexRow) throws -> Value) throws -> [Value] {
        try reading { database in
            var found: [Value] = []
            let cursor = try Row.fetchCursor(database, sql: sql)
            while let row = try cursor.next() { found.append(try read(IndexRow(row, path))) }
            return found
        }
    }
}
