import Ledger
import Signing

extension BlockDraft {
    mutating func open(_ act: OpenCorrection, _ recorded: RecordedDocument?) throws(Refusal) {
        try check(recorded, at: act.record, is: act.commitment, by: act.issuer)
        let key = StateKey.correction(origin: network.origin, issuer: act.issuer, commitment: act.commitment)
        let old: CorrectionEntry? = entry(key)
        if let old, old.isOpen { throw .correctionOpen(act.record, height: old.height) }
        try countCorrection(of: act.issuer)
        let due = time + network.parameters.correctionTerm * 1_000
        write(key, CorrectionEntry(number: (old?.number ?? 0) + 1, opened: time, height: height, due: due))
    }

    mutating func answer(
        _ act: AnswerCorrection, _ recorded: RecordedDocument?, by issuer: MemberID
    ) throws(Refusal) {
        try check(recorded, at: act.record, is: act.commitment, by: issuer)
        let key = StateKey.correction(origin: network.origin, issuer: issuer, commitment: act.commitment)
        guard var found: CorrectionEntry = entry(key), found.isOpen else { throw .correctionNotOpen(act.record) }
        found.answer = CorrectionEntry.Answer(outcome: act.outcome, time: time, height: height)
        write(key, found)
        uncountCorrection(of: issuer)
    }

    /// Refuses unless that issuer recorded that commitment at that place.
    func check(
        _ recorded: RecordedDocument?, at index: LeafIndex, is commitment: Commitment, by issuer: MemberID
    ) throws(Refusal) {
        guard let recorded else { throw .noSuchRecord(index) }
        guard recorded.issuer == issuer else { throw .recordOfAnotherIssuer(index, recorded.issuer) }
        guard recorded.commitment == commitment else { throw .commitmentDiffers(index) }
    }
}
