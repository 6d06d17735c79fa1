public import Consensus
public import Ledger
public import Rulebook

/// Where a replica of several stands, and whom it waits for: what a stall needs to explain itself.
public struct QuorumStatus: Hashable, Sendable {
    /// What the node is doing.
    public enum Activity: Hashable, Sendable {
        /// Nothing waits to be decided.
        case idle
        case deciding(Step)
        /// The block is decided and on its way to the disk.
        case storing
        /// The block is stored, and waits for cosignatures.
        case gathering
        /// Blocks of others come first; the number is that of a link.
        case catchingUp(from: Int)
        case halted
    }

    public let activity: Activity
    /// The height being decided or made final.
    public let height: Height
    public let round: Round
    /// Whose turn it is.
    public let proposer: Int
    /// Validators of whom no prevote of this round is known here; likewise below.
    public let prevotesMissing: [Int]
    public let precommitsMissing: [Int]
    public let cosignaturesMissing: [Int]
    /// Validators of whom nothing was heard for a second.
    public let silent: [Int]
    /// Since when this height is being decided: when work, or the first true vote, came. While there is none, since
    /// when the height is open. By the node's clock in ms.
    public let since: UInt64
    /// The members that decide this height; the numbers above are places among them.
    public let validators: [MemberID]
    /// False while this node only follows.
    public let isValidator: Bool
    /// Set while the node is not sure what it signed, and signs nothing.
    public let doubt: DoubtStatus?
}

extension QuorumReplica {
    /// Where the node stands and whom it waits for.
    public var status: QuorumStatus {
        let height = state.head.height.next
        let round = agreement.height == height ? agreement.round : .zero
        let network = state.network
        let everybody = network.validators.indices
        let signed = phase.stored.map { cosignatures.over($0.head, by: network.validators).map(\.place) } ?? []
        let silent = silentPeers.compactMap { keys.place(of: $0, in: network) }.sorted()
        return QuorumStatus(
            activity: activity, height: height, round: round,
            proposer: heightSetup(height, parent: state.head.id).proposer(of: round),
            prevotesMissing: everybody.filter { !voters.has(voters.prevotes, $0, round) },
            precommitsMissing: everybody.filter { !voters.has(voters.precommits, $0, round) },
            cosignaturesMissing: everybody.filter { !signed.contains($0) }, silent: silent, since: voters.since,
            validators: network.validators.map(\.member), isValidator: isInOffice, doubt: doubtStatus)
    }

    private var activity: QuorumStatus.Activity {
        if let asked = catchUp.asked { return .catchingUp(from: asked.peer) }
        switch phase {
        case .waiting: return .idle
        // Who has lost its seat has stopped in the middle of its last height.
        case .deciding: return agreement.step == .idle || !isInOffice ? .idle : .deciding(agreement.step)
        case .recording, .storing: return .storing
        case .signing, .gathering: return .gathering
        case .halted: return .halted
        }
    }
}

/// Who was heard in which round of the open height: for the operator alone.
struct VoterTable: Sendable {
    private(set) var prevotes: [Round?]
    private(set) var precommits: [Round?]
    private var opened: UInt64 = 0
    private var begun: UInt64?
    private var height = Height(0)
    var silent: [Int] = []
    /// Evidence of others that was taken at this height.
    var learnt: [Evidence] = []

    init(count: Int) {
        prevotes = Array(repeating: nil, count: count)
        precommits = prevotes
    }

    mutating func open(_ height: Height, of count: Int, tick now: UInt64) {
        self = VoterTable(count: count, silent: silent)
        self.height = height
        opened = now
    }

    /// Notes that there is something to decide; what came first counts.
    mutating func begin(at now: UInt64) { begun = begun ?? now }

    /// Since when there is something to decide, or else since when the height is open.
    var since: UInt64 { begun ?? opened }

    private init(count: Int, silent: [Int]) {
        self.init(count: count)
        self.silent = silent
    }

    mutating func note(_ message: Message) {
        if case .vote(let vote) = message { note(vote) }
    }

    /// Notes a checked vote.
    mutating func note(_ vote: Vote) {
        guard vote.content.height == height, prevotes.indices.contains(vote.validator) else { return }
        switch vote.content.kind {
        case .proposal: return
        case .prevote: prevotes[vote.validator] = vote.content.round
        case .precommit: precommits[vote.validator] = vote.content.round
        }
    }

    /// True when the validator of a place was heard in a round or later.
    func has(_ heard: [Round?], _ place: Int, _ round: Round) -> Bool {
        heard.indices.contains(place) && heard[place].map { $0 >= round } ?? false
    }
}
