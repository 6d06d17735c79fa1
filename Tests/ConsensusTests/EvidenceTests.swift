import Consensus
import Ledger
import Signing
import Testing

struct EvidenceTests {
    static let set = TestSet(4, liars: 1)
    static let a = TestSet.block(1)
    static let b = TestSet.block(2)

    /// Each kind, with whom it accuses.
    static let samples: [(Evidence?, [Int])] = [
        (.between(set.prevote(0, a, by: 2), set.prevote(0, nil, by: 2)), [2]),
        (.between(set.prevote(1, a, by: 2), set.prevote(1, a, valid: 0, by: 2)), [2]),
        (.between(set.precommit(3, a, by: 1), set.precommit(3, b, by: 1)), [1]),
        (.between(set.polka(1, a, by: [0, 1, 2]), set.polka(1, b, by: [1, 2, 3])), [1, 2]),
        (.between(set.commit(1, a, by: [0, 1, 2]), set.polka(2, b, by: [1, 2, 3])), [1, 2]),
        (.between(set.commit(1, a, by: [0, 1, 2]), set.polka(4, b, valid: 0, by: [0, 2, 3])), [0, 2]),
    ]

    @Test(arguments: samples)
    func `evidence reads back, verifies, and names who lied`(_ found: Evidence?, _ accused: [Int]) throws {
        let evidence = try #require(found)
        #expect(evidence.accused == accused)
        #expect(try Evidence(decoding: evidence.encoded) == evidence)
        #expect(try Self.set.setup(own: nil).verify(evidence, with: StandInVerifier()).content == evidence)
        var set = Self.set
        set.height = Height(2)
        #expect(throws: MessageRefusal.self) { try set.setup(own: nil).verify(evidence, with: StandInVerifier()) }
    }

