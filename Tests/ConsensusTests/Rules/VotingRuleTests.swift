import Consensus
import Ledger
import Testing

struct VotingRuleTests {
    let a = Bench.a
    let b = Bench.b

    /// A node that has prevoted nil in round 0.
    private func prevoted(_ own: Int? = 0) -> Bench {
        var bench = Bench(own)
        _ = bench.feed(.work)
        _ = bench.expire(.propose, 0)
        return bench
    }

    @Test func `R3: a quorum of any prevotes starts the wait, once`() throws {
        var bench = prevoted()
        #expect(try bench.hear(votes: [bench.set.prevote(0, a, by: 1), bench.set.prevote(0, nil, by: 2)]) == [])
        #expect(try bench.hear(.vote(bench.set.prevote(0, b, by: 3))) == [bench.schedule(.prevote, 0, 10)])
        #expect(try bench.hear(.vote(bench.set.prevote(0, b, by: 0))) == [])
        #expect(bench.expire(.prevote, 0) == [bench.signPrecommit(0, nil)])
        #expect(bench.expire(.prevote, 0) == [])
    }

    @Test func `R4: a polka for a valid block is locked, precommitted and spread`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        _ = try bench.hear(.proposal(bench.set.proposal(0, a)))
        _ = bench.accept(a, newIn: 0)
        _ = try bench.hear(votes: [1, 2].map { bench.set.prevote(0, a, by: $0) })
        let polka = bench.set.polka(0, a, by: [1, 2, 3])
        #expect(
            try bench.hear(.vote(bench.set.prevote(0, a, by: 3)))
                == [bench.schedule(.prevote, 0, 10), bench.signPrecommit(0, a, polka: polka)])
        let precommit = bench.set.precommit(0, a, by: 0)
        #expect(bench.feed(.signed(precommit)) == [.broadcast(.polka(polka)), .broadcast(.vote(precommit))])
    }

    @Test func `R4: prevotes with different valid rounds make no polka (D1)`() throws {
        var bench = prevoted()
        _ = try bench.hear(.round(bench.end(0)))
        _ = bench.expire(.precommit, 0)
        _ = bench.expire(.propose, 1)
        _ = bench.accept(a, newIn: nil)
        let votes = [
            bench.set.prevote(1, a, by: 1), bench.set.prevote(1, a, by: 2), bench.set.prevote(1, a, valid: 0, by: 3),
        ]
        #expect(try bench.hear(votes: votes) == [bench.schedule(.prevote, 1, 20)])
    }

    @Test func `R4: a polka for an unknown block is fetched first, for an invalid one an alarm, and neither locks`()
        throws
    {
        var bench = prevoted()
        let polka = bench.set.polka(0, a, by: [1, 2, 3])
        #expect(try bench.hear(.polka(polka)) == [bench.schedule(.prevote, 0, 10), .fetch(a, from: [1, 2, 3])])
        #expect(
            bench.feed(.checked(BlockQuestion(block: a, newIn: nil), .invalid))
                == [.alarm(.quorumForInvalid(a, .zero))])
        var other = prevoted()
        _ = try other.hear(.polka(polka))
        #expect(other.accept(a, newIn: nil) == [other.signPrecommit(0, a, polka: polka)])
    }

    @Test func `R4: a polka of a later round moves the lock to its block, and is spread`() throws {
        var bench = try Bench.locked()
        _ = bench.expire(.propose, 1)
        let polka = bench.set.polka(1, b, by: [1, 2, 3])
        _ = try bench.hear(.polka(polka))
        #expect(bench.accept(b, newIn: nil).contains(bench.signPrecommit(1, b, polka: polka, entry: bench.end(0))))
        let precommit = bench.set.precommit(1, b, by: 0)
        #expect(bench.feed(.signed(precommit)) == [.broadcast(.polka(polka)), .broadcast(.vote(precommit))])
        _ = try bench.hear(.round(bench.end(1)))
        _ = bench.expire(.precommit, 1)
        let older = bench.set.proposal(2, a, proof: bench.set.polka(0, a, by: [1, 2, 3]))
        #expect(try bench.hear(.proposal(older)).contains(bench.signPrevote(2, nil, entry: bench.end(1))))
    }

    @Test func `R4': an old polka moves the valid block, never the lock`() throws {
        var bench = Bench(2)
        _ = bench.feed(.work)
        _ = try bench.hear(.round(bench.end(0)))
        _ = bench.accept(a, newIn: nil)
        let polka = bench.set.polka(0, a, by: [0, 1, 3])
        #expect(try bench.hear(.polka(polka)) == [])
        let proposal = bench.set.proposal(1, a, proof: polka)
        let effects = bench.expire(.precommit, 0)
        #expect(effects.contains(.sign(VoteRequest(content: proposal.vote.content, polka: polka, entry: bench.end(0)))))
        // Not locked by it: a new block of round 2 would be prevoted.
        _ = try bench.hear(.round(bench.end(1)))
        _ = bench.expire(.precommit, 1)
        _ = try bench.hear(.proposal(bench.set.proposal(2, b)))
        #expect(bench.accept(b, newIn: 2) == [bench.signPrevote(2, b, entry: bench.end(1))])
    }

    @Test func `R5: a quorum of nil prevotes is precommitted nil, and the lock stays`() throws {
        var bench = try Bench.locked()
        _ = bench.expire(.propose, 1)
        let effects = try bench.hear(votes: (1...3).map { bench.set.prevote(1, nil, by: $0) })
        #expect(effects == [bench.schedule(.prevote, 1, 20), bench.signPrecommit(1, nil, entry: bench.end(0))])
        _ = try bench.hear(.round(bench.end(1)))
        _ = bench.expire(.precommit, 1)
        let next = try bench.hear(.proposal(bench.set.proposal(2, b)))
        #expect(next.contains(bench.signPrevote(2, nil, entry: bench.end(1))))
    }

    @Test func `R6: a quorum of any precommits starts the last wait, in whatever step, once`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        let votes = [
            bench.set.precommit(0, a, by: 1), bench.set.precommit(0, nil, by: 2), bench.set.precommit(0, b, by: 3),
        ]
        #expect(try bench.hear(votes: votes) == [bench.schedule(.precommit, 0, 10)])
        #expect(try bench.hear(.vote(bench.set.precommit(0, a, by: 0))) == [])
        let entry = bench.set.roundEnd(0, [(1, a), (2, nil), (3, b)])
        #expect(
            bench.expire(.precommit, 0) == [.broadcast(.round(entry)), bench.schedule(.propose, 1, 60)])
        #expect(bench.expire(.precommit, 0) == [])
        let later = (1...3).map { bench.set.precommit(1, nil, by: $0) }
        #expect(try bench.hear(votes: later) == [bench.schedule(.precommit, 1, 20)])
    }

    @Test func `R7: a decision of any round counts as soon as its block is there`() throws {
        var bench = Bench(0)
        let commit = bench.set.commit(900, a, by: [0, 1, 3])
        #expect(try bench.hear(.commit(commit)) == [.fetch(a, from: [0, 1, 3])])
        #expect(bench.accept(a, newIn: nil) == [.decide(a, commit)])
        #expect(bench.machine.step == .decided)
        #expect(bench.feed(.retransmit) == [.broadcast(.commit(commit))])
        #expect(bench.feed(.work) == [])
    }

    @Test func `R7: precommits that come after the round may be left still decide`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        _ = try bench.hear(votes: [
            bench.set.precommit(0, a, by: 1), bench.set.precommit(0, nil, by: 2), bench.set.precommit(0, a, by: 3),
        ])
        #expect(try bench.hear(.vote(bench.set.precommit(0, a, by: 0))) == [.fetch(a, from: [0, 1, 3])])
    }

    @Test func `R7: a decided block that is invalid here ends the machine`() throws {
        var bench = Bench(0)
        _ = try bench.hear(.commit(bench.set.commit(0, a, by: [0, 1, 3])))
        #expect(
            bench.feed(.checked(BlockQuestion(block: a, newIn: nil), .invalid))
                == [.halt(.decidedInvalid(Height(1), a))])
        #expect(bench.machine.isHalted)
        #expect(bench.accept(a, newIn: nil) == [])
    }

    @Test func `R8a: the end of a later round is joined at once, and its precommits count`() throws {
        var bench = Bench(3)
        _ = bench.feed(.work)
        let end = bench.end(7)
        #expect(
            try bench.hear(.round(end)) == [
                .broadcast(.round(end)), bench.schedule(.propose, 7, 180), bench.schedule(.precommit, 7, 80),
            ])
        #expect(try bench.hear(.round(bench.end(6))) == [])
    }

    @Test func `R8b: the end of this round with f + 1 validators in the next is enough; either alone is not`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        #expect(try bench.hear(.vote(bench.set.prevote(1, nil, by: 1))) == [])
        #expect(try bench.hear(.vote(bench.set.prevote(1, nil, by: 2))) == [])
        #expect(
            try bench.hear(.round(bench.end(0))) == [
                bench.schedule(.precommit, 0, 10), .broadcast(.round(bench.end(0))), bench.schedule(.propose, 1, 60),
            ])
        var alone = Bench(0)
        _ = alone.feed(.work)
        #expect(try alone.hear(.round(alone.end(0))) == [alone.schedule(.precommit, 0, 10)])
    }

    @Test func `a timeout of another height, round or step means nothing`() {
        var bench = prevoted()
        #expect(bench.expire(.propose, 0) == [])
        #expect(bench.expire(.prevote, 1) == [])
        #expect(bench.expire(.precommit, 0) == [])
        #expect(bench.feed(.timeout(Timeout(height: Height(2), round: .zero, step: .prevote))) == [])
    }

    @Test func `a silent proposer is waited for only briefly, in the first n rounds`() throws {
        var bench = Bench(0)
        _ = bench.feed(.silent([1, 2]))
        #expect(bench.feed(.work) == [bench.schedule(.propose, 0, 3)])
        #expect(try bench.hear(.round(bench.end(5))).contains(bench.schedule(.propose, 5, 140)))
    }

    @Test func `a node that only follows asks for no signature`() throws {
        var bench = prevoted(nil)
        #expect(bench.machine.step == .prevote)
        let effects = try bench.hear(votes: (1...3).map { bench.set.prevote(0, nil, by: $0) })
        #expect(effects == [bench.schedule(.prevote, 0, 10)])
        #expect(bench.machine.step == .precommit)
    }

    @Test func `votes two rounds ahead, and third variants, are not kept`() throws {
        var bench = prevoted()
        let far = Message.vote(bench.set.prevote(2, nil, by: 1))
        #expect(bench.machine.interest(in: far) == .none)
        #expect(try bench.hear(far) == [])
        let before = bench.machine
        _ = try bench.hear(.vote(bench.set.prevote(0, a, by: 1)))
        #expect(before != bench.machine)
        #expect(try bench.hear(.vote(bench.set.prevote(0, b, by: 1))).count == 1)
        let full = bench.machine
        #expect(try bench.hear(.vote(bench.set.prevote(0, nil, by: 1))) == [])
        #expect(full == bench.machine)
    }
}
