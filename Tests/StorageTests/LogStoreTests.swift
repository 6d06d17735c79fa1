import Ledger
import Signing
import Storage
import Testing

/// Two full segments and a bit: made once, read by many tests.
private let large = Result { try LogPair(leaves: 131_072 + 700) }

@Suite struct LogStoreTests {
    @Test func `a new log is empty and opens again`() throws {
        let pair = try LogPair()
        #expect(pair.store.head == .empty)
        #expect(try LogStore.open(in: pair.directory.path).head == .empty)
    }

    @Test func `a log is made only where none is`() throws {
        let pair = try LogPair()
        #expect(throws: StorageRefusal.exists(path: pair.directory.file("log"))) {
            try LogStore.create(in: pair.directory.path)
        }
        let empty = try ScratchDirectory()
        #expect(throws: StorageFailure.self) { try LogStore.open(in: empty.path) }
    }

    @Test(arguments: [1, 2, 255, 256, 257, 511, 512, 1000])
    func `an append returns the head of all leaves so far`(count: Int) throws {
        var pair = try LogPair()
        #expect(try pair.grow(by: count) == pair.model.head)
        #expect(try pair.grow(by: 3) == pair.model.head)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `many small appends make the same log as one`() throws {
        var pair = try LogPair()
        for count in 1...40 { #expect(try pair.grow(by: count, runs: 1) == pair.model.head) }
        #expect(try pair.store.allLeaves() == pair.model.leaves)
    }

    @Test func `leaves of 1 to 65,535 bytes come back`() throws {
        let pair = try LogPair()
        let leaves = [1, 2, 53, 54, 55, 63, 64, 65, 255, 256, 65_534, 65_535].map { [UInt8](repeating: 9, count: $0) }
        _ = try pair.store.append([LogModel.run(leaves)])
        #expect(try pair.store.allLeaves() == leaves)
        #expect(try LogStore.open(in: pair.directory.path).allLeaves() == leaves)
    }

    @Test func `bundles of long leaves are read across many megabytes`() throws {
        var pair = try LogPair()
        try pair.grow(by: 600, byteCount: 20_000)
        let again = try LogStore.open(in: pair.directory.path)
        #expect(again.head == pair.model.head)
        #expect(try again.allLeaves() == pair.model.leaves)
    }

    @Test func `an append goes on across segment boundaries`() throws {
        let pair = try large.get()
        #expect(pair.store.head == pair.model.head)
        #expect(pair.store.segmentCount == 3)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
        #expect(try pair.store.allLeaves() == pair.model.leaves)
    }

    @Test func `a log that ends with a full segment goes on in a new one`() throws {
        var pair = try LogPair(leaves: 65_536)
        #expect(pair.store.segmentCount == 1)
        pair.store = try LogStore.open(in: pair.directory.path)
        #expect(try pair.grow(by: 1, runs: 1) == pair.model.head)
        #expect(try LogStore.open(in: pair.directory.path).head == pair.model.head)
    }

    @Test func `one leaf is found by its index`() throws {
        let pair = try large.get()
        for index in Bytes.sample(pair.model.leaves.count, count: 300) + [65_535, 65_536, 131_071, 131_072] {
            #expect(try pair.store.leaf(at: UInt64(index)) == pair.model.leaves[index])
        }
        #expect(throws: StorageRefusal.notInLog(leaf: 131_772, size: 131_772)) { try pair.store.leaf(at: 131_772) }
        #expect(throws: StorageRefusal.self) { try pair.store.leaf(at: .max) }
    }

    @Test(arguments: [(0, 256), (0, 1), (255, 256), (256, 255), (513, 256), (514, 188), (514, 1)])
    func `a bundle holds its leaves, up to the width asked`(index: Int, width: Int) throws {
        let pair = try large.get()
        let expected = LogModel.run(pair.model.leaves[index * 256..<index * 256 + width])
        #expect(try pair.store.bundle(UInt64(index), width: width) == expected)
    }

    @Test func `a bundle that the log does not have is refused`() throws {
        let pair = try large.get()
        #expect(throws: StorageRefusal.notInLog(leaf: 131_772, size: 131_772)) {
            try pair.store.bundle(514, width: 189)
        }
        #expect(throws: StorageRefusal.self) { try pair.store.bundle(515, width: 1) }
        #expect(throws: StorageRefusal.self) { try pair.store.bundle(.max, width: 1) }
        #expect(throws: StorageRefusal.width(0)) { try pair.store.bundle(0, width: 0) }
        #expect(throws: StorageRefusal.width(257)) { try pair.store.bundle(0, width: 257) }
    }

    @Test(arguments: [
        (0, 0, 256), (0, 514, 188), (0, 514, 7), (1, 0, 256), (1, 1, 256), (1, 2, 2), (2, 0, 2), (2, 0, 1),
    ])
    func `a tile holds the hashes of its subtrees`(level: Int, index: Int, width: Int) throws {
        let pair = try large.get()
        let expected = (0..<width).flatMap { pair.model.hash(level: 8 * level, index: index * 256 + $0).bytes }
        #expect(try pair.store.tile(level: level, index: UInt64(index), width: width) == expected)
    }

    @Test func `a tile that the log does not have is refused`() throws {
        let pair = try large.get()
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: 0, index: 514, width: 189) }
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: 1, index: 2, width: 3) }
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: 2, index: 0, width: 3) }
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: 3, index: 0, width: 1) }
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: 63, index: .max, width: 1) }
        #expect(throws: StorageRefusal.self) { try pair.store.tile(level: -1, index: 0, width: 1) }
        #expect(throws: StorageRefusal.width(0)) { try pair.store.tile(level: 0, index: 0, width: 0) }
    }

    @Test(arguments: 0...17) func `subtree hashes of every level are those of RFC 6962`(level: Int) throws {
        let pair = try large.get()
        let count = pair.model.leaves.count >> level
        for index in Bytes.sample(count, count: 12) {
            #expect(
                try pair.store.hash(level: level, index: UInt64(index)) == pair.model.hash(level: level, index: index))
        }
        #expect(throws: StorageRefusal.self) { try pair.store.hash(level: level, index: UInt64(count)) }
        #expect(throws: StorageRefusal.self) { try pair.store.hash(level: level, index: .max) }
    }

    @Test(arguments: [0, 1, 255, 256, 65_535, 65_536, 65_537, 100_000, 131_072, 131_771, 131_772])
    func `the head at an earlier size is the one that the log had`(size: Int) throws {
        let pair = try large.get()
        #expect(try pair.store.head(at: UInt64(size)) == pair.model.head(at: size))
    }

    @Test func `a head beyond the log is refused`() throws {
        let pair = try large.get()
        #expect(throws: StorageRefusal.self) { try pair.store.head(at: 131_773) }
    }

    @Test(arguments: [(0, 0), (0, 1), (100, 900), (255, 257), (65_000, 66_000), (131_000, 131_772), (131_772, 131_772)])
    func `a walk hands out exactly the range, in order`(from: Int, to: Int) throws {
        let pair = try large.get()
        var seen: [[UInt8]] = []
        var next = UInt64(from)
        try unsafe pair.store.walkHashed(from: UInt64(from), to: UInt64(to)) { index, bytes, hash in
            #expect(index == next)
            #expect(hash == pair.model.hashes[Int(index)])
            next += 1
            unsafe seen.append(Array(bytes))
        }
        #expect(seen == Array(pair.model.leaves[from..<to]))
    }

    @Test func `a walk beyond the log is refused, and an error of its reader ends it`() throws {
        let pair = try large.get()
        #expect(throws: StorageRefusal.self) { try unsafe pair.store.walk(from: 0, to: 131_773) { _, _ in } }
        var count = 0
        #expect(throws: TestFailure.self) {
            try unsafe pair.store.walk(from: 0, to: 1_000) { index, _ in
                count += 1
                if index == 300 { throw TestFailure("enough") }
            }
        }
        #expect(count == 301)
    }

    @Test(arguments: [[0, 0], [0, 2, 7], [0, 1, 7, 0], [0], [0, 1, 7, 0, 5, 1]] as [[UInt8]])
    func `leaves that are not whole are refused and change nothing`(run: [UInt8]) throws {
        var pair = try LogPair(leaves: 10)
        let good = LogModel.run(LogModel.leaves(0..<5))
        #expect(throws: StorageRefusal.self) { try pair.store.append([good, run]) }
        #expect(pair.store.head == pair.model.head)
        #expect(try pair.grow(by: 10) == pair.model.head)
    }

    @Test func `an append of nothing changes nothing`() throws {
        let pair = try LogPair(leaves: 10)
        #expect(try pair.store.append([]) == pair.model.head)
        #expect(try pair.store.append([[], []]) == pair.model.head)
    }

    @Test func `every segment of a sound log verifies`() throws {
        let pair = try large.get()
        for segment in 0..<pair.store.segmentCount { try pair.store.verifySegment(segment) }
        #expect(throws: StorageRefusal.self) { try pair.store.verifySegment(pair.store.segmentCount) }
        #expect(throws: StorageRefusal.self) { try pair.store.verifySegment(.max) }
    }

    @Test func `reads beside an append see whole states only`() async throws {
        var pair = try LogPair(leaves: 500)
        let store = pair.store
        let new = (0..<30).map { LogModel.leaves(500 + $0 * 300..<500 + ($0 + 1) * 300) }
        var heads = [pair.model.head]
        for block in new {
            pair.model.append(block)
            heads.append(pair.model.head)
        }
        let allowed = heads
        let leaves = pair.model.leaves
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var size: UInt64 = 0
                    while size < UInt64(leaves.count) {
                        let head = store.head
                        #expect(allowed.contains(head))
                        let index = UInt64.random(in: 0..<head.size)
                        let leaf = try store.leaf(at: index)
                        #expect(leaf == leaves[Int(index)])
                        size = head.size
                        await Task.yield()
                    }
                }
            }
            group.addTask {
                for block in new {
                    _ = try store.append([LogModel.run(block)])
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        #expect(store.head == pair.model.head)
    }
}
