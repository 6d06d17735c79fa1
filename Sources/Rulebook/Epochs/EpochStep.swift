public import Ledger
public import Signing

/// One step from an epoch to the next, as the outgoing set signed it.
///
/// It proves the record of the new epoch in the state after the last block of the old one; the seal of that block is
/// the last leaf under a checkpoint that is final by the old set.
public struct EpochStep: Hashable, Sendable {
    public let proof: SealedProof
    /// Who governs from there on, under the same seal; nil in a step of an older program.
    public let governance: StateProof?

    public init(proof: SealedProof, governance: StateProof? = nil) {
        self.proof = proof
        self.governance = governance
    }

    /// The step that a block takes: `path` leads from its seal, the log's last leaf, to the checkpoint's root.
    public init(_ state: LedgerState, seal: Seal, path: [Digest], checkpoint: FinalCheckpoint) {
        let size = checkpoint.checkpoint.head.size
        let receipt = Receipt(
            leaf: seal.encoded, proof: InclusionProof(index: LeafIndex(size - 1), size: size, path: path),
            checkpoint: checkpoint.note)
        let key = StateKey.epoch(state.network.epoch.number)
        self.init(
            proof: SealedProof(seal: receipt, proof: state.tree.proof(key)), governance: state.tree.proof(.governance))
    }

    /// The size of the log at the end of the old epoch.
    public var endSize: UInt64 { proof.seal.proof.size }

    /// The new epoch as the step claims it, before anything is checked; nil when it names none.
    public var claimed: Epoch? {
        guard case .present(let value) = proof.proof.terminal else { return nil }
        return try? Epoch(decoding: value)
    }

    /// Whether who has walked to an epoch takes it: it leads further, or claims what no step can, to lead to the first.
    public func isNeeded(at number: UInt64) -> Bool {
        claimed.map { $0.number > number || $0.number == 0 } ?? true
    }
}

extension EpochStep {
    private static let version: UInt64 = 2
    /// The longest step.
    static let maxByteCount = 65_536

    /// The form in files: `[2, receipt of the seal, proof of the epoch, proof of the governance]`; without the last a
    /// sealed proof.
    public var encoded: [UInt8] {
        guard let governance else { return proof.encoded }
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.unsigned(EpochStep.version)
        encoder.byteString(proof.seal.encoded)
        proof.proof.encode(into: &encoder)
        governance.encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads a step strictly; nothing in it is believed before it was walked.
    public init(decoding bytes: [UInt8]) throws(SealedProofError) {
        guard bytes.first == 0x84 else {
            self.init(proof: try SealedProof(decoding: bytes))
            return
        }
        let receipt: [UInt8]
        let proofs: (epoch: StateProof, governance: StateProof)
        do throws(CBORError) {
            guard bytes.count <= EpochStep.maxByteCount else {
                throw .tooLong(offset: 0, limit: EpochStep.maxByteCount, found: UInt64(bytes.count))
            }
            var decoder = CBORDecoder(bytes)
            try decoder.array(count: 4)
            let start = decoder.offset
            let version = try decoder.unsigned()
            guard version == EpochStep.version else { throw .unknownCode(offset: start, code: version) }
            receipt = try decoder.byteString(max: Receipt.maxByteCount)
            proofs = (try StateProof(from: &decoder), try StateProof(from: &decoder))
            try decoder.finish()
        } catch { throw .encoding(error) }
        do throws(ReceiptError) {
            let seal = try Receipt(decoding: receipt)
            self.init(proof: SealedProof(seal: seal, proof: proofs.epoch), governance: proofs.governance)
        } catch { throw .receipt(error) }
    }
}

/// All steps from the genesis, in order: what an offline verifier needs to know who signs today.
public struct EpochProof: Hashable, Sendable {
    public let origin: String
    public let steps: [EpochStep]

    static let version: UInt64 = 1
    /// Most steps of one file.
    public static let maxSteps = 1_024
    /// The longest file that is read.
    public static let maxByteCount = 64 << 20

    public init(origin: String, steps: [EpochStep]) {
        self.origin = origin
        self.steps = steps
    }

    /// The file: `[1, origin, [step, …]]`, each step a byte string.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(EpochProof.version)
        encoder.text(origin)
        encoder.list(steps) { $0.byteString($1.encoded) }
        return encoder.bytes
    }

    /// Reads a file strictly; nothing in it is believed before it was walked.
    public init(decoding bytes: [UInt8]) throws(EpochError) {
        let parts: [[UInt8]]
        do throws(CBORError) {
            guard bytes.count <= EpochProof.maxByteCount else {
                throw .tooLong(offset: 0, limit: EpochProof.maxByteCount, found: UInt64(bytes.count))
            }
            var decoder = CBORDecoder(bytes)
            try decoder.array(count: 3)
            let start = decoder.offset
            let version = try decoder.unsigned()
            guard version == EpochProof.version else { throw .unknownCode(offset: start, code: version) }
            origin = try decoder.text(max: NoteKey.maxNameByteCount)
            parts = try decoder.list(max: EpochProof.maxSteps) { (inner) throws(CBORError) in
                try inner.byteString(max: EpochStep.maxByteCount)
            }
            try decoder.finish()
        } catch { throw .encoding(error) }
        var steps: [EpochStep] = []
        for (position, part) in parts.enumerated() { steps.append(try EpochProof.step(part, position)) }
        self.steps = steps
    }

    private static func step(_ bytes: [UInt8], _ position: Int) throws(EpochError) -> EpochStep {
        do throws(SealedProofError) { return try EpochStep(decoding: bytes) } catch {
            throw .unproven(epoch: UInt64(position) + 1, error)
        }
    }
}
