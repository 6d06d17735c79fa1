import Consensus
import Ledger
import Testing

struct ProposalRuleTests {
    let a = Bench.a
    let b = Bench.b

    @Test func `an idle node wakes by work, a proposal, a certificate or f + 1 voters, and by nothing less`() throws {
        var worker = Bench(0)
        #expect(worker.feed(.work) == [worker.schedule(.propose, 0, 40)])
        var called = Bench(0)
        #expect(try called.hear(.proposal(called.set.proposal(0, a))).first == called.schedule(.propose, 0, 40))
        var shown = Bench(0)
        #expect(try shown.hear(.polka(shown.set.polka(0, a, by: [1, 2, 3]))).first == shown.schedule(.propose, 0, 40))
        var voted = Bench(0)
        #expect(try voted.hear(.vote(voted.set.prevote(0, nil, by: 2))) == [])
        #expect(try voted.hear(.vote(voted.set.precommit(0, nil, by: 2))) == [])
        #expect(try voted.hear(.vote(voted.set.prevote(0, nil, by: 3))).first == voted.schedule(.propose, 0, 40))
    }

    @Test func `the proposer builds, asks for its signature, and only then sends`() {
        var bench = Bench(1)
        #expect(bench.feed(.work) == [.build(Height(1), .zero), bench.schedule(.propose, 0, 40)])
        let proposal = bench.set.proposal(0, a)
        #expect(
            bench.feed(.built(Height(1), .zero, a))
                == [.sign(VoteRequest(content: proposal.vote.content, polka: nil, entry: nil))])
        #expect(
            bench.feed(.signed(proposal.vote)) == [.broadcast(.proposal(proposal)), bench.signPrevote(0, a)])
        let prevote = bench.set.prevote(0, a, by: 1)
        #expect(bench.feed(.signed(prevote)) == [.broadcast(.vote(prevote))])
    }

    @Test func `a block built too late, or by one whose turn it is not, is not proposed`() {
        var late = Bench(1)
        _ = late.feed(.work)
        #expect(late.expire(.propose, 0) == [late.signPrevote(0, nil)])
        #expect(late.feed(.built(Height(1), .zero, a)) == [])
        var other = Bench(0)
        _ = other.feed(.work)
        #expect(other.feed(.built(Height(1), .zero, a)) == [])
    }

    @Test func `R1: a new block is prevoted when it is valid, and nil when it is not`() throws {
        for (answer, expected) in [(BlockAnswer.valid, a as BlockID?), (.untimely, nil), (.invalid, nil)] {
            var bench = Bench(0)
            _ = bench.feed(.work)
            #expect(try bench.hear(.proposal(bench.set.proposal(0, a))) == [bench.check(a, newIn: 0)])
            let answered = bench.feed(.checked(BlockQuestion(block: a, newIn: .zero), answer))
            #expect(answered == [bench.signPrevote(0, expected)])
        }
    }

    @Test func `a proposal that cannot be judged in time does not end the wait for one`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        _ = try bench.hear(.proposal(bench.set.proposal(0, a)))
        #expect(bench.expire(.propose, 0) == [bench.signPrevote(0, nil)])
        #expect(bench.accept(a, newIn: 0) == [])
    }

    @Test func `R1: a locked node prevotes nil on a new block, even on its own (D2)`() throws {
        for block in [a, b] {
            var bench = try Bench.locked()
            let effects = try bench.hear(.proposal(bench.set.proposal(1, block)))
            #expect(
                effects == [bench.check(block, newIn: 1), bench.signPrevote(1, nil, entry: bench.end(0))])
        }
    }

    @Test func `R2: an earlier block is prevoted with its polka, if the lock is no newer`() throws {
        var bench = try Bench.locked()
        let entry = bench.end(1)
        _ = try bench.hear(.round(entry))
        let polka = bench.set.polka(1, b, by: [1, 2, 3])
        _ = bench.expire(.precommit, 1)
        #expect(try bench.hear(.proposal(bench.set.proposal(2, b, proof: polka))).contains(bench.check(b, newIn: nil)))
        #expect(
            bench.accept(b, newIn: nil) == [bench.signPrevote(2, b, valid: 1, polka: polka, entry: entry)])
    }

    @Test func `R2: a polka older than the lock gets nil`() throws {
        let set = TestSet(4, liars: 1)
        var bench = Bench(0)
        _ = bench.feed(.work)
        _ = try bench.hear(.round(bench.end(0)))
        _ = bench.expire(.precommit, 0)
        _ = try bench.hear(.proposal(set.proposal(1, a)))
        _ = bench.accept(a, newIn: 1)
        _ = try bench.hear(.polka(set.polka(1, a, by: [1, 2, 3])))
        let entry = bench.end(1)
        _ = try bench.hear(.round(entry))
        _ = bench.expire(.precommit, 1)
        let old = set.polka(0, b, by: [1, 2, 3])
        let effects = try bench.hear(.proposal(set.proposal(2, b, proof: old)))
        #expect(effects.contains(bench.signPrevote(2, nil, entry: entry)))
    }

    @Test func `a proposer with a valid block offers it again with its polka (D3)`() throws {
        var bench = try Bench.locked(own: 2)
        let polka = bench.set.polka(0, a, by: [1, 2, 3])
        var other = Bench(2)
        _ = other.feed(.work)
        _ = try other.hear(.proposal(other.set.proposal(0, a)))
        _ = other.accept(a, newIn: 0)
        _ = try other.hear(.polka(polka))
        _ = try other.hear(.round(other.end(0)))
        let proposal = bench.set.proposal(1, a, proof: polka)
        #expect(
            other.expire(.precommit, 0) == [
                .broadcast(.round(other.end(0))),
                .sign(VoteRequest(content: proposal.vote.content, polka: polka, entry: other.end(0))),
                other.schedule(.propose, 1, 60),
            ])
        #expect(bench.feed(.signed(proposal.vote)).first == .broadcast(.proposal(proposal)))
    }

    @Test func `a second proposal of a round is told of, a third is dropped`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        _ = try bench.hear(.proposal(bench.set.proposal(0, a)))
        let second = try bench.hear(.proposal(bench.set.proposal(0, b)))
        #expect(second == [.alarm(.twoProposals(validator: 1, .zero)), bench.check(b, newIn: 0)])
        #expect(try bench.hear(.proposal(bench.set.proposal(0, TestSet.block(3)))) == [])
    }

    @Test func `a proposal out of turn, without its proof, or with another's proof is refused`() {
        let set = TestSet(4, liars: 1)
        let setup = set.setup(own: nil)
        let polka = set.polka(0, a, by: [1, 2, 3])
        let bare = Proposal(vote: set.proposal(1, a, proof: polka).vote, proof: nil)
        let wrong = Proposal(vote: set.proposal(1, b, proof: polka).vote, proof: polka)
        let later = Proposal(
            vote: set.proposal(2, a, proof: polka).vote, proof: set.polka(1, a, by: [1, 2, 3]))
        let cases: [(Proposal, MessageRefusal)] = [
            (set.proposal(0, a, by: 2), .notTheProposer(validator: 2, proposer: 1)),
            (bare, .proofMissing), (wrong, .proofOfOther), (later, .proofOfOther),
        ]
        for (proposal, refusal) in cases {
            #expect(throws: refusal) { try setup.verify(.proposal(proposal), with: StandInVerifier()) }
        }
    }
}
