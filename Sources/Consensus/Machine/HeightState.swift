import Ledger

/// Where a node stands in a round.
public enum Step: Hashable, Comparable, Sendable {
    /// Nothing to decide yet.
    case idle
    case propose, prevote, precommit
    case decided
}

/// Everything about the height being decided; all of it is forgotten with the next.
struct HeightState: Equatable, Sendable {
    let setup: HeightSetup
    var round = Round.zero
    var step = Step.idle
    /// The polka of the last precommit for a block: lockedRound and lockedValue of the paper.
    var lock: PolkaCertificate?
    /// The newest polka whose block is valid: validRound and validValue of the paper.
    var valid: PolkaCertificate?
    /// What led into the round: the certificate of the one before, or of the round itself (R8a).
    var entry: RoundCertificate?
    /// Proof of the decision, as soon as there is one; the block may still be missing.
    var commit: CommitCertificate?
    /// In ascending order.
    var rounds: [RoundRecord] = []
    /// In ascending order.
    var blocks: [BlockRecord] = []
    /// Own signed words of this round, to be repeated.
    var ownProposal: Proposal?
    var ownVotes: [Vote] = []
    /// The proof of the proposal that is being signed.
    var offeredProof: PolkaCertificate?
    var isProposalAsked = false
    var isWorkWaiting = false
    /// One for each offence.
    var reported: [Evidence] = []

    /// Loose votes of rounds longer ago are forgotten: what matters of them arrives in certificates.
    static let keptRounds: UInt64 = 64

    init(_ setup: HeightSetup) { self.setup = setup }

    var height: Height { setup.height }
    var quorum: Int { setup.quorum.count }
    var isProposer: Bool { setup.own == setup.proposer(of: round) }

    /// The record of a round, empty if nothing was heard.
    func record(_ round: Round) -> RoundRecord {
        rounds.first { $0.round == round } ?? RoundRecord(round)
    }

    /// Changes the record of a round, which is made if need be.
    mutating func update<Result>(_ round: Round, _ change: (inout RoundRecord) -> Result) -> Result {
        let position = rounds.firstIndex { $0.round >= round } ?? rounds.count
        if position == rounds.count || rounds[position].round != round {
            rounds.insert(RoundRecord(round), at: position)
        }
        return change(&rounds[position])
    }

    func block(_ id: BlockID) -> BlockRecord { blocks.first { $0.block == id } ?? BlockRecord(id) }

    /// Changes what is known of a block, which is noted if need be.
    mutating func updateBlock(_ id: BlockID, _ change: (inout BlockRecord) -> Void) {
        let position = blocks.firstIndex { $0.block >= id } ?? blocks.count
        if position == blocks.count || blocks[position].block != id { blocks.insert(BlockRecord(id), at: position) }
        change(&blocks[position])
    }

    /// True for rounds of which loose votes and proposals are taken: up to the next one, and not long past.
    func isOpen(_ other: Round) -> Bool {
        other.value <= round.value + 1 && other.value + HeightState.keptRounds >= round.value
    }

    /// Forgets rounds long past, and blocks that nothing names any more.
    mutating func forget() {
        let first = round.value < HeightState.keptRounds ? 0 : round.value - HeightState.keptRounds
        rounds.removeAll { $0.round.value < first }
        let named =
            rounds.flatMap { $0.proposals.compactMap(\.vote.content.block) + $0.polkas.map(\.block) }
            + [lock?.block, valid?.block, commit?.block].compactMap { $0 }
        blocks.removeAll { !named.contains($0.block) }
    }
}
