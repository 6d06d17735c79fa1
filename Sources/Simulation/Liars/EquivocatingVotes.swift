import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Votes for the block with some and against every block with others.
struct EquivocatingVotes: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        guard case .agreement(.vote(let vote)) = word, vote.content.block != nil else { return [.word(word)] }
        let content = vote.content
        let against: VoteContent =
            content.kind == .prevote
            ? .prevoteNil(content.height, content.round) : .precommit(content.height, content.round, nil)
        switch desk.random.below(3) {
        case 0: return [.word(word)]
        case 1:
            desk.lies += 1
            return [.word(desk.word(against))]
        case _:
            desk.lies += 1
            return [.word(word), .word(desk.word(against))]
        }
    }
}
