import Ledger
import Signing
import Storage
import Testing

extension BlockIndexing {
    /// A made-up block of `statements` + 1 leaves; heights from 0, each block as long as the one before.
    static func sample(height: UInt64, statements count: Int) -> BlockIndexing {
        let first = height * UInt64(count + 1)
        let ids = (0..<count).map { StatementID(Digest.leaf(Array("\(height)/\($0)".utf8))) }
        return BlockIndexing(
            block: IndexedBlock(
                height: Height(height), firstIndex: LeafIndex(first), sealIndex: LeafIndex(first + UInt64(count)),
                time: 1_700_000_000_000 + height, id: BlockID(Digest.leaf(Array("block \(height)".utf8)))),
            statements: ids.enumerated().map { (id: $1, leaf: LeafIndex(first + UInt64($0))) },
            manifests: [
                IndexedManifest(leaf: LeafIndex(first), count: UInt64(max(0, count - 2)), issuer: "示例局", type: "示例证")
            ],
            depositActs: depositActs(height: height),
            stateChanges: [
                (StateKey(kind: 3, key: [UInt8(height % 5)]), Array("value \(height)".utf8)),
                (StateKey(kind: 4, key: [UInt8(height % 3)]), height % 2 == 0 ? [UInt8(height % 256)] : nil),
            ],
            replayAdded: ids.map { ReplayMark(minute: height / 2, id: $0) },
            replayDroppedBefore: height / 2)
    }
}

extension BlockIndexing {
    /// Three grants in turn, each of which names a deposit and then, every three blocks, another; and one that ends and
    /// never named any.
    private static func depositActs(height: UInt64) -> [IndexedDepositAct] {
        let isFirst = height < 3
        return [
            IndexedDepositAct(
                grant: .leaf(Array("grant \(height % 3)".utf8)), height: Height(height),
                kind: isFirst ? .granted : .dealtAgain, manifest: .leaf(Array("manifest \(height)".utf8)),
                party: isFirst ? "bank" : "", scene: isFirst ? "LOAN" : ""),
            IndexedDepositAct(
                grant: .leaf(Array("other \(height)".utf8)), height: Height(height), kind: .closed),
        ]
    }
}

@Suite struct IndexDatabaseTests {
    private let directory: ScratchDirectory
    private let genesis = Digest.leaf([1])
    private var path: String { directory.file("index.sqlite") }

    init() throws { directory = try ScratchDirectory() }

    private func filled(blocks: UInt64 = 9, statements: Int = 6) throws -> IndexDatabase {
        let index = try IndexDatabase.create(at: path, ledger: genesis)
        for height in 0..<blocks { try index.record(.sample(height: height, statements: statements)) }
        return index
    }

    @Test func `an empty index knows nothing`() throws {
        let index = try IndexDatabase.create(at: path, ledger: genesis)
        #expect(try index.head() == nil)
        #expect(try index.block(height: Height(0)) == nil)
        #expect(try index.block(containing: LeafIndex(0)) == nil)
        #expect(try index.manifest(covering: LeafIndex(0)) == nil)
        #expect(try index.statement(StatementID(.zero)) == nil)
        #expect(try index.state().isEmpty)
        #expect(try index.replayMarks().isEmpty)
    }

    @Test func `what was recorded is found, also after opening again`() throws {
        for index in [try filled(), try IndexDatabase.open(at: path, ledger: genesis)] {
            let blocks = (0..<9).map { BlockIndexing.sample(height: $0, statements: 6) }
            #expect(try index.head() == blocks[8].block)
            for block in blocks {
                #expect(try index.block(height: block.block.height) == block.block)
                for leaf in block.block.firstIndex.value...block.block.sealIndex.value {
                    #expect(try index.block(containing: LeafIndex(leaf)) == block.block)
                }
                for (id, leaf) in block.statements {
                    #expect(try index.statement(id) == IndexedStatement(leaf: leaf, height: block.block.height))
                }
            }
            #expect(try index.block(containing: LeafIndex(63)) == nil)
            try index.check()
        }
    }

