public import Ledger
public import Rulebook
public import Signing

/// What a replica is told.
public enum ReplicaInput: Sendable {
    /// Statements whose signatures are good and whose bytes are durable here.
    case admitted([CheckedStatement], now: UInt64)
    /// The clock, ms.
    case clock(now: UInt64)
    /// The block's leaves and index are durable; the head was recomputed from the stored bytes.
    case stored(TreeHead, now: UInt64)
    /// The guard's record of that attestation is durable.
    case attested(Attestation)
}

/// What a replica wants done, in the order of the list.
public enum ReplicaEffect: Sendable {
    /// Nothing must be true first. Store the leaves, sync them, index them; then tell `stored`.
    case store(CheckedBlock)
    /// The block must be stored, and its head recomputed from the stored bytes. Make the record durable in the
    /// guard's file; then tell `attested`.
    case attest(Attestation)
    /// The attestation must be durable. Keep the step from this epoch to the next; it may leave the node.
    case keepEpoch(EpochStep)
    /// The attestation must be durable. The checkpoint may leave the node.
    case publish(FinalBlock)
    /// The statement is no part of any block, and this is why. The block that was proposed with it must be final.
    case refuse(StatementID, Refusal)
    /// Nothing may be signed any more: people must look.
    case halt(ReplicaFault)
}

/// A block whose checkpoint carries a quorum of cosignatures.
public struct FinalBlock: Sendable {
    public let block: CheckedBlock
    public let checkpoint: FinalCheckpoint
}

/// What must never happen, and stops the node.
public enum ReplicaFault: Error, Sendable {
    /// The bytes on disk are not the bytes that were given to be stored.
    case storedHeadDiffers(expected: TreeHead, found: TreeHead)
    case guardRefused(GuardRefusal)
    /// Signatures of this node's own do not satisfy the network's policy.
    case ownCheckpointRefused(NoteError)
}

/// A node's decisions: what to propose, when to store, when to sign, what to answer.
///
/// One node orders alone: it is proposer and quorum. A block is taken in only after it is final.
public struct Replica: Sendable {
    public private(set) var state: LedgerState
    public private(set) var frontier: LogFrontier
    public internal(set) var waiting: WaitingStatements
    var phase = ReplicaPhase.idle
    /// The statements of the block on its way.
    var inFlight: Set<StatementID> = []
    /// What that block's proposal refused: told once it is final, for a refusal may name a winner that stands in it.
    var held: [ReplicaEffect] = []
    var voteGuard: VoteGuard
    let proposer: UInt64

    /// A replica at the end of its stored log. `proposer` is the node's index in the validator set.
    public init(state: LedgerState, frontier: LogFrontier, voteGuard: VoteGuard, proposer: UInt64) {
        precondition(state.head.size == frontier.size, "log and state are of different blocks")
        self.state = state
        self.frontier = frontier
        self.voteGuard = voteGuard
        self.proposer = proposer
        waiting = WaitingStatements()
    }

    /// Takes one input; the effects are to be carried out in order.
    public mutating func handle(
        _ input: ReplicaInput, deposits: some DepositReading = EveryDeposit()
    ) -> [ReplicaEffect] {
        switch input {
        case .admitted(let statements, let now): admit(statements, now, deposits)
        case .clock(let now): propose(now, deposits)
        case .stored(let head, let now): attest(head, now)
        case .attested(let attestation): finish(attestation)
        }
    }

    /// True while a block is on its way.
    public var isBusy: Bool { phase.block != nil }

    mutating func take(_ block: CheckedBlock) {
        state.take(block.executed)
        frontier = block.frontier
        inFlight = []
    }
}

/// How far the block on its way has come.
enum ReplicaPhase: Sendable {
    case idle
    case storing(CheckedBlock)
    case attesting(CheckedBlock)
    /// For good.
    case halted

    var block: CheckedBlock? {
        switch self {
        case .idle, .halted: nil
        case .storing(let block), .attesting(let block): block
        }
    }
}
