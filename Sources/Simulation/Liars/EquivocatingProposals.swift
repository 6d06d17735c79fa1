import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Offers one block to half of the others and another one to the rest, and votes with each for what it was told.
struct EquivocatingProposals: LyingStrategy {
    private var second: (content: VoteContent, recipe: Recipe, body: [UInt8])?

    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        if case .agreement(.proposal(let proposal)) = word, proposal.proof == nil {
            make(proposal.vote.content, &desk)
        }
        guard let second, desk.others.firstIndex(of: peer).map({ $0.isMultiple(of: 2) }) ?? false else {
            return [.word(word)]
        }
        switch word {
        case .agreement(.proposal(let proposal))
        where proposal.vote.content.round == second.content.round
            && proposal.vote.content.height == second.content.height:
            desk.lies += 1
            return [.word(desk.word(second.content)), .word(.recipe(second.recipe)), .word(.body(second.body))]
        case .recipe(let recipe) where recipe.seal.height == second.content.height:
            return [.word(.recipe(second.recipe))]
        case .agreement(.vote(let vote)) where isOf(second.content, vote.content):
            guard vote.content.block != nil, let block = second.content.block else { return [.word(word)] }
            desk.lies += 1
            let content =
                vote.content.kind == .prevote
                ? VoteContent.prevote(vote.content.height, vote.content.round, block, validRound: nil)
                : .precommit(vote.content.height, vote.content.round, block)
            return [.word(desk.word(content))]
        case _: return [.word(word)]
        }
    }

    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter] {
        guard case .bodyWanted(let id) = word, let second, second.content.block == id else { return [] }
        return [LiarLetter(.body(second.body), to: peer)]
    }

    private func isOf(_ second: VoteContent, _ content: VoteContent) -> Bool {
        content.height == second.height && content.round == second.round
    }

    private mutating func make(_ content: VoteContent, _ desk: inout LiarDesk) {
        guard content.height == desk.height else { return }
        if let second, isOf(second.content, content) { return }
        let block = desk.block()
        second = (
            .proposal(content.height, content.round, block.seal.id, validRound: nil), Recipe(block),
            Array(block.runs.joined())
        )
    }
}
