public import Ledger

/// How long a node waits in a round, in milliseconds; longer in each round, up to a limit.
///
/// Liveness needs that from some round on the vote timeouts pass twice the delay of the network, and the propose
/// timeout passes the vote timeout by three delays and the execution of a block. Safety needs nothing of them.
public struct Timeouts: Hashable, Sendable {
    public let propose: UInt64
    public let proposeGrowth: UInt64
    /// For prevotes and precommits.
    public let vote: UInt64
    public let voteGrowth: UInt64
    public let limit: UInt64
    /// For the proposal of a validator that has been silent, in the first n rounds.
    public let silentProposer: UInt64

    /// Most milliseconds that any of the numbers may be: an hour.
    public static let maxMilliseconds: UInt64 = 3_600_000
    /// For nodes in one local network.
    public static let local = Timeouts(
        propose: 400, proposeGrowth: 200, vote: 100, voteGrowth: 100, limit: 60_000, silentProposer: 30)

    public init(
        propose: UInt64, proposeGrowth: UInt64, vote: UInt64, voteGrowth: UInt64, limit: UInt64, silentProposer: UInt64
    ) {
        for number in [propose, proposeGrowth, vote, voteGrowth, limit, silentProposer] {
            precondition(number <= Timeouts.maxMilliseconds, "a timeout of \(number) ms")
        }
        self.propose = propose
        self.proposeGrowth = proposeGrowth
        self.vote = vote
        self.voteGrowth = voteGrowth
        self.limit = limit
        self.silentProposer = silentProposer
    }

    /// Milliseconds to wait in a step of a round.
    public func milliseconds(_ step: Timeout.Step, _ round: Round) -> UInt64 {
        // At most 2^22 + 2^22 * 2^20: far from overflow.
        switch step {
        case .propose: min(limit, propose + proposeGrowth * round.value)
        case .prevote, .precommit: min(limit, vote + voteGrowth * round.value)
        }
    }
}

/// A wait that ends at one place of the rules; anywhere else it is late and means nothing.
public struct Timeout: Hashable, Sendable {
    /// What is waited for.
    public enum Step: Hashable, Sendable { case propose, prevote, precommit }

    public let height: Height
    public let round: Round
    public let step: Step

    public init(height: Height, round: Round, step: Step) {
        self.height = height
        self.round = round
        self.step = step
    }
}
