import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// A block of someone else's with one thing altered.
struct BlockTamperingTests {
    private let ledger: TestLedger
    private let block: CheckedBlock
    private let leaves: [[UInt8]]
    private let start: UInt64

    /// A good block that is not taken in yet: an issue of two, a status, a note, a grant, a use, a closed record.
    init() throws {
        var ledger = TestLedger.minted
        var over = TestGrant("过期持有人")
        over.life = 1
        over.requestLife = 1
        try ledger.commit([over.submission(in: ledger)])
        ledger.pass(seconds: 100)
        let status = SetStatus(
            record: LeafIndex(try #require(ledger.blocks.flatMap(\.manifests).last).index.value + 1),
            commitment: TestIssue(4).records[0].commitment, state: .revoked, reason: TestIssue.commitment("示例理由"))
        let waiting = [
            TestIssue(2, name: "新").submission(in: ledger),
            ledger.submission(.setStatus(status), by: .member(.police)),
            ledger.submission(.anchorNote(.sample), by: .member(.police)),
            TestGrant("另一持有人").submission(in: ledger),
            TestGrant().use(1, in: ledger),
        ]
        let proposal = BlockProposal(
            try waiting.map { try ledger.admit($0) }, on: ledger.state, after: ledger.frontier, time: ledger.clock,
            proposer: 0)
        block = proposal.block
        leaves = try TestLedger.leaves(of: proposal.block)
        start = ledger.head.size
        self.ledger = ledger
    }

    private func error(
        _ leaves: [[UInt8]], known: (StatementID) -> CheckedStatement? = { _ in nil }
    ) throws -> BlockFault? {
        let raw = try ledger.rawBlock(leaves)
        do throws(BlockError) {
            _ = try ledger.check(raw, known: known)
            return nil
        } catch { return BlockFault(error) }
    }

    /// True when the leaves have no block's shape, or make a block that the rules refuse.
    private func isRefused(_ leaves: [[UInt8]]) -> Bool {
        do { return try error(leaves) != nil } catch { return true }
    }

    private var sealIndex: UInt64 { start + UInt64(leaves.count) - 1 }

    @Test func `the block as it was proposed is taken`() throws {
        #expect(leaves.count == 9)
        #expect(try error(leaves) == nil)
    }

    @Test func `a statement that is known is not checked again, but one with other bytes under its id is`() throws {
        let known = Dictionary(
            uniqueKeysWithValues: try ledger.rawBlock(leaves).submissions.map { submission in
                let checked = try ledger.admit(submission)
                return (checked.id, checked)
            })
        let taken = try error(leaves) { known[$0] }
        #expect(taken == nil)
        // The last byte of the note is its signature's: the id is the same.
        var forged = leaves
        forged[4][forged[4].count - 1] ^= 1
        let fault = try error(forged) { known[$0] }
        #expect(fault == .refused(start + 4, "wrong-signature"))
    }

    @Test(arguments: SealForgery.allCases)
    func `a field of the seal that is not what the rules give is refused by its name`(_ forgery: SealForgery) throws {
        let seal = block.seal.forged(forgery)
        #expect(seal != block.seal)
        #expect(try error(leaves.dropLast() + [seal.encoded]) == forgery.fault(sealIndex, block.seal, ledger.head))
    }

    @Test(arguments: [0, 3, 4, 5, 6])
    func `a statement left out is refused`(_ position: Int) throws {
        var fewer = leaves
        fewer.removeSubrange(position..<(position == 0 ? 3 : position + 1))
        let fault = try error(fewer)
        #expect(fault == .seal(.rootBefore, sealIndex - UInt64(leaves.count - fewer.count)))
    }

    @Test func `a record left out, exchanged or doubled is refused`() throws {
        func fault(_ change: (inout [[UInt8]]) -> Void) throws -> BlockFault? {
            var changed = leaves
            change(&changed)
            return try error(changed)
        }
        #expect(try fault { $0.remove(at: 2) } == .refused(start, "record-count-differs"))
        #expect(try fault { $0.insert($0[2], at: 2) } == .refused(start, "record-count-differs"))
        #expect(try fault { $0.swapAt(1, 2) } == .refused(start, "record-root-differs"))
        #expect(try fault { $0[1][10] ^= 1 } == .refused(start, "record-root-differs"))
        #expect(try fault { $0[2][2] ^= 1 } == .refused(start, "bad-record"))
    }

    @Test func `a statement that is added or doubled is refused`() throws {
        let extra = ledger.submission(.anchorNote(.sample), by: .member(.notary)).statement
        var more = leaves
        more.insert(extra, at: 4)
        #expect(try error(more) == .seal(.rootBefore, sealIndex + 1))
        var twice = leaves
        twice.insert(leaves[4], at: 4)
        #expect(try error(twice) == .refused(start + 5, "already-accepted"))
    }

    @Test func `a refused statement that is smuggled in is refused where it stands`() throws {
        var smuggled = leaves
        smuggled.insert(TestGrant().use(2, in: ledger, by: .notary).statement, at: 7)
        #expect(try error(smuggled) == .refused(start + 7, "grant-of-another-party"))
        smuggled = leaves
        smuggled.insert(TestGrant().use(3, in: ledger).statement, at: 7)
        #expect(try error(smuggled) == .refused(start + 7, "wrong-use-index"))
    }

    @Test func `statements in another order are refused`() throws {
        var swapped = leaves
        swapped.swapAt(5, 6)
        #expect(try error(swapped) == .outOfOrder(start + 6))
        swapped = leaves
        swapped.swapAt(3, 4)
        #expect(try error(swapped) == .outOfOrder(start + 4))
    }

    @Test func `a flipped bit anywhere in the leaves is refused`() throws {
        for position in 0..<leaves.count - 1 {
            for offset in stride(from: 0, to: leaves[position].count, by: 7) {
                var changed = leaves
                changed[position][offset] ^= 4
                #expect(isRefused(changed), "leaf \(position), byte \(offset)")
            }
        }
    }

    @Test func `a closed record that is wrong, missing, added or early is refused`() throws {
        let record = try ClosedRecord(decoding: leaves[7])
        func closing(_ records: [[UInt8]], as count: UInt64) -> [[UInt8]] {
            leaves[..<7] + records + [block.seal.counting(count).encoded]
        }
        var other = leaves[7]
        other[5] ^= 1
        #expect(try error(closing([other], as: 1)) == .closedRecords(sealIndex))
        #expect(try error(closing([], as: 0)) == .closedRecords(sealIndex - 1))
        #expect(try error(closing([leaves[7], leaves[7]], as: 2)) == .closedRecords(sealIndex + 1))
        #expect(record.uses == 0)
        var counted = leaves[7]
        counted[counted.count - 3] = 1
        #expect(try error(closing([counted], as: 1)) == .closedRecords(sealIndex))
    }

    @Test func `a block of another place, time or proposer is refused`() throws {
        var later = ledger
        try later.heartbeat()
        #expect(throws: BlockError.self) { try later.check(try ledger.rawBlock(leaves)) }
        let two = TestLedger(TestNetwork.network(validators: 2))
        for (proposer, isKnown) in [(UInt64(1), true), (2, false)] {
            let proposal = BlockProposal([], on: two.state, after: two.frontier, time: two.clock, proposer: 0)
            let seal = proposal.block.seal.proposed(by: proposer)
            let checked = try? two.check(try two.rawBlock([seal.encoded]))
            #expect((checked != nil) == isKnown)
        }
    }
}
