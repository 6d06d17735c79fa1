internal import Signing

/// A leaf with its proof up to a checkpoint; for a record, the way from it to its manifest as well.
///
/// A record's receipt carries the manifest as its leaf. Whether the manifest holds the record is for
/// whoever knows what manifests mean: `RecordProof.root(count:)` gives the root to compare.
public struct Receipt: Hashable, Sendable {
    /// The leaf that stands in the log.
    public let leaf: [UInt8]
    public let proof: InclusionProof
    public let checkpoint: SignedNote
    public let record: RecordProof?

    /// A receipt over a leaf of 1 to 65,535 bytes; another is the caller's bug.
    public init(leaf: [UInt8], proof: InclusionProof, checkpoint: SignedNote, record: RecordProof? = nil) {
        precondition((1...EntryBundle.maxLeafByteCount).contains(leaf.count), "a leaf of \(leaf.count) bytes")
        self.leaf = leaf
        self.proof = proof
        self.checkpoint = checkpoint
        self.record = record
    }

    /// The same proof as a `.tlog-proof` file, which does not hold the leaf.
    public var logProof: LogProof { LogProof(index: proof.index, path: proof.path, note: checkpoint) }

    /// The same by who knows already whether the checkpoint is final: when it is the one of this receipt, its
    /// signatures are not verified again.
    public func verify(
        _ policy: CheckpointPolicy, known: FinalCheckpoint?
    ) throws(ReceiptError) -> FinalCheckpoint {
        guard let known, known.note == checkpoint else { return try verify(policy) }
        let head = known.checkpoint.head
        guard proof.size == head.size else { throw .sizeMismatch(proof: proof.size, checkpoint: head.size) }
        do throws(ProofError) { try proof.verify(leafHash: Digest.leaf(leaf), root: head.root) } catch {
            throw .proof(error)
        }
        return known
    }

    /// Refuses unless the leaf stands in the log under a checkpoint that the policy calls final.
    public func verify(_ policy: CheckpointPolicy) throws(ReceiptError) -> FinalCheckpoint {
        let final = try logProof.verify(leaf: leaf, policy: policy)
        let size = final.checkpoint.head.size
        guard proof.size == size else { throw .sizeMismatch(proof: proof.size, checkpoint: size) }
        return final
    }
}
