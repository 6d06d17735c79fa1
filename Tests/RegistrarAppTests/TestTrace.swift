import Ledger
import Rulebook
import Sealing
import Signing
import TestSupport

/// A grant that a regulator has traced, on a test ledger, and the receipt of the trace.
struct TestTrace {
    let grant: GrantID
    /// The secret of the release key that the trace names.
    let release = SealingPrivateKey()
    let statement: StatementID
    let receipt: Receipt

    /// A trace of the grant by the once-only key of that name; `cosigned: false` leaves its checkpoint
    /// without a quorum.
    init(_ name: String = "示例持有人", cosigned: Bool = true) throws {
        var ledger = TestLedger.banking
        let given = TestGrant(name)
        grant = given.id(in: ledger)
        guard let key = ReleaseKey(release.publicKey.bytes) else { throw CBORError.outOfRange(offset: 0) }
        let act = Trace(
            grant: grant, ground: LegalGround.courtOrder.rawValue, caseCommitment: .test("示例案件"), releaseKey: key)
        let signed = ledger.statement(.trace(act), by: .member(.regulator))
        statement = signed.id
        try ledger.commit([given.submission(in: ledger), Submission(statement: signed)])
        receipt = try TestTrace.receipt(of: signed.bytes, in: ledger, cosigned)
    }

    /// The receipt of a leaf under the newest checkpoint, as the one node would give it.
    static func receipt(of leaf: [UInt8], in ledger: TestLedger, _ isCosigned: Bool = true) throws -> Receipt {
        guard let index = ledger.leaves.firstIndex(of: leaf) else { throw CBORError.outOfRange(offset: 0) }
        let network = ledger.network
        let hashes = ledger.leaves.map { Digest.leaf($0) }
        let checkpoint = Checkpoint(origin: network.origin, head: ledger.frontier.head)
        let name = network.genesis.cosignerName(network.genesis.validators[0])
        let log = checkpoint.logSigned(by: TestKey.of("node-1/log"))
        let cosignature = checkpoint.cosigned(
            by: TestKey.of("node-1/cosigner"), name: name, at: TestNetwork.created + 60)
        let note = SignedNote(text: checkpoint.text, signatures: isCosigned ? [log, cosignature] : [log])
        let proof = InclusionProof(
            index: LeafIndex(UInt64(index)), size: UInt64(hashes.count), path: MerkleTree.path(to: index, in: hashes))
        return Receipt(leaf: leaf, proof: proof, checkpoint: note)
    }
}
