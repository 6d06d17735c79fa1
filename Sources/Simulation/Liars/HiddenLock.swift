import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Helps exactly one of the others to lock in each round, and nobody to learn of it.
struct HiddenLock: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        guard case .agreement(let message) = word else { return [.word(word)] }
        let victim = desk.others[Int(message.round.value % UInt64(desk.others.count))]
        switch message {
        case .vote(let vote) where vote.content.kind == .prevote:
            guard peer != victim else { return [.word(word)] }
            desk.lies += 1
            return []
        case .vote(let vote):
            desk.lies += 1
            return [.word(desk.word(.precommit(vote.content.height, vote.content.round, nil)))]
        case .polka: return []
        case .proposal, .round, .commit: return [.word(word)]
        }
    }

    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] {
        let certificates = desk.heard.filter { message in
            if case .round = message { true } else { false }
        }
        let next = desk.others[Int((desk.round.value + 1) % UInt64(desk.others.count))]
        return certificates.suffix(1).map { LiarLetter(.agreement($0), to: next) }
    }
}