    @Test func `a manifest covers itself and its records, nothing before or behind`() throws {
        let index = try filled()
        let manifest = BlockIndexing.sample(height: 1, statements: 6).manifests[0]
        #expect(manifest.leaf == LeafIndex(7) && manifest.count == 4)
        for leaf in UInt64(7)...11 { #expect(try index.manifest(covering: LeafIndex(leaf)) == manifest) }
        for leaf in [UInt64(6), 12, 13] { #expect(try index.manifest(covering: LeafIndex(leaf)) == nil) }
    }

    @Test func `who named which deposit is found by grant and by block, and the end of other grants is not kept`()
        throws
    {
        for index in [try filled(), try IndexDatabase.open(at: path, ledger: genesis)] {
            let all = (0..<UInt64(9)).map { BlockIndexing.sample(height: $0, statements: 6).depositActs[0] }
            for grant in 0..<3 {
                let acts = try index.depositActs(of: .leaf(Array("grant \(grant)".utf8)))
                #expect(acts == [all[grant], all[grant + 3], all[grant + 6]])
                #expect(acts.map(\.kind) == [.granted, .dealtAgain, .dealtAgain])
            }
            #expect(try index.depositActs(from: Height(2), through: Height(6)) == Array(all[2...6]))
            #expect(try index.depositActs(of: .leaf(Array("other 3".utf8))).isEmpty)
        }
    }

    @Test func `state entries are replaced and removed with their block`() throws {
        let index = try filled()
        var expected: [StateKey: [UInt8]] = [:]
        for height in 0..<UInt64(9) {
            for (key, value) in BlockIndexing.sample(height: height, statements: 6).stateChanges {
                expected[key] = value
            }
        }
        let found = try index.state()
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0.value) }) == expected)
    }

    @Test func `replay marks of past minutes are dropped`() throws {
        let index = try filled()
        #expect(Set(try index.replayMarks().map(\.minute)) == [4])
        #expect(try index.replayMarks().count == 6)
    }

    @Test func `replay marks come back in the order in which blocks took them`() throws {
        let index = try filled(blocks: 2)
        let expected = (0..<UInt64(2)).flatMap { BlockIndexing.sample(height: $0, statements: 6).replayAdded }
        #expect(try index.replayMarks() == expected)
        #expect(expected != expected.sorted { $0.id < $1.id })
    }

    @Test func `a block that does not follow is refused and leaves no trace`() throws {
        let index = try filled()
        for height in [UInt64(8), 10] {
            #expect(throws: StorageRefusal.self) { try index.record(.sample(height: height, statements: 6)) }
        }
        #expect(throws: StorageRefusal.self) { try index.record(.sample(height: 9, statements: 7)) }
        #expect(try index.head()?.height == Height(8))
        try index.record(.sample(height: 9, statements: 6))
    }

    @Test func `a block is recorded whole or not at all`() throws {
        let index = try filled()
        let next = BlockIndexing.sample(height: 9, statements: 6)
        let doubled = BlockIndexing(
            block: next.block, statements: next.statements + BlockIndexing.sample(height: 2, statements: 6).statements,
            manifests: next.manifests, stateChanges: next.stateChanges, replayAdded: next.replayAdded,
            replayDroppedBefore: next.replayDroppedBefore)
        #expect(throws: StorageDamage.self) { try index.record(doubled) }
        #expect(try index.head()?.height == Height(8))
        #expect(try index.statement(next.statements[0].id) == nil)
        #expect(throws: StoreFailed.self) { try index.record(next) }
        try IndexDatabase.open(at: path, ledger: genesis).record(next)
    }

    @Test func `an index is made only where none is, and opened only where one is`() throws {
        #expect(throws: StorageDamage.self) { try IndexDatabase.open(at: path, ledger: genesis) }
        _ = try filled()
        #expect(throws: StorageRefusal.exists(path: path)) { try IndexDatabase.create(at: path, ledger: genesis) }
    }

    @Test func `the index of another ledger is refused`() throws {
        _ = try filled()
        #expect(throws: StorageRefusal.otherLedger(path: path)) { try IndexDatabase.open(at: path, ledger: .zero) }
    }

    @Test func `erasing gives an empty index, whatever was there`() throws {
        _ = try filled()
        #expect(try IndexDatabase.erase(at: path, ledger: genesis).head() == nil)
        try Bytes.write([UInt8](repeating: 7, count: 10_000), to: path)
        #expect(throws: StorageDamage.self) { try IndexDatabase.open(at: path, ledger: genesis) }
        #expect(try IndexDatabase.erase(at: path, ledger: genesis).head() == nil)
    }

    @Test func `reads run beside a write and see whole blocks`() async throws {
        let index = try IndexDatabase.create(at: path, ledger: genesis)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for height in 0..<UInt64(60) { try index.record(.sample(height: height, statements: 5)) } }
            group.addTask {
                var height: UInt64 = 0
                while height < 59 {
                    if let head = try index.head() {
                        height = head.height.value
                        let last = try index.statement(
                            BlockIndexing.sample(height: height, statements: 5).statements[4].id)
                        #expect(last?.height == head.height)
                    }
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
    }
}
