import Consensus
import Ledger
import Rulebook
import Signing

/// What a node in doubt asks and has been told.
struct DoubtDesk: Sendable {
    /// Nil for a node that was always sure.
    var doubt: Doubt?
    let nonce: DoubtNonce?
    /// The heights that the others have proven in answer to the nonce, by link.
    var proven: [Height?]
    /// Links whose validators know another process with this node's keys.
    var tellers: Set<Int> = []

    init(_ doubt: Doubt?, _ nonce: DoubtNonce?, count: Int) {
        self.doubt = doubt
        self.nonce = nonce
        proven = Array(repeating: nil, count: count)
    }

    mutating func extend(to count: Int) { proven += Array(repeating: nil, count: max(0, count - proven.count)) }
}

/// A node that is not sure what it signed, as the operator sees it.
public struct DoubtStatus: Hashable, Sendable {
    public let doubt: Doubt
    /// Answers of others that it needs; nil where the others cannot go on without it, so that it can never come back.
    public let needed: Int?
    /// Places of the validators whose answers are missing, while it asks.
    public let missing: [Int]
}

extension QuorumReplica {
    /// True when the node knows all that it may have signed at this height and above.
    func maySign(_ height: Height) -> Bool {
        guard let doubt = desk.doubt else { return true }
        return doubt.resume.map { height >= $0 } ?? false
    }

    /// True until the node votes again.
    var isInDoubt: Bool { desk.doubt != nil && !maySign(memory.height) }

    /// n − q + f + 1: any so many others hold one that is honest and had decided the height below the last vote.
    private var answersNeeded: Int {
        let quorum = state.network.quorum
        return quorum.validators - quorum.count + quorum.liars + 1
    }

    /// Others that are no quorum by themselves never reach the height at which this node may sign again.
    private var canReturn: Bool { state.network.quorum.silent > 0 }

    /// What the others are asked, while they are.
    private var question: DoubtNonce? {
        guard let doubt = desk.doubt, doubt.isAllowed, doubt.resume == nil, canReturn else { return nil }
        return desk.nonce
    }

    var doubtStatus: DoubtStatus? {
        guard let doubt = desk.doubt, isInDoubt else { return nil }
        let unanswered = question == nil ? [] : others.filter { desk.proven[$0] == nil }
        let missing = unanswered.compactMap { keys.place(of: $0, in: state.network) }.sorted()
        return DoubtStatus(doubt: doubt, needed: canReturn ? answersNeeded : nil, missing: missing)
    }

    /// From here on nothing is signed, and what was signed and has not left stays here.
    mutating func beginDoubt(_ cause: DoubtCause) {
        let setup = heightSetup(state.head.height.next, parent: state.head.id)
        desk = DoubtDesk(Doubt(cause, validators: setup.validatorsDigest), desk.nonce, count: desk.proven.count)
        signing.votes = []
        signing.onTheirWay = signing.onTheirWay.map { ($0.number, []) }
        signing.isChanged = true
        effects.append(.alarm(.doubt(cause)))
    }

    /// A second process has the keys: one liar's word is not enough for that.
    mutating func hearOfSecond(from peer: Int, _ now: UInt64) {
        waits.read(now)
        guard peers.rows.indices.contains(peer), peer != keys.own, keys.place(of: peer, in: state.network) != nil else {
            return
        }
        desk.tellers.insert(peer)
        let isNews = desk.doubt == nil || desk.doubt?.resume != nil
        guard isNews, desk.tellers.count > state.network.quorum.liars else { return }
        beginDoubt(.secondProcess)
    }

    /// Asks those who have not answered.
    mutating func askInDoubt(_ peers: [Int]) {
        guard let nonce = question else { return }
        for peer in peers where desk.proven[peer] == nil { effects.append(.send(.doubtAsked(nonce), to: peer)) }
    }

    /// Who is in doubt itself has nothing to say.
    mutating func answer(_ nonce: DoubtNonce, to peer: Int) {
        guard !isInDoubt, isInOffice, peers.mayAnswer(peer, waits.tick) else { return }
        let setup = heightSetup(state.head.height.next, parent: state.head.id)
        let signature = keys.signer.sign(DoubtAnswer.signedBytes(nonce, commit, in: setup))
        effects.append(.send(.doubtAnswer(DoubtAnswer(nonce: nonce, commit: commit, signature: signature)), to: peer))
    }

    /// Takes an answer to this start's question, with a height only as far as a certificate proves it.
    mutating func take(_ answer: DoubtAnswer, from peer: Int) {
        guard let nonce = question, answer.nonce == nonce, desk.proven[peer] == nil, isProven(answer, by: peer) else {
            return
        }
        desk.proven[peer] = answer.height
        let heights = desk.proven.compactMap { $0 }
        guard heights.count >= answersNeeded else { return }
        let own = max(phase.stored?.height ?? state.head.height, commit?.height ?? state.head.height)
        desk.doubt?.settle(above: heights.reduce(own, max))
        signing.isChanged = true
        if let resume = desk.doubt?.resume { effects.append(.alarm(.signsAgain(at: resume))) }
    }

    private func isProven(_ answer: DoubtAnswer, by peer: Int) -> Bool {
        let setup = heightSetup(state.head.height.next, parent: state.head.id)
        let signed = DoubtAnswer.signedBytes(answer.nonce, answer.commit, in: setup)
        guard setup.validatorsDigest == desk.doubt?.validators, let place = keys.place(of: peer, in: state.network),
            keys.verifier.verifies(answer.signature, over: signed, by: setup.validators[place])
        else { return false }
        guard let commit = answer.commit else { return true }
        return (try? heightSetup(commit.height, parent: commit.block).verify(commit, with: keys.verifier)) != nil
    }
}
