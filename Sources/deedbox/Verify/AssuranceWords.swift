import Ledger
import NodeAPI
import Rulebook
import Signing

/// What the signatures below a receipt are worth, in words for whoever relies on it.
enum AssuranceWords {
    /// Who signed, how many of them may lie without it being worth less, and how many may be out of order.
    static func sentence(_ final: FinalCheckpoint, _ quorum: Quorum) -> String {
        let words = AssuranceBody(final, quorum).words
        return tell(words.en, zh: words.zh)
    }

    /// Adds what the signatures of a receipt are worth, for people and for programs.
    static func add(_ assurance: AssuranceBody, to report: inout Report) {
        report.fact(tell("assurance", zh: "保证级别"), tell(assurance.words.en, zh: assurance.words.zh))
        report.json.append("assurance", .integer(Int64(assurance.liars)))
        report.json.append("mayBeDown", .integer(Int64(assurance.down)))
    }

    /// What a set of validators withstands, as long as no more than a quorum of it signs.
    static func sentence(_ quorum: Quorum) -> String {
        let lying = AssuranceBody.lying(quorum.assurance(signatures: quorum.count))
        let stopped = AssuranceBody.stopped(quorum.silent)
        return tell(
            "\(quorum.count) of \(quorum.validators) must sign; \(lying.en); \(stopped.en)",
            zh: "\(quorum.validators) 个中须 \(quorum.count) 个签署；\(lying.zh)；\(stopped.zh)")
    }
}
