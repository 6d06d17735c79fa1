import Ledger
import Signing
import Storage
import Testing

@Suite struct LogIndexTests {
    @Test func `an index that lags is completed from the leaves, and written by the next append`() throws {
        var pair = try LogPair(leaves: 2_000)
        let whole = try Bytes.read(pair.index)
        #expect(whole.count == 7 * 40)
        for length in 0..<whole.count {
            try Bytes.write(Array(whole.prefix(length)), to: pair.index)
            let store = try LogStore.open(in: pair.directory.path)
            #expect(store.head == pair.model.head)
            #expect(store.openReport.bundlesComputed >= UInt64(7 - length / 40))
        }
        try Bytes.write(Array(whole.prefix(95)), to: pair.index)
        pair.store = try LogStore.open(in: pair.directory.path)
        try pair.grow(by: 100)
        #expect(try Bytes.read(pair.index).prefix(280) == whole[...])
        #expect(try LogStore.open(in: pair.directory.path).openReport.bundlesComputed == 0)
    }

    @Test func `an index that lags by whole segments is completed from them`() throws {
        let pair = try LogPair(leaves: 131_072 + 300)
        try Bytes.truncate(pair.index, to: 3 * 40)
        let store = try LogStore.open(in: pair.directory.path)
        #expect(store.head == pair.model.head)
        #expect(store.openReport.bundlesComputed == 510)
    }

    @Test func `space at the end that was never filled is not taken for entries`() throws {
        let pair = try LogPair(leaves: 2_000)
        for zeros in [1, 39, 40, 41, 4_096] {
            try Bytes.append([UInt8](repeating: 0, count: zeros), to: pair.index)
            #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
        }
        try Bytes.truncate(pair.index, to: 100)
        try Bytes.append([UInt8](repeating: 0, count: 180), to: pair.index)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `an index longer than the leaves is damage`() throws {
        let pair = try LogPair(leaves: 2_000)
        try Bytes.append([UInt8](repeating: 7, count: 40), to: pair.index)
        let damage = #expect(throws: StorageDamage.self) { try LogStore.open(in: pair.directory.path) }
        #expect(damage?.description.contains("ledger verify") == true)
        #expect(try LogStore.rebuildIndex(in: pair.directory.path, expecting: pair.model.head) == pair.model.head)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `a missing index is damage and is made anew`() throws {
        let pair = try LogPair(leaves: 70_000)
        let whole = try Bytes.read(pair.index)
        try ScratchDirectory.unlink(pair.index)
        #expect(throws: StorageDamage.self) { try LogStore.open(in: pair.directory.path) }
        #expect(try LogStore.rebuildIndex(in: pair.directory.path, expecting: nil) == pair.model.head)
        #expect(try Bytes.read(pair.index) == whole)
    }

    @Test func `an index whose hash does not fit is made anew when the leaves give the signed root`() throws {
        let pair = try LogPair(leaves: 70_000)
        try Bytes.flip(pair.index, at: 40 * 30 + 20)
        #expect(try LogStore.open(in: pair.directory.path).head != pair.model.head)
        #expect(
            try LogStore.rebuildIndex(in: pair.directory.path, expecting: pair.model.head(at: 69_000))
                == pair.model.head)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `an index is not made anew from altered leaves, which are named`() throws {
        let pair = try LogPair(leaves: 70_000)
        try Bytes.flip(pair.segment(0), at: 40 * 256 * 3 + 9)
        let before = try Bytes.read(pair.index)
        let damage = #expect(throws: StorageDamage.self) {
            try LogStore.rebuildIndex(in: pair.directory.path, expecting: pair.model.head)
        }
        #expect(damage?.file == pair.segment(0))
        #expect(damage?.place == .leaves(768..<1_024))
        #expect(try Bytes.read(pair.index) == before)
        #expect(try ScratchDirectory.names(in: pair.directory.file("log")).contains("bundles.index.new") == false)
    }

    @Test func `an index is not made anew when signed leaves are missing`() throws {
        let pair = try LogPair(leaves: 1_000)
        let longer = TreeHead(size: 1_001, root: .zero)
        let damage = #expect(throws: StorageDamage.self) {
            try LogStore.rebuildIndex(in: pair.directory.path, expecting: longer)
        }
        #expect(damage?.place == .leaves(1_000..<1_001))
    }
}
