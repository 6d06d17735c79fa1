import Consensus
import Ledger

/// What a replay has done.
struct ReplayCount: Equatable {
    var states = 0
    /// Behaviours: the way to a state, and one act that the model allows there.
    var behaviours = 0
    /// Stimuli after which the model allows no act.
    var refusals = 0
    var faults: [String] = []
}

/// All behaviours of a model, each act done by the real machine and the real guard, and each act that the model does
/// not have tried in vain.
///
/// Every state is reached once, by one way; there, every act of every node is a behaviour of its own. Rounds may be
/// entered at any time, as in the model: the others' nil precommits are forged.
struct ModelReplay {
    let model: AgreementModel
    private let set: TestSet
    private var table: StateTable
    private var waiting: [(state: ModelState, nodes: [ReplayNode])] = []
    private var count = ReplayCount()
    /// Nodes and blocks count by their names: the same course under other names is another behaviour.
    private let isNamed: Bool

    init(_ model: AgreementModel, liars: Int, isNamed: Bool = false) throws {
        self.model = model
        self.isNamed = isNamed
        let set = TestSet(model.nodes + model.liars, liars: liars)
        self.set = set
        table = StateTable(width: model.nodes)
        let start = ModelState(nodes: model.nodes)
        _ = table.insert(start)
        waiting = [(start, try (0..<model.nodes).map { try ReplayNode($0, in: set, rounds: model.rounds) })]
    }

    /// Follows all behaviours; stops at the first that differ.
    mutating func run() throws -> ReplayCount {
        while let (state, nodes) = waiting.popLast(), count.faults.isEmpty {
            count.states += 1
            let polkas = try polkas(in: state)
            let offers = try offers(with: polkas)
            for index in nodes.indices { try leave(state, nodes, index, polkas, offers) }
        }
        return count
    }

    private mutating func leave(
        _ state: ModelState, _ nodes: [ReplayNode], _ index: Int, _ polkas: [ReplayPolka], _ offers: [ReplayOffer]
    ) throws {
        var acts: [NodeRecord] = []
        model.acts(of: state[index], in: state) { acts.append($0) }
        let before = count.behaviours
        let next = state[index].next
        for offer in offers {
            guard offer.round * 2 >= next else {
                refusePast(offer, state, nodes[index])
                continue
            }
            if let act = acts.first(where: { $0.isPrevote(of: offer) }) {
                try follow(act, state, nodes, index, [offer.prevote]) { $0.judge(offer) }
            } else {
                refuse(offer, state, nodes[index])
            }
        }
        for polka in polkas {
            if let act = acts.first(where: { $0.isPrecommit(of: polka) }) {
                let votes = nilPrevote(of: state[index], in: polka.round) + [precommit(polka.round, polka.value)]
                try follow(act, state, nodes, index, votes) { $0.hear(polka, in: polka.round) }
            }
            for round in (polka.round + 1)..<max(model.rounds, polka.round + 1) where round * 2 + 1 >= next {
                refuse(polka, in: round, state, nodes[index])
            }
        }
        if count.behaviours - before != acts.count { fault(state, "node \(index) has acts that nothing causes") }
    }

    /// An act of the model: done by the machine, by the machine after a restart, and signed by the guard.
    private mutating func follow(
        _ act: NodeRecord, _ state: ModelState, _ nodes: [ReplayNode], _ index: Int, _ expected: [VoteContent],
        _ drive: (inout ReplayNode) -> [VoteContent]
    ) throws {
        count.behaviours += 1
        var next = nodes
        let votes = drive(&next[index])
        var restarted = try nodes[index].restarted()
        let again = drive(&restarted)
        if votes != expected || again != expected { fault(state, "node \(index) signs \(votes), then \(again)") }
        for node in [next[index], restarted] {
            if !node.refusals.isEmpty { fault(state, "guard \(index) refuses: \(node.refusals)") }
            if !act.isLock(node.memory.lock, block) { fault(state, "node \(index) locks \(node.memory.lock as Any)") }
        }
        let polkas = next[index].repeated.filter { if case .polka = $0 { true } else { false } }
        if polkas != next[index].newest.map({ [.polka($0)] }) ?? [] {
            fault(state, "node \(index) repeats \(polkas)")
        }
        var after = state
        after[index] = act
        if table.insert(isNamed ? after : model.canonical(after)) { waiting.append((after, next)) }
    }

    /// A proposal that the model's lock refuses: nil by the machine, nothing by the guard.
    private mutating func refuse(_ offer: ReplayOffer, _ state: ModelState, _ node: ReplayNode) {
        count.refusals += 1
        var copy = node
        let votes = copy.judge(offer)
        if votes != [.prevoteNil(set.height, TestSet.round(UInt64(offer.round)))] {
            fault(state, "a node signs \(votes)")
        }
        if node.guardSigns(offer.prevote, offer.proof?.certificate, entry: entry(offer.round)) {
            fault(state, "a guard signs \(offer.prevote)")
        }
    }

