public import Consensus
public import Ledger
public import Rulebook
public import Signing

/// What of a node survived its last stop, beside the state of its settled blocks.
public struct QuorumRemains: Sendable {
    /// The log's last block, when it was not settled: at most one is.
    public let stored: CheckedBlock?
    /// The newest checkpoint that was published, if it was kept.
    public let checkpoint: FinalCheckpoint?
    /// The guard's record; nil only for a node that never signed.
    public let record: GuardRecord?
    /// Leaves of kept candidates, framed, each with its seal last.
    public let candidates: [[UInt8]]

    public init(
        stored: CheckedBlock? = nil, checkpoint: FinalCheckpoint? = nil, record: GuardRecord? = nil,
        candidates: [[UInt8]] = []
    ) {
        self.stored = stored
        self.checkpoint = checkpoint
        self.record = record
        self.candidates = candidates
    }
}

/// The decisions of a validator among several: what to propose, check, store, sign, send, ask for, and answer.
///
/// A height is opened only above a final block, so at most one block of the log is not final.
public struct QuorumReplica: Sendable {
    /// The state after the last final block, and the log's right edge there.
    public private(set) var state: LedgerState
    public private(set) var frontier: LogFrontier

    /// A replica above its settled blocks. `waitingLimit` bounds the bytes of statements taken from peers.
    public init(
        state: LedgerState, frontier: LogFrontier, remains: QuorumRemains, keys: QuorumKeys,
        timeouts: Timeouts = .local
    ) {
        self.state = state
        self.frontier = frontier
    }

    /// Takes one input; the effects are to be carried out in order.
    public mutating func handle(_ input: QuorumInput, records: some RecordReading) -> [QuorumEffect] { [] }

    /// True when a statement waits here to be put into a block.
    public func isWaiting(_ id: StatementID) -> Bool { false }
    /// Bytes that the waiting statements will take in blocks.
    public var waitingByteCount: Int { 0 }
    public var waitingCount: Int { 0 }

    /// Where the node stands and whom it waits for.
    public var status: QuorumStatus {
        QuorumStatus(
            activity: .idle, height: state.head.height, round: .zero, proposer: 0, prevotesMissing: [],
            precommitsMissing: [], cosignaturesMissing: [], silent: [], since: 0)
    }
}
