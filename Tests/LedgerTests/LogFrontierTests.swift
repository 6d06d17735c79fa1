import Ledger
import Signing
import Testing

struct LogFrontierTests {
    @Test func `an empty log has size 0 and the root of nothing`() {
        #expect(LogFrontier().head == TreeHead.empty)
    }

    @Test func `leaf by leaf, size and root agree with the definition`() {
        let hashes = Entries.hashes(1_100)
        var frontier = LogFrontier()
        for (position, hash) in hashes.enumerated() {
            let completed = frontier.append(hash)
            let size = position + 1
            #expect(completed == (size % 256 == 0 ? definedRoot(hashes[(size - 256)..<size]) : nil))
            if size % 37 == 0 || size % 256 < 2 {
                #expect(frontier.head == TreeHead(size: UInt64(size), root: definedRoot(hashes[..<size])))
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `runs of any length give the same frontier and the same bundles as single leaves`(seed: UInt64) {
        var random = Seeded(seed)
        let hashes = Entries.hashes(3_000)
        var byRuns = LogFrontier()
        var byRunsCompleted: [Digest] = []
        var rest = hashes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 0...700, using: &random)
            byRuns.append(contentsOf: rest.prefix(count)) { byRunsCompleted.append($0) }
            rest = rest.dropFirst(count)
        }
        var byLeaves = LogFrontier()
        let byLeavesCompleted = hashes.compactMap { byLeaves.append($0) }
        #expect(byRuns == byLeaves)
        #expect(byRunsCompleted == byLeavesCompleted)
        #expect(byRuns.root == definedRoot(hashes[...]))
    }

    @Test func `a run without contiguous storage is appended as well`() {
        let hashes = Entries.hashes(600)
        var lazily = LogFrontier()
        lazily.append(contentsOf: hashes.lazy.filter { _ in true }) { _ in }
        #expect(lazily.root == definedRoot(hashes[...]))
    }

    @Test(arguments: [0, 1, 255, 256, 257, 1_792, 1_800])
    func `a frontier is made anew from bundle hashes and the open bundle`(size: Int) {
        let hashes = Entries.hashes(size)
        var appended = LogFrontier()
        var bundles: [Digest] = []
        appended.append(contentsOf: hashes) { bundles.append($0) }
        let again = LogFrontier(bundleHashes: bundles, openBundle: Array(hashes.suffix(size % 256)))
        #expect(again == appended)
        #expect(again.size == UInt64(size))
        #expect(again.openBundle.count == size % 256)
    }

    @Test func `another order of leaves has another root`() {
        var frontier = LogFrontier()
        frontier.append(contentsOf: Entries.hashes(300).reversed()) { _ in }
        #expect(frontier.root != definedRoot(Entries.hashes(300)[...]))
    }
}
