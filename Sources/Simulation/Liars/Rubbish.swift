import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Sends bytes that are no words, and true words with a bit turned over.
struct Rubbish: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        guard desk.random.below(3) == 0 else { return [.word(word)] }
        var payload = word.payload
        guard !payload.isEmpty else { return [.word(word)] }
        payload[Int(desk.random.below(UInt64(payload.count)))] ^= 1 << UInt8(desk.random.below(8))
        desk.lies += 1
        return [.bytes(kind: word.kind, payload: payload)]
    }

    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] {
        desk.lies += 1
        var bytes: [UInt8] = []
        for _ in 0..<desk.random.below(80) { bytes.append(UInt8(truncatingIfNeeded: desk.random.next())) }
        let kind = UInt8(desk.random.below(14))
        return desk.others.map { LiarLetter(kind: kind, payload: bytes, to: $0) }
    }
}
