import Consensus
import Ledger

/// Follows the honest nodes of one height through the model: each vote for a block must be an act that the model has.
struct ModelTrace {
    private let model: AgreementModel
    private let honest: [Int]
    private var state: ModelState
    private var names: [BlockID] = []
    private(set) var steps = 0
    private(set) var violations = 0
    /// The model has two blocks and four rounds; a run that needs more is followed no further.
    private var isFollowing = true

    init(_ settings: RunSettings) {
        honest = settings.honest
        let quorum = (settings.nodes + settings.liars) / 2 + 1
        model = AgreementModel(
            nodes: honest.count, liars: settings.lying.count, quorum: quorum, rounds: 4, rules: .recommended)
        state = ModelState(nodes: honest.count)
    }

    mutating func follow(_ content: VoteContent, by node: Int) {
        guard isFollowing, content.kind != .proposal, let block = content.block,
            let place = honest.firstIndex(of: node)
        else { return }
        if !names.contains(block) { names.append(block) }
        let round = Int(content.round.value)
        guard let name = names.firstIndex(of: block), name < 2, round < 4 else {
            isFollowing = false
            return
        }
        let value = UInt64(name + 1)
        let ballot = value | (content.validRound.map { $0.value + 1 } ?? 0) << 2
        var match: NodeRecord?
        model.acts(of: state[place], in: state) { record in
            let isSame =
                content.kind == .prevote
                ? record.next == round * 2 + 1 && record.ballot(round) == ballot
                : record.next == round * 2 + 2 && record.precommit(round) == value
            if isSame, match == nil { match = record }
        }
        guard let match else {
            violations += 1
            isFollowing = false
            return
        }
        steps += 1
        state[place] = match
    }
}
