import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What a liar has at hand: its keys, what it heard, and the ledger as its replica has it.
struct LiarDesk: Sendable {
    let own: Int
    let others: [Int]
    var random: SeededNumbers
    /// The liar's clock.
    var now: UInt64 = 0
    /// Lies told.
    var lies = 0
    /// The last final block and the log's right edge there.
    var state: LedgerState
    var frontier: LogFrontier
    /// Proposals of the open height, the newest last.
    private(set) var proposals: [Proposal] = []
    /// Certificates and votes of others, of the open height.
    private(set) var heard: [Message] = []
    /// The highest round heard of.
    private(set) var round = Round.zero
    /// Proposals and votes of earlier heights.
    private(set) var old: [Message] = []
    private let ledger: FirstLedger
    private let vote: any VoteSigner
    private let cosigner: any VoteSigner

    init(_ own: Int, _ ledger: FirstLedger, _ scenario: Scenario) {
        self.own = own
        self.ledger = ledger
        others = (0..<scenario.validators).filter { $0 != own }
        random = SeededNumbers(run: scenario.seed &+ UInt64(own) << 32 &+ 77)
        state = ledger.state
        frontier = ledger.frontier
        let known = ledger.network.genesis.validators[own]
        vote = World.signer(known.keys.vote, known.member.text + "/vote", isReal: scenario.hasRealKeys)
        cosigner = World.signer(known.keys.cosigner, known.member.text + "/cosigner", isReal: scenario.hasRealKeys)
    }

    /// The height being decided.
    var height: Height { state.head.height.next }
    var quorum: Int { ledger.network.quorum.count }

    func proposer(of round: Round) -> Int { ledger.setup(at: height, parent: state.head.id).proposer(of: round) }

    /// A vote in the liar's own name.
    func signed(_ content: VoteContent) -> Vote {
        let setup = ledger.setup(at: content.height, parent: state.head.id)
        return Vote(content: content, validator: own, signature: vote.sign(content.signedBytes(in: setup)))
    }

    /// The same as a word.
    func word(_ content: VoteContent) -> PeerWord {
        let vote = signed(content)
        return .agreement(content.kind == .proposal ? .proposal(Proposal(vote: vote, proof: nil)) : .vote(vote))
    }

    /// A cosignature of any head.
    func cosigned(_ height: Height, _ block: BlockID, _ head: TreeHead, at seconds: UInt64) -> Cosignature {
        let genesis = ledger.network.genesis
        let line = Checkpoint(origin: ledger.network.origin, head: head)
            .cosigned(as: genesis.cosignerKey(of: genesis.validators[own]), at: seconds, by: cosigner.sign)
        return Cosignature(height: height, block: block, head: head, bytes: line.bytes)
    }

    /// A timely block of the liar's making above the last final one, with a statement that clients send late.
    mutating func block() -> CheckedBlock {
        let late = ledger.stock.notes.suffix(20)
        let note = late[late.startIndex + Int(random.below(UInt64(late.count)))]
        return BlockProposal(
            [note.checked], on: state, after: frontier, time: max(now, state.head.time) + 1 + random.below(200),
            proposer: UInt64(own)
        ).block
    }

    mutating func hear(_ word: PeerWord) {
        guard case .agreement(let message) = word, message.height == height else { return }
        round = max(round, message.round)
        if case .proposal(let proposal) = message, !proposals.contains(proposal) { proposals.append(proposal) }
        if heard.count < 60 { heard.append(message) }
    }

    /// The replica has settled a block.
    mutating func settle(_ state: LedgerState, _ frontier: LogFrontier) {
        old = Array(
            (old
                + heard.filter { message in
                    if case .commit = message { false } else { true }
                }).suffix(40))
        self.state = state
        self.frontier = frontier
        proposals = []
        heard = []
        round = .zero
    }
}

/// A liar on its host: a reference, as the host is one.
final class LiarSeat {
    private var strategy: any LyingStrategy
    var desk: LiarDesk

    init(_ kind: LyingKind, _ own: Int, _ ledger: FirstLedger, _ scenario: Scenario) {
        strategy = kind.strategy
        desk = LiarDesk(own, ledger, scenario)
    }

    func replace(_ word: PeerWord, to peer: Int) -> [Parcel] {
        desk.hear(word)
        return strategy.replace(word, to: peer, &desk)
    }

    func volunteer() -> [LiarLetter] { strategy.volunteer(&desk) }

    func answer(_ word: PeerWord, from peer: Int) -> [LiarLetter] {
        desk.hear(word)
        return strategy.answer(word, from: peer, &desk)
    }
}

extension World {
    mutating func lie(_ host: Int) {
        guard hosts[host].isUp, let liar = hosts[host].liar else { return }
        liar.desk.now = clock(of: host)
        plan(.lie(host), in: 100 + random.below(300))
        for letter in liar.volunteer() { send(letter.parcel, host, to: letter.peer) }
    }

    mutating func hear(_ word: PeerWord, from peer: Int, _ liar: LiarSeat, _ host: Int) {
        liar.desk.now = clock(of: host)
        for letter in liar.answer(word, from: peer) { send(letter.parcel, host, to: letter.peer) }
    }
}
