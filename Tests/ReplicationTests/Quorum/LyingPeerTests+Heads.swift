import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// A node that cosigns two logs of one size, as the one that hears both sees it.
extension LyingPeerTests {
    /// A validator's cosignature over a head, with its word for the height.
    private func cosignature(
        _ head: TreeHead, _ block: CheckedBlock, at height: Height? = nil, by place: Int = 1
    ) -> Cosignature {
        let name = "node-\(place + 1)"
        let line = Checkpoint(origin: ledger.network.origin, head: head)
            .cosigned(by: TestKey.of("\(name)/cosigner"), name: "\(name).test.deedbox.example", at: now / 1_000)
        return Cosignature(height: height ?? block.height, block: block.seal.id, head: head, bytes: line.bytes)
    }

    private mutating func hear(_ cosignature: Cosignature, from peer: Int = 1) -> [QuorumEffect] {
        tell(.received(.cosignature(cosignature), from: peer, now: now))
    }

    /// The block is decided, stored and cosigned here, and waits for one more cosignature.
    private mutating func store() throws -> CheckedBlock {
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        let content = VoteContent.precommit(block.height, .zero, block.seal.id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: block.seal.id, signatures: signatures(content))
        _ = tell(.received(.agreement(.commit(commit)), from: 1, now: now))
        return block
    }

    private func other(_ head: TreeHead, _ byte: UInt8 = 1) -> TreeHead {
        TreeHead(size: head.size, root: SHA256.digest([byte]))
    }

    private func proofs(_ effects: [QuorumEffect]) -> [CosignedHeads] {
        effects.compactMap { if case .report(.heads(let heads)) = $0 { heads } else { nil } }
    }

    private func hasAlarm(_ effects: [QuorumEffect]) -> Bool {
        effects.contains { if case .alarm(.otherHead(validator: 1, _)) = $0 { true } else { false } }
    }

    /// The proof convicts validator 1 of that height, and the ledger takes it from another one.
    private func expectTrue(_ heads: CosignedHeads, at height: Height) throws {
        #expect(heads.height == height)
        #expect(OffenceProof.heads(heads).accused == [1])
        let reporter = Signatory.member(MemberID(checked: "node-3"), TestKey.of("node-3/release"))
        let report = ledger.submission(.reportOffence(ReportOffence(proof: .heads(heads))), by: reporter)
        #expect(throws: Never.self) { try ledger.admit(report) }
    }

    @Test mutating func `two cosigned heads of one size convict before the block is final, and once`() throws {
        let (block, _) = try offerBuildable()
        #expect(proofs(hear(cosignature(block.head, block))).isEmpty)
        let heads = proofs(hear(cosignature(other(block.head), block)))
        try expectTrue(try #require(heads.first), at: block.height)
        #expect(heads.count == 1)
        now += 5_000
        #expect(proofs(hear(cosignature(other(block.head), block))).isEmpty)
    }

    @Test mutating func `the second head convicts under another height's name as well`() throws {
        let (block, _) = try offerBuildable()
        _ = hear(cosignature(block.head, block))
        let heads = proofs(hear(cosignature(other(block.head), block, at: block.height.next)))
        try expectTrue(try #require(heads.first), at: block.height)
    }

    @Test mutating func `a second head that comes when the block is final convicts, once`() throws {
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        #expect(isSettled(finish(block)))
        let late = hear(cosignature(other(block.head), block))
        try expectTrue(try #require(proofs(late).first), at: block.height)
        #expect(hasAlarm(late))
        now += 5_000
        let again = hear(cosignature(other(block.head), block))
        #expect(proofs(again).isEmpty)
        #expect(!hasAlarm(again))
    }

    @Test mutating func `two heads convict of which neither is the final one`() throws {
        let block = try store()
        #expect(proofs(hear(cosignature(other(block.head, 1), block))).isEmpty)
        let third = 2 - host.index
        #expect(isSettled(hear(cosignature(block.head, block, by: third), from: third)))
        let late = hear(cosignature(other(block.head, 2), block))
        try expectTrue(try #require(proofs(late).first), at: block.height)
    }

    @Test mutating func `who took the block from others convicts by the cosignature in its checkpoint`() throws {
        let (block, _, _) = try offer([note("甲")])
        #expect(isSettled(answer(block, finalNote(over: block.head))))
        let late = hear(cosignature(other(block.head), block))
        try expectTrue(try #require(proofs(late).first), at: block.height)
    }

    @Test mutating func `another head than this node's own is an alarm, and no proof`() throws {
        let block = try store()
        let effects = hear(cosignature(other(block.head), block))
        #expect(hasAlarm(effects))
        #expect(proofs(effects).isEmpty)
        #expect(isSettled(hear(cosignature(block.head, block))))
    }

    @Test mutating func `heads of two sizes, and a false signature, convict nobody`() throws {
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        _ = finish(block)
        let longer = TreeHead(size: block.head.size + 1, root: SHA256.digest([1]))
        let effects = hear(cosignature(longer, block))
        #expect(hasAlarm(effects))
        #expect(proofs(effects).isEmpty)
        let good = cosignature(other(block.head), block)
        let forged = Cosignature(
            height: good.height, block: good.block, head: other(block.head, 2), bytes: good.bytes)
        let told = hear(forged)
        #expect(!hasAlarm(told))
        #expect(proofs(told).isEmpty)
    }

    @Test mutating func `a node whose stored block is not the one that is final stops`() throws {
        let block = try store()
        let effects = answer(nil, finalNote(over: other(block.head)), from: block.head.size)
        let faults = effects.compactMap { effect -> QuorumFault? in
            if case .halt(let fault) = effect { return fault }
            return nil
        }
        guard case .storedOtherThanFinal(block.height, stored: block.head) = faults.first else {
            Issue.record("\(faults)")
            return
        }
        #expect(!isSettled(effects))
    }
}
