import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Takes part in everything but votes and cosignatures, of which it sends a few.
struct WithheldVotes: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        switch word {
        case .agreement, .cosignature:
            guard desk.random.below(5) > 0 else { return [.word(word)] }
            desk.lies += 1
            return []
        case .status, .recipe, .bodyWanted, .body, .statements, .kept, .blocksWanted, .blocks, .evidence, .doubtAsked,
            .doubtAnswer:
            return [.word(word)]
        }
    }
}
