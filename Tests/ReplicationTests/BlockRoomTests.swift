import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What fits a block, and what waits for the next.
struct BlockRoomTests {
    /// Records that fill the leaves of one block: 512 less four closed records and the seal.
    private func manifests(_ count: Int, in ledger: TestLedger) throws -> [CheckedStatement] {
        try (0..<count).map { try ledger.admit(TestIssue(64, name: "批次 \($0)").submission(in: ledger)) }
    }

    @Test func `a block is filled to its last leaf and no further`() throws {
        var ledger = TestLedger.agencies
        let waiting = try manifests(9, in: ledger)
        let proposal = try ledger.propose(waiting)
        #expect(proposal.block.statements.count == 7)
        #expect(proposal.left.map(\.id) == waiting.suffix(2).map(\.id))
        let next = try ledger.propose(proposal.left)
        #expect(next.block.statements.count == 2)
        #expect(next.left.isEmpty)
    }

    @Test func `leaves that are left over are filled by what is smaller`() throws {
        var ledger = TestLedger.agencies
        let room = 512 - 4 - 1
        let sizes = [64, 64, 64, 64, 64, 64, 64, 51]
        var waiting = try sizes.enumerated().map { position, size in
            try ledger.admit(TestIssue(size, name: "批次 \(position)").submission(in: ledger))
        }
        #expect(sizes.reduce(sizes.count, +) == room)
        let note = try ledger.admit(ledger.submission(.anchorNote(.sample), by: .member(.police)))
        waiting.append(note)
        let proposal = try ledger.propose(waiting)
        #expect(proposal.left.map(\.id) == [note.id])
        #expect(proposal.block.seal.firstIndex.advanced(by: UInt64(room)) == proposal.block.sealIndex)
    }

    @Test func `a withdrawal is not kept waiting by issues that came after it`() throws {
        var ledger = TestLedger.granted
        let withdrawal = try ledger.admit(TestGrant().withdrawal(in: ledger))
        let proposal = try ledger.propose([withdrawal] + manifests(20, in: ledger))
        #expect(proposal.block.statements.contains { $0.id == withdrawal.id })
        #expect(proposal.left.count == 13)
    }

    @Test func `what is left keeps its order of arrival`() throws {
        var ledger = TestLedger.granted
        let first = try manifests(8, in: ledger)
        let use = try ledger.admit(TestGrant().use(1, in: ledger))
        let last = try manifests(10, in: ledger).suffix(2)
        let proposal = try ledger.propose(first + [use] + last)
        #expect(proposal.left.map(\.id) == first.suffix(1).map(\.id) + last.map(\.id))
    }

    @Test func `bytes are limited as leaves are`() throws {
        var ledger = TestLedger.agencies
        let paths = (0..<400).map { "KZ_\($0)_" + String(repeating: "X", count: 50) }
        let waiting = try (0..<60).map { number in
            let type = TestType.identity.definition(paths: paths.map { $0 + "\(number)" })
            return try ledger.admit(
                ledger.submission(
                    .updateType(UpdateType(version: UInt64(number) + 2, type: type)), by: .member(.police)))
        }
        let parameters = ledger.network.parameters
        let room = Int(parameters.blockBytes - parameters.reservedBytes)
        let size = try #require(waiting.first).byteCount
        #expect(waiting.map(\.byteCount).reduce(0, +) > room)
        let proposal = try ledger.propose(waiting)
        let taken = proposal.block.runs.reduce(0) { $0 + $1.count }
        #expect(taken <= room)
        #expect(taken > room - size - 100)
        #expect(proposal.refused.isEmpty)
        var left = proposal.left
        for _ in 0..<2 { left = try ledger.propose(left).left }
        #expect(left.isEmpty)
    }

    @Test func `a full block has room for the most closed records`() throws {
        var ledger = TestLedger.banking
        for number in 0..<5 {
            var grant = TestGrant("持有人 \(number)")
            grant.life = 1
            grant.requestLife = 1
            try ledger.commit([grant.submission(in: ledger)])
        }
        ledger.pass(seconds: 100)
        let proposal = try ledger.propose(try manifests(8, in: ledger))
        #expect(proposal.block.seal.closedCount == 4)
        #expect(proposal.block.statements.count == 7)
    }
}
