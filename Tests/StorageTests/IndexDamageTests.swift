import Ledger
import Signing
import Storage
import Testing

@Suite struct IndexDamageTests {
    private let directory: ScratchDirectory
    private var path: String { directory.file("index.sqlite") }
    private static let blocks = (0..<UInt64(12)).map { BlockIndexing.sample(height: $0, statements: 20) }

    init() throws {
        directory = try ScratchDirectory()
        do {
            let index = try IndexDatabase.create(at: path, ledger: .zero)
            for block in IndexDamageTests.blocks { try index.record(block) }
        }
    }

    @Test func `a flipped bit is never a wrong row, and a row that went missing shows in the check`() throws {
        let whole = try sound()
        for offset in Bytes.sample(whole.count, count: 200) {
            try restore(whole)
            try Bytes.flip(path, at: offset)
            do {
                let index = try IndexDatabase.open(at: path, ledger: .zero)
                let missing = try missing(index, "flipped at \(offset)")
                if missing > 0 {
                    #expect(throws: StorageDamage.self, "flipped at \(offset)") { try index.check() }
                }
            } catch let damage as StorageDamage {
                #expect(damage.file == path)
                #expect(damage.description.contains("ledger verify"))
            } catch let refusal as StorageRefusal {
                #expect(refusal == .otherLedger(path: path), "flipped at \(offset)")
            }
        }
    }

    @Test func `a file cut at any length is damage`() throws {
        let whole = try sound()
        for length in Bytes.sample(whole.count, count: 60) where length > 0 && length < whole.count {
            try restore(Array(whole.prefix(length)))
            #expect(throws: StorageDamage.self, "cut to \(length)") {
                let index = try IndexDatabase.open(at: path, ledger: .zero)
                try index.check()
            }
        }
    }

    @Test func `a lost or cut write-ahead log brings the index back to an earlier block`() throws {
        let index = try IndexDatabase.open(at: path, ledger: .zero)
        try index.record(.sample(height: 12, statements: 20))
        let copy = try directory.copy()
        let log = try Bytes.read(copy.file("index.sqlite-wal"))
        for length in Bytes.sample(log.count, count: 20) {
            try Bytes.write(Array(log.prefix(length)), to: copy.file("index.sqlite-wal"))
            try? ScratchDirectory.unlink(copy.file("index.sqlite-shm"))
            let again = try IndexDatabase.open(at: copy.file("index.sqlite"), ledger: .zero)
            let head = try #require(try again.head())
            #expect(head.height.value <= 12)
            #expect(head == BlockIndexing.sample(height: head.height.value, statements: 20).block)
            try again.check()
            try Bytes.write(Bytes.read(path), to: copy.file("index.sqlite"))
        }
        withExtendedLifetime(index) {}
    }

    /// The bytes of the file when all of it is in there.
    private func sound() throws -> [UInt8] {
        #expect(try ScratchDirectory.names(in: directory.path).contains("index.sqlite-wal") == false)
        return try Bytes.read(path)
    }

    private func restore(_ bytes: [UInt8]) throws {
        for name in ["index.sqlite-wal", "index.sqlite-shm"] { try? ScratchDirectory.unlink(directory.file(name)) }
        try Bytes.write(bytes, to: path)
    }

    /// How many rows are not found; rows that are found must be right.
    private func missing(_ index: IndexDatabase, _ what: Comment) throws -> Int {
        var missing = 0
        func compare<Row: Equatable>(_ found: Row?, _ expected: Row?) {
            if found == nil, expected != nil { missing += 1 } else { #expect(found == expected, what) }
        }
        var state: [StateKey: [UInt8]] = [:]
        for block in IndexDamageTests.blocks {
            compare(try index.block(height: block.block.height), block.block)
            compare(try index.block(containing: block.block.sealIndex), block.block)
            compare(try index.manifest(covering: block.manifests[0].leaf.next), block.manifests[0])
            let act = block.depositActs[0]
            compare(try index.depositActs(of: act.grant).first { $0.height == act.height }, act)
            for (id, leaf) in block.statements {
                compare(try index.statement(id), IndexedStatement(leaf: leaf, height: block.block.height))
            }
            for (key, value) in block.stateChanges { state[key] = value }
        }
        let found = try index.state()
        for (key, value) in found { compare(value, state[key] ?? []) }
        missing += state.count - found.count
        missing += 40 - (try index.replayMarks().count)
        return missing
    }
}
