import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Votes, proposes and decides in rounds and heights far ahead.
struct FarFuture: LyingStrategy {
    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] {
        desk.lies += 1
        let block = desk.proposals.last?.vote.content.block ?? desk.state.head.id
        let ahead = [desk.round.value + 1, desk.round.value + 2, 999, Round.limit][Int(desk.random.below(4))]
        let round = Round(ahead) ?? desk.round
        let heights = [desk.height, desk.height.next, Height(desk.height.value + 1_000), Height(Height.limit)]
        let height = heights[Int(desk.random.below(4))]
        let words: [PeerWord] = [
            desk.word(.precommit(height, round, block)), desk.word(.prevoteNil(height, round)),
            desk.word(.proposal(height, round, block, validRound: nil)),
            .status(final: height, size: desk.random.below(1 << 40)),
        ]
        return desk.others.flatMap { peer in words.map { LiarLetter($0, to: peer) } }
    }
}
