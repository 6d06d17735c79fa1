import Ledger

/// What is known of one round: all of it checked.
struct RoundRecord: Equatable, Sendable {
    let round: Round
    /// At most two, in the order of their coming.
    var proposals: [Proposal] = []
    var prevotes = VoteTally()
    var precommits = VoteTally()
    /// At most two that differ: a second one proves lies.
    var polkas: [PolkaCertificate] = []
    /// Proof that the round may be left.
    var certificate: RoundCertificate?
    /// R3 and R6 are for the first time only.
    var isPrevoteTimed = false
    var isPrecommitTimed = false

    init(_ round: Round) { self.round = round }

    /// Everyone who said something in this round.
    var speakers: [Int] {
        var result = proposals.map(\.vote.validator)
        result.append(contentsOf: prevotes.voters)
        result.append(contentsOf: precommits.voters)
        result.sort()
        return result.enumerated().filter { $0.offset == 0 || result[$0.offset - 1] != $0.element }.map(\.element)
    }
}
