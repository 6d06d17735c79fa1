public import Ledger
import Signing

/// What a validator has signed at its height and what it is locked on: the vote guard's record.
///
/// The driver makes it durable after each change and before any byte of the signature leaves the guard. Losing it is
/// losing the right to vote: a file of height, round and step alone would stop double votes but not amnesia.
public struct VoteMemory: Hashable, Sendable {
    public private(set) var height: Height
    /// The last round in which something was signed.
    public private(set) var round: Round
    /// What was signed in that round, in the order of signing: at most one of each kind.
    public private(set) var votes: [Vote]
    /// The proof of the polka that came with the proposal of that round, for sending it again.
    public private(set) var proposalProof: PolkaCertificate?
    /// The polka of the last precommit for a block: its round and block are the lock.
    public private(set) var lock: PolkaCertificate?
    /// What led into the round; after all nodes lost power it is the only copy.
    public private(set) var entry: RoundCertificate?

    private init(height: Height) {
        self.height = height
        round = .zero
        votes = []
    }

    /// A memory from its record, which the decoder checks.
    init(
        height: Height, round: Round, votes: [Vote], proposalProof: PolkaCertificate?, lock: PolkaCertificate?,
        entry: RoundCertificate?
    ) {
        self.height = height
        self.round = round
        self.votes = votes
        self.proposalProof = proposalProof
        self.lock = lock
        self.entry = entry
    }

    /// The memory of a validator that never signed, at the first height of a ledger.
    ///
    /// A validator that joins later begins here too, and opens its height by the decision of the one below.
    public static let genesis = VoteMemory(height: Height(1))

    /// The vote that was signed last.
    public var last: Vote? { votes.last }

    /// False for a vote that this memory should hold and does not: whoever signed it, it is forgotten here.
    public func covers(_ content: VoteContent) -> Bool {
        if (content.height, content.round) == (height, round) { return votes.contains { $0.content == content } }
        return (content.height, content.round) < (height, round)
    }

    /// False when by this memory nothing was ever signed at a height.
    public func reaches(_ height: Height) -> Bool { height < self.height || (height == self.height && !votes.isEmpty) }

    /// Goes up to the height above a decision; what was signed below is never asked for again.
    public mutating func open(above commit: Verified<CommitCertificate>) throws(VoteRefusal) {
        let decided = commit.content.height
        guard decided >= height else {
            guard decided.next == height else { throw .notDecided(height: decided) }
            return
        }
        self = VoteMemory(height: decided.next)
    }

    /// Signs what the rules allow, and remembers it; asked again, gives the identical vote.
    public mutating func sign(
        _ request: VoteRequest, in setup: HeightSetup, by signer: some VoteSigner, with verifier: some VoteVerifier
    ) throws(VoteRefusal) -> Vote {
        let content = request.content
        guard setup.height == height, content.height == height else {
            throw .otherHeight(open: height, asked: content.height)
        }
        guard let own = setup.own else { throw .notAValidator }
        if let signed = try earlier(content) { return signed }
        try checkEntry(request, setup, verifier)
        try checkRule(request, setup, own, verifier)
        let vote = Vote(content: content, validator: own, signature: signer.sign(content.signedBytes(in: setup)))
        remember(vote, request)
        return vote
    }
}

extension VoteMemory {
    /// The same vote if it was signed before; refuses whatever does not come after the last.
    private func earlier(_ content: VoteContent) throws(VoteRefusal) -> Vote? {
        if let same = votes.first(where: { $0.content == content }) { return same }
        guard let last = last?.content else { return nil }
        if let other = votes.first(where: { $0.content.kind == content.kind && content.round == round }) {
            throw .signedOther(other.content)
        }
        guard (content.round, content.kind) > (round, last.kind) else { throw .past(round: round, kind: last.kind) }
        return nil
    }

    /// D4: a round above 0 is entered by the certificate of the round before, or of the round itself (R8a).
    private func checkEntry(
        _ request: VoteRequest, _ setup: HeightSetup, _ verifier: some VoteVerifier
    ) throws(VoteRefusal) {
        let target = request.content.round
        guard target > .zero, votes.isEmpty || target > round else { return }
        guard let entry = request.entry, entry.round == target || entry.round == target.previous,
            (try? setup.check(entry, verifier)) != nil
        else { throw .noEntry }
    }

    private func checkRule(
        _ request: VoteRequest, _ setup: HeightSetup, _ own: Int, _ verifier: some VoteVerifier
    ) throws(VoteRefusal) {
        let content = request.content
        switch content.kind {
        case .proposal:
            guard setup.proposer(of: content.round) == own else { throw .notTheProposer }
            if content.validRound != nil { try checkPolka(request, content.validRound, setup, verifier) }
        case .prevote:
            if content.block != nil { try checkPrevote(request, setup, verifier) }
        case .precommit:
            if content.block != nil { try checkPolka(request, content.round, setup, verifier) }
        }
    }

    /// R1: a new block only without a lock. R2: an earlier one by a polka no older than the lock.
    private func checkPrevote(
        _ request: VoteRequest, _ setup: HeightSetup, _ verifier: some VoteVerifier
    ) throws(VoteRefusal) {
        guard let validRound = request.content.validRound else {
            if let lock { throw .locked(lock.round, lock.block) }
            return
        }
        guard validRound < request.content.round else { throw .notJustified }
        if let lock, lock.round > validRound { throw .locked(lock.round, lock.block) }
        try checkPolka(request, validRound, setup, verifier)
    }

    private func checkPolka(
        _ request: VoteRequest, _ round: Round?, _ setup: HeightSetup, _ verifier: some VoteVerifier
    ) throws(VoteRefusal) {
        guard let polka = request.polka, polka.round == round, polka.block == request.content.block,
            (try? setup.check(polka, verifier)) != nil
        else { throw .notJustified }
    }

    private mutating func remember(_ vote: Vote, _ request: VoteRequest) {
        let content = vote.content
        if content.round > round {
            votes = []
            proposalProof = nil
            round = content.round
        }
        if let certificate = request.entry, content.round > .zero, votes.isEmpty { entry = certificate }
        votes.append(vote)
        if content.kind == .proposal { proposalProof = request.polka }
        if content.kind == .precommit, content.block != nil { lock = request.polka }
    }
}
