import Consensus
import Ledger
import Testing

struct HeightTests {
    let a = Bench.a

    @Test func `messages of the next height wait unchecked, a few for each link, and are asked for when it opens`() {
        var bench = Bench(0)
        var next = bench.set
        next.height = Height(2)
        next.parent = a
        let votes = (0..<4).flatMap { by in (0..<3).map { Message.vote(next.prevote($0, a, by: by)) } }
        #expect(bench.machine.interest(in: votes[0]) == .early)
        for vote in votes { #expect(bench.feed(.early(vote, link: 5)) == []) }
        #expect(bench.feed(.early(votes[0], link: 6)) == [])
        let effects = bench.feed(.opened(next.setup(own: 0), nil))
        #expect(effects == votes.prefix(8).map(Effect.verify))
    }

    @Test func `a message far ahead calls for catching up, one far below for help`() {
        var bench = Bench(0)
        var far = bench.set
        far.height = Height(Height.limit)
        let vote = Message.vote(far.prevote(0, a, by: 1))
        #expect(bench.machine.interest(in: vote) == .nodeIsBehind)
        #expect(bench.feed(.early(vote, link: 1)) == [])
        var high = bench.set
        high.height = Height(5)
        _ = bench.feed(.opened(high.setup(own: 0), nil))
        #expect(bench.machine.interest(in: .vote(bench.set.prevote(0, a, by: 1))) == .senderIsBehind)
    }

    @Test func `a restarted node repeats its words, keeps its lock, and goes on in its step`() throws {
        let set = TestSet(4, liars: 1)
        let setup = set.setup(own: 0)
        let polka = set.polka(1, a, by: [1, 2, 3])
        let entry = set.roundEnd(0, [(1, nil), (2, nil), (3, nil)])
        var memory = VoteMemory.genesis
        for content in [set.prevote(1, a, by: 0).content, set.precommit(1, a, by: 0).content] {
            _ = try memory.sign(
                VoteRequest(content: content, polka: polka, entry: entry), in: setup, by: StandInSigner(0),
                with: StandInVerifier())
        }
        var machine = Agreement()
        let effects = machine.handle(.opened(setup, memory))
        #expect(machine.round == TestSet.round(1))
        #expect(machine.step == .precommit)
        #expect(
            effects == [
                .broadcast(.round(entry)), .broadcast(.polka(polka)), .broadcast(.vote(set.prevote(1, a, by: 0))),
                .broadcast(.vote(set.precommit(1, a, by: 0))), .fetch(a, from: [1, 2, 3]),
            ])
        let end = set.roundEnd(1, [(1, nil), (2, nil), (3, nil)])
        _ = machine.handle(try set.checked(.round(end)))
        _ = machine.handle(.timeout(Timeout(height: Height(1), round: TestSet.round(1), step: .precommit)))
        let next = machine.handle(try set.checked(.proposal(set.proposal(2, TestSet.block(2)))))
        let nothing = set.prevote(2, nil, by: 0).content
        #expect(next.contains(.sign(VoteRequest(content: nothing, polka: nil, entry: end))))
    }

    @Test func `what is repeated is the round's entry, own words, and the newest polka`() throws {
        var bench = Bench(0)
        #expect(bench.feed(.retransmit) == [])
        _ = bench.feed(.work)
        #expect(bench.feed(.retransmit) == [])
        bench = try Bench.locked()
        let vote = bench.set.prevote(1, nil, by: 0)
        _ = bench.expire(.propose, 1)
        _ = bench.feed(.signed(vote))
        #expect(
            bench.feed(.retransmit) == [
                .broadcast(.round(bench.end(0))), .broadcast(.polka(bench.set.polka(0, a, by: [1, 2, 3]))),
                .broadcast(.vote(vote)),
            ])
    }

    @Test func `a single validator decides alone`() throws {
        let set = TestSet(1)
        var machine = Agreement()
        _ = machine.handle(.opened(set.setup(own: 0), .genesis))
        _ = machine.handle(.work)
        var waiting: [Input] = [.built(Height(1), .zero, a)]
        var memory = VoteMemory.genesis
        var decided: [BlockID] = []
        while let input = waiting.popLast() {
            for effect in machine.handle(input) {
                if case .sign(let request) = effect {
                    let vote = try memory.sign(
                        request, in: set.setup(own: 0), by: StandInSigner(0), with: StandInVerifier())
                    waiting.append(.signed(vote))
                }
                if case .decide(let block, _) = effect { decided.append(block) }
            }
        }
        #expect(decided == [a])
    }

    @Test func `certificates with too few, repeated, unordered, unknown or false signers are refused`() {
        let set = TestSet(4, liars: 1)
        let good = set.commit(0, a, by: [0, 1, 2])
        func refusal(_ signers: [Int], _ change: (inout [CertificateSignature]) -> Void = { _ in }) -> MessageRefusal? {
            var signatures = set.signatures(good.content, by: signers)
            change(&signatures)
            let commit = CommitCertificate(height: good.height, round: .zero, block: a, signatures: signatures)
            do throws(MessageRefusal) {
                _ = try set.setup(own: nil).verify(commit, with: StandInVerifier())
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal([0, 1, 2]) == nil)
        #expect(refusal([0, 1, 2, 3]) == nil)
        #expect(refusal([0, 1]) == .tooFewSignatures(needed: 3, found: 2))
        #expect(refusal([0, 1, 1]) == .signersOutOfOrder)
        #expect(refusal([0, 2, 1]) == .signersOutOfOrder)
        #expect(refusal([0, 1, 4]) == .noSuchValidator(4))
        // The fourth is false although three are enough: all are checked.
        #expect(
            refusal([0, 1, 2, 3]) {
                $0[3] = CertificateSignature(validator: 3, signature: $0[0].signature)
            } == .falseSignature(validator: 3))
    }
}
