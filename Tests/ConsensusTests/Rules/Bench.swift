import Consensus
import Ledger
import Testing

/// One machine on the bench, of four validators with one liar at height 1: round r is proposed by (1 + r) mod 4.
struct Bench {
    let set: TestSet
    let own: Int?
    var machine = Agreement()
    static let a = TestSet.block(1)
    static let b = TestSet.block(2)

    init(_ own: Int?, of count: Int = 4, liars: Int = 1) {
        set = TestSet(count, liars: liars)
        self.own = own
        #expect(machine.handle(.opened(set.setup(own: own), own.map { _ in VoteMemory.genesis })) == [])
    }

    mutating func feed(_ input: Input) -> [Effect] { machine.handle(input) }

    mutating func hear(_ message: Message) throws -> [Effect] { machine.handle(try set.checked(message)) }

    mutating func hear(votes: [Vote]) throws -> [Effect] { try votes.flatMap { try hear(.vote($0)) } }

    mutating func expire(_ step: Timeout.Step, _ round: UInt64) -> [Effect] {
        feed(.timeout(Timeout(height: set.height, round: TestSet.round(round), step: step)))
    }

    /// Answers that a block is valid, new in a round or not.
    mutating func accept(_ block: BlockID, newIn round: UInt64?) -> [Effect] {
        feed(.checked(BlockQuestion(block: block, newIn: round.map(TestSet.round)), .valid))
    }

    func schedule(_ step: Timeout.Step, _ round: UInt64, _ wait: UInt64) -> Effect {
        .schedule(Timeout(height: set.height, round: TestSet.round(round), step: step), milliseconds: wait)
    }

    func check(_ block: BlockID, newIn round: UInt64?) -> Effect {
        .check(BlockQuestion(block: block, newIn: round.map(TestSet.round)))
    }

    func signPrevote(
        _ round: UInt64, _ block: BlockID?, valid: UInt64? = nil, polka: PolkaCertificate? = nil,
        entry: RoundCertificate? = nil
    ) -> Effect {
        let content = set.prevote(round, block, valid: valid, by: 0).content
        return .sign(VoteRequest(content: content, polka: polka, entry: entry))
    }

    func signPrecommit(
        _ round: UInt64, _ block: BlockID?, polka: PolkaCertificate? = nil, entry: RoundCertificate? = nil
    ) -> Effect {
        .sign(VoteRequest(content: set.precommit(round, block, by: 0).content, polka: polka, entry: entry))
    }

    /// Everyone precommitted nil: the round may be left.
    func end(_ round: UInt64) -> RoundCertificate { set.roundEnd(round, [(0, nil), (1, nil), (2, nil)]) }

    /// A node that locked `a` in round 0 and then entered round 1.
    static func locked(own: Int = 0) throws -> Bench {
        var bench = Bench(own)
        _ = bench.feed(.work)
        _ = try bench.hear(.proposal(bench.set.proposal(0, a)))
        _ = bench.accept(a, newIn: 0)
        _ = try bench.hear(.polka(bench.set.polka(0, a, by: [1, 2, 3])))
        _ = try bench.hear(.round(bench.end(0)))
        _ = bench.expire(.precommit, 0)
        #expect(bench.machine.round == TestSet.round(1))
        return bench
    }
}
