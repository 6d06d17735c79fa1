import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Cosigns another head beside the true one: the proof of another log.
struct DoubleCosignatures: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        guard case .cosignature(let cosignature) = word, desk.random.below(2) == 0 else { return [.word(word)] }
        desk.lies += 1
        let head = TreeHead(size: cosignature.head.size, root: SHA256.digest([9]))
        let other = desk.cosigned(
            cosignature.height, cosignature.block, head, at: desk.state.head.time / 1_000)
        return desk.random.below(2) == 0 ? [.word(.cosignature(other))] : [.word(word), .word(.cosignature(other))]
    }
}