    @Test func `evidence of which either vote is false proves nothing`() {
        let true1 = Self.set.prevote(0, Self.a, by: 2)
        let true2 = Self.set.prevote(0, Self.b, by: 2)
        let false1 = Vote(content: true1.content, validator: 2, signature: true2.signature)
        let false2 = Vote(content: true2.content, validator: 2, signature: true1.signature)
        for evidence in [Evidence.duplicateVote(false1, true2), .duplicateVote(true1, false2)] {
            #expect(throws: MessageRefusal.falseSignature(validator: 2)) {
                try Self.set.setup(own: nil).verify(evidence, with: StandInVerifier())
            }
        }
    }

    @Test func `two votes that agree are no evidence, in whatever form they come`() {
        let vote = Self.set.prevote(0, Self.a, by: 2)
        let nothing = Evidence.duplicateVote(vote, vote)
        #expect(nothing.accused == [])
        #expect(throws: MessageRefusal.provesNothing) {
            try Self.set.setup(own: nil).verify(nothing, with: StandInVerifier())
        }
        #expect(throws: CBORError.self) { try Evidence(decoding: nothing.encoded) }
    }

    @Test func `what one honest validator may have signed proves nothing`() {
        let (set, a, b) = (Self.set, Self.a, Self.b)
        #expect(Evidence.between(set.prevote(0, a, by: 2), set.prevote(1, b, by: 2)) == nil)
        #expect(Evidence.between(set.prevote(0, a, by: 2), set.precommit(0, nil, by: 2)) == nil)
        #expect(Evidence.between(set.prevote(0, a, by: 2), set.prevote(0, b, by: 1)) == nil)
        #expect(Evidence.between(set.proposal(0, a).vote, set.proposal(0, b).vote) == nil)
        #expect(Evidence.between(set.polka(1, a, by: [0, 1]), set.polka(1, b, by: [2, 3])) == nil)
        let commit = set.commit(1, a, by: [0, 1, 2])
        #expect(Evidence.between(commit, set.polka(2, b, valid: 1, by: [1, 2, 3])) == nil)
        #expect(Evidence.between(commit, set.polka(1, b, by: [1, 2, 3])) == nil)
        #expect(Evidence.between(commit, set.polka(2, a, by: [1, 2, 3])) == nil)
    }

    @Test func `one offence has one encoding`() throws {
        let one = Self.set.prevote(0, Self.a, by: 2)
        let other = Self.set.prevote(0, Self.b, by: 2)
        #expect(Evidence.between(one, other) == Evidence.between(other, one))
        let evidence = try #require(Evidence.between(one, other))
        guard case .duplicateVote(let first, let second) = evidence else { return }
        let turned = Evidence.duplicateVote(second, first).encoded
        #expect(throws: CBORError.outOfRange(offset: 1)) { try Evidence(decoding: turned) }
    }

    @Test func `a double vote is reported once, and quarantined where nobody may lie`() throws {
        for (count, liars, isQuarantined) in [(3, 0, true), (4, 1, false)] {
            var bench = Bench(0, of: count, liars: liars)
            _ = bench.feed(.work)
            _ = bench.expire(.propose, 0)
            let one = bench.set.prevote(0, Self.a, by: 1)
            let other = bench.set.prevote(0, Self.b, by: 1)
            _ = try bench.hear(.vote(one))
            let evidence = try #require(Evidence.between(one, other))
            #expect(try bench.hear(.vote(other)) == [.report(evidence)])
            let before = bench.machine
            _ = try bench.hear(.vote(bench.set.precommit(0, nil, by: 1)))
            #expect((bench.machine == before) == isQuarantined)
            // Certificates still count.
            let quorum = liars == 0 ? [0, 1] : [0, 1, 2]
            let commit = bench.set.commit(0, Self.a, by: quorum)
            #expect(try bench.hear(.commit(commit)) == [.fetch(Self.a, from: quorum)])
        }
    }

    @Test func `evidence from elsewhere quarantines without being reported again`() throws {
        var bench = Bench(0, of: 3, liars: 0)
        _ = bench.feed(.work)
        let one = bench.set.prevote(0, Self.a, by: 1)
        let other = bench.set.prevote(0, Self.b, by: 1)
        let evidence = try #require(Evidence.between(one, other))
        let checked = try bench.set.setup(own: nil).verify(evidence, with: StandInVerifier())
        #expect(bench.feed(.learnt(checked)) == [])
        let before = bench.machine
        #expect(try bench.hear(votes: [one, other]) == [])
        #expect(bench.machine == before)
    }

    @Test func `an offence that is known already is not reported again, where the liar still counts`() throws {
        var bench = Bench(0)
        _ = bench.feed(.work)
        let one = bench.set.prevote(0, Self.a, by: 1)
        let other = bench.set.prevote(0, Self.b, by: 1)
        let evidence = try #require(Evidence.between(one, other))
        _ = bench.feed(.learnt(try bench.set.setup(own: nil).verify(evidence, with: StandInVerifier())))
        #expect(try bench.hear(votes: [one, other]) == [])
    }

    @Test func `two decisions of one height end the machine, after the report`() throws {
        var bench = Bench(0)
        let first = bench.set.commit(0, Self.a, by: [0, 1, 2])
        let second = bench.set.commit(0, Self.b, by: [1, 2, 3])
        _ = try bench.hear(.commit(first))
        let effects = try bench.hear(.commit(second))
        let expected = Evidence.between(first, second).map(Effect.report)
        #expect(expected.count == 2)
        #expect(effects == expected + [.halt(.conflictingDecisions(Height(1), Self.a, Self.b))])
        #expect(bench.feed(.work) == [])
    }

    @Test func `a decision below that is not ours ends the machine`() throws {
        var bench = Bench(0)
        var next = bench.set
        next.height = Height(2)
        next.parent = Self.a
        _ = bench.feed(.opened(next.setup(own: 0), nil))
        let conflict = Message.commit(bench.set.commit(0, Self.b, by: [1, 2, 3]))
        #expect(bench.machine.interest(in: conflict) == .conflict)
        let same = Message.commit(bench.set.commit(0, Self.a, by: [1, 2, 3]))
        #expect(bench.machine.interest(in: same) == .senderIsBehind)
        #expect(
            try bench.hear(conflict) == [.halt(.conflictingDecisions(Height(1), Self.a, Self.b))])
    }

    @Test func `amnesia is reported when a decision meets the polka that contradicts it`() throws {
        var bench = Bench(0)
        let commit = bench.set.commit(0, Self.a, by: [0, 1, 2])
        let polka = bench.set.polka(1, Self.b, by: [1, 2, 3])
        _ = try bench.hear(.polka(polka))
        #expect(try bench.hear(.commit(commit)).first == .report(.amnesia(commit, polka)))
    }
}
