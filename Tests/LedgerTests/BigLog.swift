import Ledger
import Signing

/// A leaf of a log of ten million leaves, under names as long as real ones.
struct BigLog {
    static let size: UInt64 = 10_000_000
    static let origin = "ledger.wuxing.example/0123456789abcdef0123456789abcdef"

    let proof: LogProof
    let policy: CheckpointPolicy

    /// The path's hashes are drawn; the root is the one that they lead to.
    init(leaf: [UInt8], cosigners: Int) {
        var random = Seeded(7)
        let index = LeafIndex(6_000_001)
        let path = (0..<24).map { _ in random.digest() }
        let proof = InclusionProof(index: index, size: Self.size, path: path)
        let root = (try? proof.root(leafHash: Digest.leaf(leaf))) ?? .zero
        let checkpoint = Checkpoint(origin: Self.origin, head: TreeHead(size: Self.size, root: root))
        let log = NoteKey(name: Self.origin, role: .log, publicKey: Network.logKey.publicKey.bytes)
        let cosignatures = (1...cosigners).map {
            checkpoint.cosigned(by: Network.nodeKey($0), name: Network.nodeName($0), at: 1_767_225_600)
        }
        self.proof = LogProof(
            index: index, path: path,
            note: SignedNote(
                text: checkpoint.text, signatures: [checkpoint.logSigned(by: Network.logKey)] + cosignatures))
        policy = CheckpointPolicy(
            origin: Self.origin, logKeys: [log], validators: (1...3).map(Network.cosigner), quorum: cosigners)
    }
}
