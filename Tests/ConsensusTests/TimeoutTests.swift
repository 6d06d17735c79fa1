import Consensus
import Ledger
import Signing
import Testing

struct TimeoutTests {
    @Test func `waits grow from round to round, up to the limit`() throws {
        let timeouts = Timeouts(
            propose: 400, proposeGrowth: 200, vote: 100, voteGrowth: 50, limit: 1_000, silentProposer: 30)
        let last = try #require(Round(Round.limit))
        for (step, first, second) in [(Timeout.Step.propose, 400, 600), (.prevote, 100, 150), (.precommit, 100, 150)] {
            #expect(timeouts.milliseconds(step, .zero) == UInt64(first))
            #expect(timeouts.milliseconds(step, TestSet.round(1)) == UInt64(second))
            #expect(timeouts.milliseconds(step, last) == 1_000)
        }
    }

    @Test func `a true signature by a key of another algorithm is no vote`() {
        let message = [UInt8]("vote".utf8)
        for (algorithm, isTrue) in [(SignatureAlgorithm.ed25519, true), (.es256, false)] {
            let key = PrivateKey(generating: algorithm)
            let signature = key.sign(message)
            #expect(key.publicKey.verifies(signature, over: message))
            #expect(Ed25519Verifier().verifies(signature, over: message, by: key.publicKey) == isTrue)
        }
    }
}
