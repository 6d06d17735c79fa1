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

    /// The checks of a status proof.
    package mutating func verdict(on status: StatusProof) -> Verdict {
        var verdict = Verdict(VerifyWords.statusProof)
        guard let final = addFinal(status.proof.seal.checkpoint, &verdict) else { return verdict }
        let key = StateKey.status(
            origin: network.origin, issuer: status.issuer, commitment: status.commitment)
        do throws(SealedProofError) {
            let found = try status.proof.value(
                of: key, policy: network(for: status.proof.seal.checkpoint).policy)
            verdict.add(.yes(.inLog, VerifyWords.sealInLog(found.seal.height)))
            let entry = found.value.flatMap { try? StatusEntry(decoding: $0) }
            guard entry != nil || found.value == nil else {
                verdict.add(.no(.state, VerifyWords.badEntry))
                return verdict
            }
            let state = entry?.state ?? .inForce
            verdict.add(.yes(.state, VerifyWords.proven(state, isEntry: entry != nil)))
            verdict.fact(tell("status", zh: "状态"), StatusWords.describe(entry), code: state.word, "state")
            if let entry { verdict.fact(tell("since", zh: "自"), VerifyWords.since(entry), "since") }
            verdict.fact(tell("issuer", zh: "签发机构"), status.issuer.text, "issuer")
            verdict.fact(tell("commitment", zh: "承诺值"), status.commitment.description, "commitment")
            VerifyWords.add(found.seal, &verdict)
            VerifyWords.add(final, network(for: status.proof.seal.checkpoint), &verdict)
        } catch { verdict.add(.no(.state, ProofWords.describe(error))) }
        return verdict
    }
}
