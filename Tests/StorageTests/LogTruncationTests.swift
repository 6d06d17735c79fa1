import Ledger
import Signing
import Storage
import Testing

@Suite struct LogTruncationTests {
    @Test(arguments: [0, 1, 255, 256, 257, 40_000, 65_535, 65_536, 65_537, 131_071, 131_072, 131_100])
    func `a cut log is the log that it was, and goes on`(size: Int) throws {
        var pair = try LogPair(leaves: 131_100)
        try pair.store.truncate(to: UInt64(size))
        var model = LogModel()
        model.append(Array(pair.model.leaves.prefix(size)))
        #expect(pair.store.head == model.head)
        #expect(try pair.store.allLeaves() == model.leaves)
        #expect(try LogStore.open(in: pair.directory.path).head == model.head)
        pair.model = model
        #expect(try pair.grow(by: 400) == pair.model.head)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `a cut beyond the end is refused`() throws {
        let pair = try LogPair(leaves: 10)
        #expect(throws: StorageRefusal.self) { try pair.store.truncate(to: 11) }
        #expect(pair.store.head == pair.model.head)
    }

    @Test func `hashes of leaves that were cut are forgotten`() throws {
        let pair = try LogPair(leaves: 600)
        #expect(try pair.store.hash(level: 0, index: 300) == pair.model.hashes[300])
        try pair.store.truncate(to: 300)
        _ = try pair.store.append([LogModel.run(LogModel.leaves(9_000..<9_300))])
        #expect(try pair.store.hash(level: 0, index: 300) == Digest.leaf(LogModel.leaves(9_000..<9_001)[0]))
    }

    @Test func `bytes behind the last whole leaf are reported, not cut, and block appending`() throws {
        let pair = try LogPair(leaves: 300)
        let next = LogModel.run([[UInt8](repeating: 3, count: 20)])
        let size = try Bytes.size(pair.segment(0))
        for length in 1..<next.count {
            try Bytes.append(Array(next.prefix(length)), to: pair.segment(0))
            let store = try LogStore.open(in: pair.directory.path)
            #expect(store.head == pair.model.head)
            #expect(store.openReport.tornTail?.bytes == UInt64(size)..<UInt64(size + length))
            #expect(store.openReport.tornTail?.size == 300)
            #expect(throws: StorageDamage.self) { try store.append([next]) }
            #expect(try Bytes.size(pair.segment(0)) == size + length)
            try store.truncate(to: 300)
            #expect(try Bytes.size(pair.segment(0)) == size)
        }
        var again = pair
        again.store = try LogStore.open(in: pair.directory.path)
        #expect(again.store.openReport.tornTail == nil)
        #expect(try again.grow(by: 5) == again.model.head)
    }

    @Test func `zeros behind the last leaf are no leaves`() throws {
        let pair = try LogPair(leaves: 300)
        try Bytes.append([UInt8](repeating: 0, count: 5_000), to: pair.segment(0))
        let store = try LogStore.open(in: pair.directory.path)
        #expect(store.head == pair.model.head)
        #expect(store.openReport.tornTail != nil)
        try store.truncate(to: 300)
        #expect(try LogStore.open(in: pair.directory.path).openReport.tornTail == nil)
    }

    @Test func `bytes behind a full segment are reported and cut`() throws {
        let pair = try LogPair(leaves: 65_536)
        try Bytes.append(LogModel.run([[1]]), to: pair.segment(0))
        let store = try LogStore.open(in: pair.directory.path)
        #expect(store.head == pair.model.head)
        #expect(store.openReport.tornTail != nil)
        try store.truncate(to: 65_536)
        #expect(try LogStore.open(in: pair.directory.path).openReport.tornTail == nil)
    }

    @Test func `a segment begun and left empty or torn by a crash does no harm`() throws {
        for bytes in [[], [0], [0, 9, 1]] as [[UInt8]] {
            var pair = try LogPair(leaves: 65_536)
            try Bytes.write(bytes, to: pair.segment(1))
            pair.store = try LogStore.open(in: pair.directory.path)
            #expect(pair.store.head == pair.model.head)
            if pair.store.openReport.tornTail != nil { try pair.store.truncate(to: 65_536) }
            #expect(try pair.grow(by: 10) == pair.model.head)
            #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
        }
    }
}
