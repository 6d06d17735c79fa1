public import Consensus
public import Ledger
public import Rulebook
public import Signing

/// What of a node survived its last stop, beside the state of its settled blocks.
public struct QuorumRemains: Sendable {
    /// The log's last block, when it was not settled and the guard's record vouches for it: at most one is.
    public let stored: CheckedBlock?
    /// The newest checkpoint that was published, if it was kept.
    public let checkpoint: FinalCheckpoint?
    /// The guard's record; nil only for a node that never signed.
    public let record: GuardRecord?
    /// Leaves of kept candidates, framed, each with its seal last.
    public let candidates: [[UInt8]]
    /// The steps from epoch to epoch that were kept, in order.
    public let epochs: [EpochStep]
    /// Drawn for this start; without one a node in doubt asks nobody.
    public let nonce: DoubtNonce?

    public init(
        stored: CheckedBlock? = nil, checkpoint: FinalCheckpoint? = nil, record: GuardRecord? = nil,
        candidates: [[UInt8]] = [], epochs: [EpochStep] = [], nonce: DoubtNonce? = nil
    ) {
        self.stored = stored
        self.checkpoint = checkpoint
        self.record = record
        self.candidates = candidates
        self.epochs = epochs
        self.nonce = nonce
    }
}

/// The decisions of a node among several, validator or observer: what to propose, check, store, sign, send, ask, and
/// answer.
///
/// A height is opened only above a final block, so at most one block of the log is not final.
public struct QuorumReplica: Sendable {
    /// The state after the last final block, and the log's right edge there.
    public internal(set) var state: LedgerState
    public internal(set) var frontier: LogFrontier
    /// Over all that is final here; nil after a start that did not know it, until the next block.
    public internal(set) var checkpoint: FinalCheckpoint?
    /// How each epoch so far followed from the one before; a step may be missing that was lost with its file.
    public internal(set) var epochs: [EpochStep]
    var keys: QuorumKeys
    let timeouts: Timeouts
    var agreement = Agreement()
    var memory: VoteMemory
    var voteGuard: VoteGuard
    /// The newest decision seen.
    var commit: CommitCertificate?
    var phase: QuorumPhase
    /// What the open height is decided by.
    var setup: HeightSetup?
    var pool = StatementPool()
    /// The statements of the last few blocks.
    var recent = RecentStatements()
    var table = CandidateTable()
    /// The agreement's wish for a block, until there is one.
    var building: (height: Height, round: Round)?
    /// The own block of this height, and what its proposal refused.
    var built: BuiltBlock?
    var cosignatures = CosignatureTable()
    var signing = SigningDesk()
    var waits = QuorumWaits()
    var peers: PeerTable
    var catchUp = CatchUp()
    var voters: VoterTable
    var desk: DoubtDesk
    /// Proofs against validators that this node has found or was told of since its start.
    var proofs = ProofShelf()
    /// Inputs that the agreement is to take next.
    var inputs: [Input] = []
    var effects: [QuorumEffect] = []
    /// Candidates of an earlier life, to be checked when their height opens.
    var unchecked: [[UInt8]]

    /// A replica above its settled blocks. What may wait is bounded by whoever admits it.
    public init(
        state: LedgerState, frontier: LogFrontier, remains: QuorumRemains, keys: QuorumKeys,
        timeouts: Timeouts = .local
    ) {
        precondition(state.head.size == frontier.size, "log and state are of different blocks")
        let network = state.network
        self.state = state
        self.frontier = frontier
        self.keys = keys
        self.timeouts = timeouts
        checkpoint = remains.checkpoint
        memory = remains.record?.memory ?? .genesis
        voteGuard = VoteGuard(
            keys: keys.attestation, origin: network.origin, last: remains.record?.attestation)
        commit = remains.record?.commit
        unchecked = remains.candidates
        epochs = remains.epochs
        peers = PeerTable(count: keys.links.count)
        voters = VoterTable(count: network.validators.count)
        desk = DoubtDesk(remains.record?.doubt, remains.nonce, count: keys.links.count)
        phase = .waiting(remains.stored)
    }

    /// Takes one input; the effects are to be carried out in order.
    public mutating func handle(_ input: QuorumInput, records: some RecordReading) -> [QuorumEffect] {
        if case .halted = phase { return [] }
        switch input {
        case .started(let now): start(now, records)
        case .admitted(let statements, let now): admit(statements, now)
        case .received(let word, let peer, let now): receive(word, from: peer, now, records)
        case .connected(let peer, let now): greet(peer, now)
        case .linked(let links): link(links)
        case .refusedAsSecond(let peer, let now): hearOfSecond(from: peer, now)
        case .clock(let now): waits.read(now)
        case .candidateKept(let block): keep(block)
        case .guardWritten(let number): release(through: number)
        case .appended(let head, let now): take(head, now, records)
        }
        settle(records)
        defer { effects = [] }
        return effects
    }

    /// New links stand behind the ones so far.
    private mutating func link(_ links: [PublicKey]) {
        keys.extend(links)
        peers.extend(to: links.count)
        desk.extend(to: links.count)
    }

    /// True when the statement waits here to be put into a block.
    public func isWaiting(_ id: StatementID) -> Bool { pool[id] != nil }
    /// Statements that wait.
    public var waitingCount: Int { pool.count + pool.heldCount }
}

/// How far the block above the last final one has come.
enum QuorumPhase: Sendable {
    /// Before `started`; with the block that was stored and not settled.
    case waiting(CheckedBlock?)
    case deciding
    /// Decided; the certificate is on its way to the guard's file, under this number.
    case recording(CheckedBlock, number: UInt64)
    /// On its way to the log.
    case storing(CheckedBlock)
    /// Cosigned; the attestation is on its way to the guard's file, under this number.
    case signing(CheckedBlock, number: UInt64)
    /// Stored and cosigned, not final yet.
    case gathering(CheckedBlock)
    /// For good.
    case halted

    /// True while the log's last block is not final.
    var isStored: Bool {
        switch self {
        case .signing, .gathering: true
        case .waiting, .deciding, .recording, .storing, .halted: false
        }
    }

    /// The block in the log that is not final.
    var stored: CheckedBlock? {
        switch self {
        case .signing(let block, _), .gathering(let block): block
        case .waiting, .deciding, .recording, .storing, .halted: nil
        }
    }
}

/// A block of this node's own making.
struct BuiltBlock: Sendable {
    let height: Height
    let round: Round
    let id: BlockID
    let refused: [(id: StatementID, refusal: Refusal)]
}

/// Votes that are signed and whose record is not durable yet.
struct SigningDesk: Sendable {
    /// The number of the last guard write.
    var number: UInt64 = 0
    /// Signed since.
    var votes: [Vote] = []
    /// Something else in the record has changed.
    var isChanged = false
    var onTheirWay: [(number: UInt64, votes: [Vote])] = []
    /// Of the open height, asked for before this node had the right to vote there: those of the newest round.
    var withheld: [VoteRequest] = []

    /// The number that the next write will have.
    var next: UInt64 { number + 1 }

    mutating func withhold(_ request: VoteRequest) {
        let newest = withheld.first?.content.round ?? request.content.round
        guard request.content.round >= newest, !withheld.contains(request) else { return }
        if request.content.round > newest { withheld = [] }
        withheld.append(request)
    }
}
