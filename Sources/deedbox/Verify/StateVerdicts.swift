import Ledger
import Rulebook
import Signing

extension ReceiptVerdict {
    /// The checks of a status proof: what was said of a document, or of its corrections, as of a block.
    package mutating func verdict(on status: StatusProof) -> Verdict {
        var verdict = Verdict(VerifyWords.statusProof)
        guard let final = addFinal(status.proof.seal.checkpoint, &verdict) else { return verdict }
        let policy = network(for: status.proof.seal.checkpoint).policy
        let isOfCorrections = status.proof.proof.kind == StateKind.correction.rawValue
        let key =
            isOfCorrections
            ? StateKey.correction(origin: network.origin, issuer: status.issuer, commitment: status.commitment)
            : StateKey.status(origin: network.origin, issuer: status.issuer, commitment: status.commitment)
        let found: (value: [UInt8]?, seal: Seal, checkpoint: FinalCheckpoint)
        do throws(SealedProofError) { found = try status.proof.value(of: key, policy: policy) } catch {
            verdict.add(.no(.state, ProofWords.describe(error)))
            return verdict
        }
        verdict.add(.yes(.inLog, VerifyWords.sealInLog(found.seal.height)))
        let isRead =
            isOfCorrections
            ? addCorrection(found.value, at: found.seal.time, &verdict) : addStatus(found.value, &verdict)
        guard isRead else {
            verdict.add(.no(.state, VerifyWords.badEntry))
            return verdict
        }
        verdict.fact(tell("issuer", zh: "签发机构"), status.issuer.text, "issuer")
        verdict.fact(tell("commitment", zh: "承诺值"), status.commitment.description, "commitment")
        VerifyWords.add(found.seal, &verdict)
        VerifyWords.add(final, network(for: status.proof.seal.checkpoint), &verdict)
        return verdict
    }

    /// The status in an entry, or that there is none; false when it does not read.
    private func addStatus(_ value: [UInt8]?, _ verdict: inout Verdict) -> Bool {
        let entry = value.flatMap { try? StatusEntry(decoding: $0) }
        guard entry != nil || value == nil else { return false }
        let state = entry?.state ?? .inForce
        verdict.add(.yes(.state, VerifyWords.proven(state, isEntry: entry != nil)))
        verdict.fact(tell("status", zh: "状态"), StatusWords.describe(entry), code: state.word, "state")
        if let entry { verdict.fact(tell("since", zh: "自"), VerifyWords.since(entry), "since") }
        return true
    }

    /// The last correction in an entry, or that there is none; false when it does not read.
    private func addCorrection(_ value: [UInt8]?, at time: UInt64, _ verdict: inout Verdict) -> Bool {
        let entry = value.flatMap { try? CorrectionEntry(decoding: $0) }
        guard entry != nil || value == nil else { return false }
        let words = CorrectionWords.describe(entry, at: time)
        verdict.add(.yes(.state, words))
        verdict.fact(
            tell("correction", zh: "更正"), words, code: entry.map { $0.answer?.outcome.word ?? "open" } ?? "none",
            "correction")
        return true
    }
}
