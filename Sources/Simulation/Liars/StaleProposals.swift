import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Offers old blocks again: earlier proposals of this height under a new round, and messages of earlier heights.
struct StaleProposals: LyingStrategy {
    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] {
        var words = desk.old.suffix(3).map { PeerWord.agreement($0) }
        if let first = desk.proposals.first, let block = first.vote.content.block {
            words.append(desk.word(.proposal(desk.height, desk.round, block, validRound: nil)))
            let polka = desk.heard.compactMap { message -> PolkaCertificate? in
                if case .polka(let polka) = message { polka } else { nil }
            }.first
            if let polka, let next = desk.round.next {
                let content = VoteContent.proposal(desk.height, next, polka.block, validRound: polka.round)
                words.append(.agreement(.proposal(Proposal(vote: desk.signed(content), proof: polka))))
            }
        }
        guard !words.isEmpty else { return [] }
        desk.lies += 1
        return desk.others.flatMap { peer in words.map { LiarLetter($0, to: peer) } }
    }
}
