import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

extension TestLedger {
    /// The receipt of a leaf under a checkpoint over all leaves, signed by the one node.
    func receipt(_ index: Int, record: RecordProof?, cosigner: String = "node-1/cosigner") -> Receipt {
        let hashes = leaves.map { Digest.leaf($0) }
        let checkpoint = Checkpoint(origin: network.origin, head: frontier.head)
        let name = network.genesis.cosignerName(network.genesis.validators[0])
        let note = SignedNote(
            text: checkpoint.text,
            signatures: [
                checkpoint.logSigned(by: TestKey.of("node-1/log")),
                checkpoint.cosigned(by: TestKey.of(cosigner), name: name, at: TestNetwork.created),
            ])
        let proof = InclusionProof(
            index: LeafIndex(UInt64(index)), size: UInt64(hashes.count), path: MerkleTree.path(to: index, in: hashes))
        return Receipt(leaf: leaves[index], proof: proof, checkpoint: note, record: record)
    }
}

/// A receipt of a use: statement, or record and manifest, and checkpoint.
struct UseReceiptTests {
    private let ledger: TestLedger
    private let uses: TestUses
    /// Where the single use and the manifest stand.
    private let (single, manifest): (Int, Int)

    init() throws {
        var ledger = TestLedger.granted
        let (grant, other) = (TestGrant(), TestGrant("另一持有人"))
        try ledger.commit([other.submission(in: ledger)])
        single = ledger.leaves.count
        try ledger.commit([other.use(1, in: ledger)])
        manifest = ledger.leaves.count
        uses = TestUses([
            grant.record(1, in: ledger), other.record(2, in: ledger), grant.record(2, in: ledger),
        ])
        try ledger.commit([uses.submission(in: ledger)])
        self.ledger = ledger
    }

    private func record(_ position: Int, at place: Int? = nil) -> RecordProof {
        let hashes = uses.records.map { Digest.leaf($0.encoded) }
        return RecordProof(
            bytes: uses.records[position].encoded, position: place ?? position,
            path: MerkleTree.path(to: position, in: hashes))
    }

    private func error(_ receipt: Receipt) -> IssueError? {
        do throws(IssueError) {
            _ = try CheckedUse(receipt, network: ledger.network)
            return nil
        } catch { return error }
    }

    @Test func `a use is proven by its statement`() throws {
        let checked = try CheckedUse(ledger.receipt(single, record: nil), network: ledger.network)
        #expect(checked.party == TestMember.bank.id)
        #expect(checked.use.grant == TestGrant("另一持有人").id(in: ledger))
        #expect(checked.use.index == 1)
        #expect(checked.record == nil)
        #expect(checked.index.value == UInt64(single))
        #expect(ledger.view.grant(checked.use.grant)?.counted.first?.statement == checked.statement)
    }

    @Test(arguments: 0..<3)
    func `one of many is proven by its record below the manifest`(_ position: Int) throws {
        let receipt = ledger.receipt(manifest, record: record(position))
        let checked = try CheckedUse(receipt, network: ledger.network)
        #expect(checked.use.grant == uses.records[position].grant)
        #expect(checked.use.index == uses.records[position].index)
        #expect(checked.use.caseCommitment == uses.records[position].caseCommitment)
        #expect(checked.use.releaseKey == uses.act.releaseKey)
        #expect(checked.record == position)
        #expect(ledger.leaves[Int(checked.index.value)] == uses.records[position].encoded)
        let counted = try #require(ledger.view.grant(checked.use.grant)).counted[Int(checked.use.index) - 1]
        #expect(counted.statement == checked.statement)
        #expect(counted.record == position)
    }

    @Test func `what is no use, or not in its place, proves none`() {
        #expect(error(ledger.receipt(manifest, record: nil)) == .notAUse(ActName.useMany.contentType))
        #expect(error(ledger.receipt(single, record: record(0))) == .notAUse(ActName.use.contentType))
        #expect(error(ledger.receipt(0, record: nil)) == .notAUse(ActName.registerMember.contentType))
        let moved = error(ledger.receipt(manifest, record: record(0, at: 1)))
        #expect(moved != nil)
        if case .receipt? = error(ledger.receipt(single, record: nil, cosigner: "node-1/log")) {
        } else {
            Issue.record("a checkpoint that nobody cosigned proves nothing")
        }
    }
}
