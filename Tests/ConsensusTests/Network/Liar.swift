import Consensus
import Ledger
import Simulation

/// A validator that signs whatever may hurt, to whomever it may hurt.
struct Liar {
    let index: Int
    private var proposals: [Proposal] = []
    private var certificates: [Message] = []
    private(set) var height = Height(1)
    private var top = Round.zero
    private var offered: [Round] = []
    /// Which of two proposals each node was given.
    private var told: [(Proposal, Int)] = []

    init(_ index: Int) { self.index = index }

    mutating func hear(_ message: Message) {
        if message.height > height {
            self = Liar(index)
            height = message.height
        }
        guard message.height == height else { return }
        top = max(top, message.round)
        switch message {
        case .proposal(let proposal): if !proposals.contains(proposal) { proposals.append(proposal) }
        case .vote: return
        case .polka, .round, .commit: if certificates.count < 40 { certificates.append(message) }
        }
    }

    /// One lie: a message, and to whom it goes.
    mutating func lie(
        _ set: TestSet, _ settings: RunSettings, _ random: inout SeededNumbers, newBlock: (Round, Bool) -> BlockID
    ) -> [(Message, Int)] {
        let round = random.chance(80) ? top : top.next ?? top
        let others = settings.honest
        if set.setup(own: nil).proposer(of: round) == index, !offered.contains(round) {
            offered.append(round)
            return twoProposals(round, set, others, &random, newBlock)
        }
        switch settings.strategy {
        case .hiddenLock: return hiddenLock(round, set, others)
        case .split: return split(set)
        case .anything: return anything(round, set, others, &random)
        }
    }

    private func anything(
        _ round: Round, _ set: TestSet, _ others: [Int], _ random: inout SeededNumbers
    ) -> [(Message, Int)] {
        let victims = others.filter { _ in random.chance(50) }
        switch random.below(5) {
        case 0:
            guard let certificate = random.pick(certificates) else { return [] }
            return victims.map { (certificate, $0) }
        case 1, 2:
            let proposal = random.pick(proposals.filter { $0.vote.content.round == round })
            let content = proposal.map(prevote) ?? .prevoteNil(height, round)
            return victims.map { (.vote(set.vote(content, by: index)), $0) }
        default:
            let block = random.chance(70) ? random.pick(proposals)?.vote.content.block : nil
            return victims.map { (.vote(set.vote(.precommit(height, round, block), by: index)), $0) }
        }
    }

    private func prevote(_ proposal: Proposal) -> VoteContent {
        let content = proposal.vote.content
        guard let block = content.block else { return .prevoteNil(height, content.round) }
        return .prevote(height, content.round, block, validRound: content.validRound)
    }

    private mutating func twoProposals(
        _ round: Round, _ set: TestSet, _ others: [Int], _ random: inout SeededNumbers,
        _ newBlock: (Round, Bool) -> BlockID
    ) -> [(Message, Int)] {
        let pair = [0, 1].map { number in
            let content = VoteContent.proposal(
                height, round, newBlock(round, number == 0 || random.chance(80)), validRound: nil)
            return Proposal(vote: set.vote(content, by: index), proof: nil)
        }
        proposals += pair
        let first = random.below(2)
        let chosen = others.enumerated().map { (pair[(first + $0.offset) % 2], $0.element) }
        told += chosen
        return chosen.map { (.proposal($0.0), $0.1) }
    }

    /// Votes with each node for what that node was told.
    private func split(_ set: TestSet) -> [(Message, Int)] {
        told.flatMap { proposal, node in
            let content = proposal.vote.content
            let both = [prevote(proposal), .precommit(height, content.round, content.block)]
            return both.map { (Message.vote(set.vote($0, by: index)), node) }
        }
    }

    /// Helps exactly one node of each round to lock, and nobody to learn of it.
    private func hiddenLock(_ round: Round, _ set: TestSet, _ others: [Int]) -> [(Message, Int)] {
        let victim = others[Int(round.value % UInt64(others.count))]
        var lies: [(Message, Int)] = []
        for proposal in proposals where proposal.vote.content.round == round {
            lies.append((.vote(set.vote(prevote(proposal), by: index)), victim))
        }
        let precommit = Message.vote(set.vote(.precommit(height, round, nil), by: index))
        lies += others.map { (precommit, $0) }
        lies += certificates.suffix(2).map { ($0, others[Int((round.value + 1) % UInt64(others.count))]) }
        return lies
    }
}
