import Ledger

/// What the signatures below a receipt are worth, in words for whoever relies on it.
enum AssuranceWords {
    /// Who signed, and how many of them may lie without it being worth less.
    static func sentence(_ final: FinalCheckpoint, _ quorum: Quorum) -> String {
        let (signed, all) = (final.cosigners.count, quorum.validators)
        let worth = worth(final.assurance)
        return tell("\(signed) of \(all) institutions signed; \(worth)", zh: "\(all) 家机构中 \(signed) 家签署；\(worth)")
    }

    /// How many institutions may lie while no other ledger can have been shown to somebody else.
    static func worth(_ assurance: Int) -> String {
        guard assurance > 0 else { return tell("holds as long as none of them lies", zh: "在没有机构作恶时成立") }
        return tell(
            assurance == 1 ? "holds even if one of them lies" : "holds even if \(assurance) of them lie",
            zh: "即使其中 \(assurance) 家作恶仍成立")
    }
}
