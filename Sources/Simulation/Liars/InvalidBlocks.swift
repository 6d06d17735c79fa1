import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Proposes blocks that do not follow: a wrong state, a wrong place, or a body that is none.
struct InvalidBlocks: LyingStrategy {
    private var forged: (content: VoteContent, recipe: Recipe, body: [UInt8])?

    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        switch word {
        case .agreement(.proposal(let proposal)) where proposal.proof == nil:
            forge(proposal.vote.content, &desk)
            guard let forged else { return [.word(word)] }
            desk.lies += 1
            return [.word(desk.word(forged.content)), .word(.recipe(forged.recipe))]
        case .recipe: return []
        case .agreement, .cosignature, .status, .bodyWanted, .body, .statements, .kept, .blocksWanted, .blocks,
            .evidence, .doubtAsked, .doubtAnswer:
            return [.word(word)]
        }
    }

    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter] {
        guard case .bodyWanted(let id) = word, let forged, forged.content.block == id else { return [] }
        return [LiarLetter(.body(forged.body), to: peer)]
    }

    private mutating func forge(_ content: VoteContent, _ desk: inout LiarDesk) {
        guard content.height == desk.height else { return }
        if let forged, forged.content.height == content.height, forged.content.round == content.round { return }
        let block = desk.block()
        let seal = forge(block.seal, &desk)
        var body: [UInt8] = []
        let leaves = (try? EntryBundle.parse(Array(block.runs.joined()))) ?? []
        for leaf in leaves.dropLast() { EntryBundle.append(leaf: leaf, to: &body) }
        EntryBundle.append(leaf: seal.encoded, to: &body)
        forged = (
            .proposal(content.height, content.round, seal.id, validRound: nil),
            Recipe(seal: seal, statements: block.statements.map(\.id)), body
        )
    }

    private func forge(_ seal: Seal, _ desk: inout LiarDesk) -> Seal {
        let lie = desk.random.below(4)
        let other = SHA256.digest([1, 2, 3])
        return Seal(
            height: lie == 1 ? seal.height.next : seal.height, previous: lie == 2 ? other : seal.previous,
            firstIndex: seal.firstIndex, rootBefore: seal.rootBefore, time: lie == 3 ? 1 : seal.time,
            proposer: seal.proposer, stateRoot: lie == 0 ? other : seal.stateRoot, validators: seal.validators,
            nextValidators: seal.nextValidators, parameters: seal.parameters, ruleVersion: seal.ruleVersion,
            evidenceRoot: seal.evidenceRoot, closedCount: seal.closedCount)
    }
}
