import Consensus
import Ledger
import Signing

/// An honest node of the model as the real machine with the real guard; everybody else is forged around it.
struct ReplayNode {
    private let set: TestSet
    private let own: Int
    /// The end of each round, signed by all others.
    private let ends: [Input]
    private var machine = Agreement()
    private(set) var memory = VoteMemory.genesis
    /// The newest polka that it was shown: what it must repeat, and offer when its turn comes.
    private(set) var newest: PolkaCertificate?
    private(set) var refusals: [VoteRefusal] = []

    init(_ own: Int, in set: TestSet, rounds: Int) throws {
        self.own = own
        self.set = set
        let others = (0..<set.count).filter { $0 != own }
        ends = try (0..<rounds).map { round in
            try set.checked(.round(set.roundEnd(UInt64(round), others.map { ($0, nil) })))
        }
        open()
    }

    private mutating func open() {
        _ = tell(.opened(set.setup(own: own), memory))
        _ = tell(.work)
    }

    /// The same node after a stop: it has what the guard remembers, and nothing else.
    func restarted() throws -> ReplayNode {
        var node = self
        node.machine = Agreement()
        node.memory = try VoteMemory(decoding: memory.encoded)
        node.newest = memory.lock
        node.open()
        return node
    }

    /// Hears a proposal in its round; tells what the node signs.
    mutating func judge(_ offer: ReplayOffer) -> [VoteContent] {
        let votes = enter(offer.round) + tell(offer.input)
        note(offer.proof?.certificate)
        return votes
    }

    /// Hears a polka in a round, be it that round's or an older one, after it has prevoted there whatever.
    mutating func hear(_ polka: ReplayPolka, in round: Int) -> [VoteContent] {
        var votes = enter(round)
        if machine.step == .propose { votes += expire(.propose, round) }
        votes += tell(polka.input)
        note(polka.certificate)
        return votes
    }

    mutating func expire(_ step: Timeout.Step, _ round: Int) -> [VoteContent] {
        tell(.timeout(Timeout(height: set.height, round: TestSet.round(UInt64(round)), step: step)))
    }

    private mutating func note(_ polka: PolkaCertificate?) {
        guard let polka, newest.map({ $0.round < polka.round }) ?? true else { return }
        newest = polka
    }

    /// Goes up to a round by the certificate of the one before.
    private mutating func enter(_ round: Int) -> [VoteContent] {
        guard machine.round.value < UInt64(round) else { return [] }
        let votes = tell(ends[round - 1])
        return machine.round.value < UInt64(round) ? votes + expire(.precommit, round - 1) : votes
    }

    /// What the node would send again.
    var repeated: [Message] {
        var copy = machine
        return copy.handle(.retransmit).compactMap { effect in
            if case .broadcast(let message) = effect { message } else { nil }
        }
    }

    /// True when the guard alone signs this, whatever the machine thinks of it.
    func guardSigns(_ content: VoteContent, _ polka: PolkaCertificate?, entry: RoundCertificate?) -> Bool {
        var copy = memory
        let request = VoteRequest(content: content, polka: polka, entry: entry)
        return
            (try? copy.sign(
                request, in: set.setup(own: own), by: StandInSigner(own), with: StandInVerifier())) != nil
    }

    /// Every block is there and valid; the node's own proposals are lost.
    private mutating func tell(_ input: Input) -> [VoteContent] {
        var votes: [VoteContent] = []
        var waiting = [input]
        while !waiting.isEmpty {
            for effect in machine.handle(waiting.removeFirst()) {
                switch effect {
                case .check(let question): waiting.append(.checked(question, .valid))
                case .fetch(let block, from: _):
                    waiting.append(.checked(BlockQuestion(block: block, newIn: nil), .valid))
                case .sign(let request) where request.content.kind != .proposal:
                    guard let vote = sign(request) else { continue }
                    votes.append(vote.content)
                    waiting.append(.signed(vote))
                case _: continue
                }
            }
        }
        return votes
    }

    private mutating func sign(_ request: VoteRequest) -> Vote? {
        do throws(VoteRefusal) {
            return try memory.sign(
                request, in: set.setup(own: own), by: StandInSigner(own), with: StandInVerifier())
        } catch {
            refusals.append(error)
            return nil
        }
    }
}

/// A polka that the votes of a state make, with the liars' help.
struct ReplayPolka {
    let round: Int
    let value: UInt64
    /// Valid round + 1.
    let valid: UInt64
    let certificate: PolkaCertificate
    let input: Input
}

/// A proposal that somebody may make in a state, and the prevote for it.
struct ReplayOffer {
    let round: Int
    let value: UInt64
    let proof: ReplayPolka?
    let prevote: VoteContent
    let input: Input

    /// Valid round + 1.
    var valid: UInt64 { proof.map { UInt64($0.round + 1) } ?? 0 }
}
