import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport
import Testing

extension LyingPeerTests {
    /// Two precommits of validator 1 at a height.
    private func doubleVote(_ height: Height, round: UInt64 = 0) throws -> Evidence {
        let round = try #require(Round(round))
        let votes = [BlockID(.leaf([1])), BlockID(.leaf([2]))].map { block in
            LyingPeerTests.signed(.precommit(height, round, block), by: 1, ledger)
        }
        return try #require(Evidence.between(votes[0], votes[1]))
    }

    private func reports(_ effects: [QuorumEffect]) -> [Evidence] {
        effects.compactMap { effect -> Evidence? in
            if case .report(.votes(let evidence)) = effect { return evidence }
            return nil
        }
    }

    @Test mutating func `a proof of an earlier height is reported once, and sent to whoever comes`() throws {
        let evidence = try doubleVote(ledger.head.height)
        #expect(reports(tell(.received(.evidence(evidence), from: 1, now: now))) == [evidence])
        #expect(reports(tell(.received(.evidence(evidence), from: 1, now: now))).isEmpty)
        let sent = tell(.connected(1, now: now)).contains { effect in
            if case .send(.evidence(evidence), to: 1) = effect { true } else { false }
        }
        #expect(sent)
    }

    @Test mutating func `what proves nothing, or is of a height to come, is not kept`() throws {
        let good = try doubleVote(ledger.head.height)
        guard case .duplicateVote(let first, let second) = good else { throw Unfit() }
        let forged = Vote(content: second.content, validator: 2, signature: second.signature)
        let other = Vote(content: first.content, validator: 2, signature: first.signature)
        let ordered = try #require(Evidence.between(other, forged))
        let early = try doubleVote(Height(ledger.head.height.value + 5))
        for evidence in [ordered, early] {
            #expect(reports(tell(.received(.evidence(evidence), from: 1, now: now))).isEmpty)
        }
        let sent = tell(.connected(1, now: now)).contains { effect in
            if case .send(.evidence, _) = effect { true } else { false }
        }
        #expect(!sent)
    }

    @Test mutating func `a liar's proofs of itself fill no more than a shelf`() throws {
        var count = 0
        for round in 0..<300 {
            let evidence = try doubleVote(ledger.head.height, round: UInt64(round))
            count += reports(tell(.received(.evidence(evidence), from: 1, now: now))).count
        }
        #expect(count == 256)
        let sent = tell(.connected(1, now: now)).filter { effect in
            if case .send(.evidence, _) = effect { true } else { false }
        }
        #expect(sent.count == 16)
    }

    private struct Unfit: Error {}
}
