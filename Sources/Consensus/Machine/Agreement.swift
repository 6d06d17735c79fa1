public import Ledger
import Signing

/// How one node agrees with the others on block after block: Tendermint (arXiv 1807.04938, Algorithm 1) with the
/// deviations D1 to D5 of `docs/protocol/agreement.md`. Inputs in, effects out; no clock, no keys, no bodies.
public struct Agreement: Equatable, Sendable {
    var state: HeightState?
    /// Messages of the next height, unchecked, at most a few for each link.
    var early: [EarlyMessage] = []
    /// At f = 0: keys whose owners are proven liars. Their loose messages count for nothing.
    var quarantined: [PublicKey] = []
    var silent: [Int] = []
    /// True after `halt`: every input is ignored.
    public internal(set) var isHalted = false

    /// A machine that waits for `opened`.
    public init() {}

    /// The height being decided; nil before the first `opened`.
    public var height: Height? { state?.height }
    /// The round of the height; 0 while there is nothing to decide.
    public var round: Round { state?.round ?? .zero }
    public var step: Step { state?.step ?? .idle }

    /// Takes one input, and then every rule that applies.
    public mutating func handle(_ input: Input) -> [Effect] {
        guard !isHalted else { return [] }
        var effects: [Effect] = []
        switch input {
        case .opened(let setup, let memory): open(setup, memory, &effects)
        case .work: state?.isWorkWaiting = true
        case .received(let message): receive(message.content, &effects)
        case .early(let message, let link): keep(message, from: link)
        case .built(let height, let round, let block): takeBuilt(height, round, block, &effects)
        case .checked(let question, let answer): take(answer, to: question)
        case .signed(let vote): takeSigned(vote, &effects)
        case .timeout(let timeout): expire(timeout, &effects)
        case .retransmit: repeatOwn(&effects)
        case .silent(let validators): silent = validators
        case .learnt(let evidence): learn(evidence.content)
        }
        settle(&effects)
        return effects
    }
}
