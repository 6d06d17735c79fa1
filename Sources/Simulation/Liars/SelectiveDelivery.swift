import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Speaks to a few of the others only, other ones at each height.
struct SelectiveDelivery: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        let turn = Int(desk.height.value % UInt64(max(1, desk.others.count)))
        if desk.others.firstIndex(of: peer) == turn { return [.word(word)] }
        desk.lies += 1
        return []
    }
}