    /// A proposal of a step that is over: the guard has nothing more to say but what it said.
    private mutating func refusePast(_ offer: ReplayOffer, _ state: ModelState, _ node: ReplayNode) {
        count.refusals += 1
        let isSaid = node.memory.votes.contains { $0.content == offer.prevote }
        if node.guardSigns(offer.prevote, offer.proof?.certificate, entry: entry(offer.round)) != isSaid {
            fault(state, "a guard signs \(offer.prevote) afterwards")
        }
    }

    /// An older polka: no precommit follows, and the end of the wait leaves the lock as it was.
    private mutating func refuse(_ polka: ReplayPolka, in round: Int, _ state: ModelState, _ node: ReplayNode) {
        count.refusals += 1
        var copy = node
        let votes = copy.hear(polka, in: round) + copy.expire(.prevote, round)
        let nothing = VoteContent.precommit(set.height, TestSet.round(UInt64(round)), nil)
        if votes.filter({ $0.kind == .precommit }) != [nothing] || copy.memory.lock != node.memory.lock {
            fault(state, "an old polka makes a node sign \(votes)")
        }
        if node.guardSigns(precommit(round, polka.value), polka.certificate, entry: entry(round)) {
            fault(state, "a guard signs a precommit by an old polka")
        }
    }

    private mutating func fault(_ state: ModelState, _ text: String) {
        let words = (0..<model.nodes).map { String(state[$0].word, radix: 16) }
        count.faults.append("\(words): \(text)")
    }
}

extension ModelReplay {
    private func block(_ value: UInt64) -> BlockID { TestSet.block(Int(value)) }

    private func precommit(_ round: Int, _ value: UInt64) -> VoteContent {
        .precommit(set.height, TestSet.round(UInt64(round)), block(value))
    }

    /// Whoever precommits without having prevoted in the round was too late for its proposal.
    private func nilPrevote(of node: NodeRecord, in round: Int) -> [VoteContent] {
        node.next <= round * 2 ? [.prevoteNil(set.height, TestSet.round(UInt64(round)))] : []
    }

    private func entry(_ round: Int) -> RoundCertificate? {
        round == 0 ? nil : set.roundEnd(UInt64(round - 1), (0..<set.count).map { ($0, nil) })
    }

    /// Every polka that votes of the state and the liars make, signed by exactly these.
    private func polkas(in state: ModelState) throws -> [ReplayPolka] {
        var found: [ReplayPolka] = []
        for round in 0..<model.rounds {
            for value in UInt64(1)...2 {
                for valid in model.validRounds(below: round) where model.hasPolka(state, round, value, valid: valid) {
                    let signers = (0..<model.nodes).filter { state[$0].ballot(round) == value | valid << 2 }
                    let polka = set.polka(
                        UInt64(round), block(value), valid: valid == 0 ? nil : valid - 1,
                        by: signers + Array(model.nodes..<set.count))
                    found.append(
                        ReplayPolka(
                            round: round, value: value, valid: valid, certificate: polka,
                            input: try set.checked(.polka(polka))))
                }
            }
        }
        return found
    }

    /// Every proposal that can be made: both blocks as new, and each polka's block in each later round.
    private func offers(with polkas: [ReplayPolka]) throws -> [ReplayOffer] {
        var found: [ReplayOffer] = []
        for round in 0..<model.rounds {
            for value in UInt64(1)...2 { found.append(try offer(round, value, nil)) }
            for polka in polkas where polka.round < round { found.append(try offer(round, polka.value, polka)) }
        }
        return found
    }

    private func offer(_ round: Int, _ value: UInt64, _ proof: ReplayPolka?) throws -> ReplayOffer {
        let proposal = set.proposal(UInt64(round), block(value), proof: proof?.certificate)
        let prevote = VoteContent.prevote(
            set.height, TestSet.round(UInt64(round)), block(value), validRound: proof?.certificate.round)
        return ReplayOffer(
            round: round, value: value, proof: proof, prevote: prevote, input: try set.checked(.proposal(proposal)))
    }
}

extension NodeRecord {
    /// True when the last act was the prevote for this proposal.
    fileprivate func isPrevote(of offer: ReplayOffer) -> Bool {
        next == offer.round * 2 + 1 && prevote(offer.round) == offer.value && valid(offer.round) == offer.valid
            && used(offer.round) == offer.proof?.valid ?? 0
    }

    /// True when the last act was the precommit by this polka.
    fileprivate func isPrecommit(of polka: ReplayPolka) -> Bool {
        next == polka.round * 2 + 2 && precommit(polka.round) == polka.value && lockedBy(polka.round) == polka.valid
    }

    /// True when this polka is the lock.
    fileprivate func isLock(_ polka: PolkaCertificate?, _ block: (UInt64) -> BlockID) -> Bool {
        guard let polka else { return lockRound == 0 }
        return Int(polka.round.value) + 1 == lockRound && polka.block == block(lockValue)
    }
}
