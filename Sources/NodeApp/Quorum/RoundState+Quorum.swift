internal import Consensus
internal import Replication
internal import Rulebook

extension RoundState {
    /// What the replica says of itself, with the members' names.
    init(_ status: QuorumStatus, member: (Int) -> MemberID) {
        let members = status.validators
        let step: String
        var missing: [Missing] = []
        func add(_ what: String, _ indices: [Int]) {
            if !indices.isEmpty { missing.append(Missing(what: what, from: indices.map { members[$0] })) }
        }
        switch status.activity {
        case .idle: step = status.isValidator ? "idle" : "following"
        case .deciding(let place):
            step = RoundState.word(place)
            add("prevotes", status.prevotesMissing)
            add("precommits", status.precommitsMissing)
        case .storing: step = "storing"
        case .gathering:
            step = "cosignatures"
            add("cosignatures", status.cosignaturesMissing)
        case .catchingUp(let peer): step = "catching up from \(member(peer))"
        case .halted: step = "halted"
        }
        add("any word", status.silent)
        self.init(
            height: status.height, round: status.round.value, step: step, proposer: members[status.proposer],
            since: status.since, missing: missing, doubt: status.doubt.map { DoubtState($0, members) })
    }

    private static func word(_ step: Step) -> String {
        switch step {
        case .idle: "idle"
        case .propose: "proposal"
        case .prevote: "prevotes"
        case .precommit: "precommits"
        case .decided: "decided"
        }
    }
}
