public import Ledger
public import Rulebook
internal import Signing

/// Why evidence is not renewed.
public enum RenewalRefusal: Error, Equatable, Sendable {
    /// The steps lead nowhere: those of the file, or the newer ones.
    case epochs(EpochError)
    /// Something in it is false or not on the ledger, and newer proofs would not mend that.
    case doesNotHold(VerdictState)
    /// Another leaf stands there than the one that the evidence has.
    case otherLeaf(LeafIndex)
    /// With the newer proofs a check would no longer say the yes or no that it said.
    case changes(Check.Name)
}

/// Newer proofs for evidence: new paths for the same leaves, and how its documents stand now.
public struct Renewal: Sendable {
    /// By leaf, all of them unproven; one that is missing leaves its old receipt in place.
    public let receipts: [LeafIndex: Receipt]
    /// The steps from the genesis to today.
    public let epochs: EpochProof

    public init(receipts: [LeafIndex: Receipt], epochs: EpochProof) {
        self.receipts = receipts
        self.epochs = epochs
    }

    /// The receipt of the same leaf under the newer checkpoint, with the record that the old one has.
    fileprivate func receipt(for old: Receipt) throws(RenewalRefusal) -> Receipt {
        guard let new = receipts[old.proof.index], new.proof.size >= old.proof.size else { return old }
        guard new.leaf == old.leaf, new.proof.index == old.proof.index else { throw .otherLeaf(old.proof.index) }
        return Receipt(leaf: old.leaf, proof: new.proof, checkpoint: new.checkpoint, record: old.record)
    }

    fileprivate func receipt(_ bytes: [UInt8]) throws(RenewalRefusal) -> [UInt8] {
        guard let old = Receipt(inEitherForm: bytes) else { return bytes }
        return try receipt(for: old).encoded
    }

    /// What the state said stays byte for byte; only its seal is proven anew.
    fileprivate func proof(_ bytes: [UInt8]) throws(RenewalRefusal) -> [UInt8] {
        guard let old = try? SealedProof(decoding: bytes) else { return bytes }
        return SealedProof(seal: try receipt(for: old.seal), proof: old.proof).encoded
    }
}

extension EvidenceFile {
    /// The leaves that the evidence rests on, ascending: those of its receipts, and the seals below its proofs.
    public var leaves: [LeafIndex] {
        let receipts =
            [use.grant, use.use, use.passing?.receipt].compactMap { $0 }
            + use.documents.flatMap { [$0.receipt, $0.seal].compactMap { $0 } }
        let seals = use.proofs.values.compactMap { try? SealedProof(decoding: $0).seal.proof.index }
        return Set(receipts.compactMap { Receipt(inEitherForm: $0)?.proof.index } + seals).sorted()
    }

    /// The same evidence with the answers to `UseCheck.questionsNow`.
    public func adding(_ proofs: [LedgerQuestion: [UInt8]]) -> EvidenceFile {
        var use = use
        for (question, proof) in proofs where question.now == question { use.proofs[question] = proof }
        return EvidenceFile(use, epochs: epochs)
    }

    /// The evidence under newer checkpoints. Each yes and no of before stays what it was, or it is refused.
    public func renewed(
        with renewal: Renewal, from known: EpochWalk
    ) throws(RenewalRefusal) -> EvidenceFile {
        let before = try judged(from: known)
        guard before.state < .unknown else { throw .doesNotHold(before.state) }
        var use = use
        use.grant = try renewal.receipt(use.grant)
        use.use = try renewal.receipt(use.use)
        if let receipt = use.passing?.receipt { use.passing?.receipt = try renewal.receipt(receipt) }
        for place in use.documents.indices {
            if let receipt = use.documents[place].receipt {
                use.documents[place].receipt = try renewal.receipt(receipt)
            }
            if let seal = use.documents[place].seal { use.documents[place].seal = try renewal.receipt(seal) }
        }
        for (question, proof) in self.use.proofs { use.proofs[question] = try renewal.proof(proof) }
        let renewed = EvidenceFile(use, epochs: renewal.epochs)
        let after = try renewed.judged(from: known)
        for (old, new) in zip(before.allChecks, after.allChecks) where old.answer != .unknown {
            guard new.answer == old.answer else { throw .changes(new.name) }
        }
        return renewed
    }

    private func judged(from known: EpochWalk) throws(RenewalRefusal) -> Verdict {
        do throws(EpochError) { return try verdict(from: known) } catch { throw .epochs(error) }
    }
}
