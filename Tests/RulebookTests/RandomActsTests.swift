import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct RandomActsTests {
    /// Each block is proposed by a node that ran on, and checked by one that has just started from kept rows: a
    /// difference throws. On top of that, uses are counted here a second time.
    @Test(arguments: UInt64(1)...24)
    func `whatever comes, nodes agree and no grant is used more often than it says`(_ seed: UInt64) throws {
        var acts = RandomActs(seed: seed)
        var counted = UseCount()
        for _ in 0..<40 {
            let refused = try acts.block()
            try counted.take(acts.ledger)
            #expect(Set(refused.map(\.id)).count <= refused.count)
        }
    }

    @Test func `most seeds count uses`() throws {
        let counts = try (UInt64(1)...24).map { seed in
            var acts = RandomActs(seed: seed)
            var counted = UseCount()
            for _ in 0..<40 {
                _ = try acts.block()
                try counted.take(acts.ledger)
            }
            return counted.accepted
        }
        #expect(counts.count { $0 > 0 } >= 16)
    }

    @Test func `the same seed makes the same ledger`() throws {
        let heads = try (0..<2).map { _ in
            var acts = RandomActs(seed: 99)
            for _ in 0..<20 { _ = try acts.block() }
            return acts.ledger.head
        }
        #expect(heads[0] == heads[1])
        #expect(heads[0].height.value > 20)
    }
}

/// Counts uses from the leaves alone, and compares with what the state says.
private struct UseCount {
    private var uses: [GrantID: UInt64] = [:]
    private(set) var accepted = 0

    mutating func take(_ ledger: TestLedger) throws {
        let block = try #require(ledger.blocks.last)
        for leaf in ledger.leaves[Int(block.seal.firstIndex.value)...] {
            switch LeafKind(firstBytes: leaf) {
            case .statement: try count(leaf)
            case .closedRecord: try close(leaf)
            case .governance, .record, .seal: break
            case nil: Issue.record("a leaf of no kind")
            }
        }
        for (key, value) in ledger.state.tree.entries(kind: StateKind.grant.rawValue) {
            let grant = try Grant(decoding: value)
            let id = GrantID(try #require(Digest(key.key)))
            #expect(UInt64(grant.counted.count) <= grant.uses)
            #expect(UInt64(grant.counted.count) == uses[id, default: 0])
        }
    }

    private mutating func count(_ leaf: [UInt8]) throws {
        let statement = try Statement(decoding: leaf)
        guard ActName(contentType: statement.header.contentType) == .use else { return }
        uses[try Use(decoding: statement.payload).grant, default: 0] += 1
        accepted += 1
    }

    private mutating func close(_ leaf: [UInt8]) throws {
        let record = try ClosedRecord(decoding: leaf)
        #expect(record.uses == uses[record.grant, default: 0])
        uses[record.grant] = nil
    }
}
