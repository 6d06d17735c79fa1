import Ledger

/// What is known of one block that somebody named.
struct BlockRecord: Equatable, Sendable {
    let block: BlockID
    /// Nil until the driver has answered.
    var isValid: Bool?
    /// Asked for without regard to a round.
    var isAsked = false
    var isFetched = false
    var isAlarmed = false
    /// The rounds in which it was proposed as new, each with the driver's answer.
    var news: [News] = []

    struct News: Equatable, Sendable {
        let round: Round
        var isAcceptable: Bool?
    }

    init(_ block: BlockID) { self.block = block }

    /// True, false, or not known yet: may it be prevoted as new in this round?
    func isAcceptable(newIn round: Round) -> Bool? {
        isValid == false ? false : news.first { $0.round == round }?.isAcceptable
    }
}
