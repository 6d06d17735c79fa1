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

    /// Acts that a network of one validator never takes.
    private static let ofSeveral: Set<ActName> = [.changeValidators, .reportOffence]

    @Test func `nearly every seed counts uses, and every act is both accepted and refused`() throws {
        var accepted: Set<ActName> = []
        var refused: Set<ActName> = []
        var counting = 0
        for seed in UInt64(1)...96 {
            var acts = RandomActs(seed: seed)
            var counted = UseCount()
            for _ in 0..<40 {
                _ = try acts.block()
                try counted.take(acts.ledger)
            }
            counting += counted.uses > 0 ? 1 : 0
            accepted.formUnion(counted.accepted)
            refused.formUnion(acts.refused)
        }
        // A scene must be declared and approved, and a grant given, before a use can be counted.
        #expect(counting >= 90)
        #expect(Set(ActName.allCases).subtracting(accepted) == RandomActsTests.ofSeveral)
        #expect(Set(ActName.allCases).subtracting(refused) == RandomActsTests.ofSeveral)
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
    private var open: [GrantID: UInt64] = [:]
    private(set) var uses = 0
    private(set) var accepted: Set<ActName> = []

    mutating func take(_ ledger: TestLedger) throws {
        let block = try #require(ledger.blocks.last)
        for leaf in ledger.leaves[Int(block.seal.firstIndex.value)...] {
            switch LeafKind(firstBytes: leaf) {
            case .statement, .governance: try count(leaf)
            case .closedRecord: try close(leaf)
            case .record: try countRecord(leaf)
            case .seal: break
            case nil: Issue.record("a leaf of no kind")
            }
        }
        for (key, value) in ledger.state.tree.entries(kind: StateKind.grant.rawValue) {
            let grant = try Grant(decoding: value)
            let id = GrantID(try #require(Digest(key.key)))
            #expect(UInt64(grant.counted.count) <= grant.uses)
            #expect(UInt64(grant.counted.count) == open[id, default: 0])
        }
        try compareOpenCounts(ledger)
    }

    /// What the rules count of each member is what the state holds.
    private func compareOpenCounts(_ ledger: TestLedger) throws {
        let tree = ledger.state.tree
        let grants = try tree.entries(kind: StateKind.grant.rawValue).map { try Grant(decoding: $0.1) }
        let corrections = try tree.entries(kind: StateKind.correction.rawValue).map {
            try CorrectionEntry(decoding: $0.1)
        }
        for member in TestMember.allCases {
            let given = grants.count { $0.party == member.id && $0.refused == nil }
            #expect(ledger.view.openCounts(of: member.id).grants == UInt64(given))
        }
        for member in TestMember.allCases {
            let closed = ledger.view.sealed().count { $0.entry.discloser == member.id }
            #expect(ledger.view.openCounts(of: member.id).sealed == UInt64(closed))
        }
        let waiting = TestMember.allCases.map { ledger.view.openCounts(of: $0.id).corrections }.reduce(0, +)
        #expect(waiting == UInt64(corrections.count { $0.isOpen }))
    }

    private mutating func count(_ leaf: [UInt8]) throws {
        let statement = try Statement(decoding: leaf)
        let name = try #require(ActName(contentType: statement.header.contentType))
        accepted.insert(name)
        guard name == .use else { return }
        open[try Use(decoding: statement.payload).grant, default: 0] += 1
        uses += 1
    }

    /// Of many uses; a document's record is none.
    private mutating func countRecord(_ leaf: [UInt8]) throws {
        guard let use = try? UseRecord(decoding: leaf) else { return }
        open[use.grant, default: 0] += 1
        uses += 1
    }

    private mutating func close(_ leaf: [UInt8]) throws {
        let record = try ClosedRecord(decoding: leaf)
        #expect(record.uses == open[record.grant, default: 0])
        open[record.grant] = nil
    }
}
