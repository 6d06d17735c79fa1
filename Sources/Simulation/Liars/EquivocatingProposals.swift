import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Offers one block to half of the others and another one to the rest, and votes and cosigns with each for what it
/// was told.
struct EquivocatingProposals: LyingStrategy {
    private var second: (content: VoteContent, recipe: Recipe, body: [UInt8], head: TreeHead)?

    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        // Its own prevote leaves before the proposal.
        switch word {
        case .agreement(.proposal(let proposal)) where proposal.proof == nil: make(proposal.vote.content, &desk)
        case .agreement(.vote(let vote)) where desk.proposer(of: vote.content.round) == desk.own:
            make(vote.content, &desk)
        case _: break
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
        // Whoever took the second block is given the cosignature that makes it final there.
        case .cosignature(let cosignature) where cosignature.height == second.content.height:
            guard let block = second.content.block, cosignature.block != block else { return [.word(word)] }
            desk.lies += 1
            return [.word(.cosignature(desk.cosigned(cosignature.height, block, second.head, at: desk.now / 1_000)))]
        case _: return [.word(word)]
        }
    }

    /// Helps whoever goes the second way on: the liar's replica goes the first.
    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter] {
        guard let second, let block = second.content.block else { return [] }
        switch word {
        case .bodyWanted(let id) where id == block: return [LiarLetter(.body(second.body), to: peer)]
        case .agreement(let message) where isPrecommitted(message, block):
            desk.lies += 1
            return [LiarLetter(desk.word(.precommit(second.content.height, second.content.round, block)), to: peer)]
        case .cosignature(let cosignature) where cosignature.block == block:
            desk.lies += 1
            return [LiarLetter(.cosignature(cosigned(block, second.head, &desk)), to: peer)]
        case _: return []
        }
    }

    /// Whoever says this has precommitted the second block, or is about to.
    private func isPrecommitted(_ message: Message, _ block: BlockID) -> Bool {
        switch message {
        case .polka(let polka): polka.content.block == block
        case .vote(let vote): vote.content.kind == .precommit && vote.content.block == block
        case .proposal, .round, .commit: false
        }
    }

    private func cosigned(_ block: BlockID, _ head: TreeHead, _ desk: inout LiarDesk) -> Cosignature {
        desk.cosigned(second?.content.height ?? desk.height, block, head, at: desk.now / 1_000)
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
            Array(block.runs.joined()), block.frontier.head
        )
    }
}
