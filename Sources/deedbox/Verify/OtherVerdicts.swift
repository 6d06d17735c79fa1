package import Ledger
import Rulebook
import Signing

extension ReceiptVerdict {
    /// The checks of a checkpoint.
    package mutating func verdict(on note: SignedNote) -> Verdict {
        var verdict = Verdict(VerifyWords.checkpoint)
        if let final = addFinal(note, &verdict) { VerifyWords.add(final, network(for: note), &verdict) }
        return verdict
    }

    /// The checks of a `.tlog-proof`, whose leaf stands elsewhere.
    package mutating func verdict(on proof: LogProof, leaf: [UInt8]?) -> Verdict {
        var verdict = Verdict(VerifyWords.logProof)
        guard let final = addFinal(proof.note, &verdict) else { return verdict }
        guard let leaf else {
            verdict.add(.unknown(.inLog, VerifyWords.leafNeeded))
            return verdict
        }
        do throws(ReceiptError) {
            _ = try proof.verify(leaf: leaf, policy: network(for: proof.note).policy)
            verdict.add(.yes(.inLog, VerifyWords.inLog(proof.index, final.checkpoint.head.size)))
            VerifyWords.add(final, network(for: proof.note), &verdict)
        } catch { verdict.add(.no(.inLog, ProofWords.describe(error))) }
        return verdict
    }
}
