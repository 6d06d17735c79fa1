import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Forgets its lock: prevotes whatever is proposed anew, in every round, and precommits it as well.
struct Amnesia: LyingStrategy {
    mutating func answer(_ word: PeerWord, from peer: Int, _ desk: inout LiarDesk) -> [LiarLetter] {
        guard case .agreement(.proposal(let proposal)) = word else { return [] }
        let content = proposal.vote.content
        guard content.height == desk.height, let block = content.block else { return [] }
        desk.lies += 1
        let words = [
            desk.word(.prevote(content.height, content.round, block, validRound: content.validRound)),
            desk.word(.precommit(content.height, content.round, block)),
        ]
        return desk.others.flatMap { peer in words.map { LiarLetter($0, to: peer) } }
    }

    /// Its honest votes stay at home.
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        guard case .agreement(.vote(let vote)) = word, vote.content.block == nil else { return [.word(word)] }
        return []
    }
}
