import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Proposes and keeps the body to itself; asked for one, it sends another or none.
struct MissingBodies: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        switch word {
        case .recipe, .statements:
            desk.lies += 1
            return []
        case .body(let leaves):
            desk.lies += 1
            return desk.random.below(2) == 0 ? [] : [.word(.body(Array(leaves.dropLast(leaves.count / 2))))]
        case .agreement, .cosignature, .status, .bodyWanted, .kept, .blocksWanted, .blocks, .evidence, .doubtAsked,
            .doubtAnswer:
            return [.word(word)]
        }
    }
}
