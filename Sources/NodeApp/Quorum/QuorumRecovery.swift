internal import Consensus
internal import Ledger
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// What only one of several validators has.
struct QuorumParts: Sendable {
    let replica: QuorumReplica
    let candidates: CandidateFile
    let checkpoint: CheckpointFile
    let epochs: EpochFolder
    let reports: OffenceReports
    let table: LinkTable
    /// Epochs that steps at hand prove, beyond those of the state.
    let later: [Epoch]
}

/// The files that only one of several validators has, as they were found.
struct QuorumFiles {
    let candidates: CandidateFile
    let found: [Candidate]
    let checkpoint: CheckpointFile
    /// The newest checkpoint that was kept, checked against the log.
    let final: FinalCheckpoint?
    let epochs: EpochFolder

    init(in directory: String, _ record: GuardRecord?, _ walk: EpochWalk, _ log: LogStore) throws {
        try log.check(against: record?.attestation)
        (candidates, found) = try CandidateFile.open(at: directory + "/candidates")
        epochs = EpochFolder(in: directory)
        (checkpoint, final) = try CheckpointFile.open(in: directory, walk, log)
    }

    /// Reads the guard's record; the error names the file.
    static func record(_ bytes: [UInt8], _ path: String) throws -> GuardRecord {
        do { return try GuardRecord(decoding: bytes) } catch { throw NodeStartError.badGuardRecord(path, "\(error)") }
    }
}

/// Executes what the log has beyond the index, and tells final blocks from the one that may not be.
struct QuorumReplay {
    private(set) var state: LedgerState
    private(set) var frontier: LogFrontier
    /// The last block of the log, when nothing here shows that it is final.
    private(set) var stored: CheckedBlock?
    /// Leaves in whole blocks.
    private(set) var size: UInt64
    /// What is wrong with a block behind these that was stored in part only, and of which nothing was said.
    let torn: LogReplayError?

    /// A height opens above a final block only, so every block but the last of the log is final.
    init(
        _ start: LedgerState, _ log: LogStore, _ index: IndexDatabase, finalSize: UInt64, signed: Height
    ) throws {
        var replay = try LogReplay(state: start, log: log)
        state = start
        frontier = replay.frontier
        size = start.head.size
        stored = nil
        var found: (block: CheckedBlock, state: LedgerState)?
        var settled = (state: start, frontier: replay.frontier)
        torn = try replay.run(
            to: log.head.size, signed: signed,
            recorded: { position in
                // Whoever asks belongs to a later block, so the one before is final, and must be found.
                if let before = found { settled = try QuorumReplay.settle(before, index) }
                found = nil
                return try RecordedDocument(position, in: log, index)
            }
        ) { block, after in
            if let before = found { settled = try QuorumReplay.settle(before, index) }
            found = (block, after)
        }
        size = replay.state.head.size
        if let torn, size < finalSize { throw torn }
        if let last = found, size <= finalSize {
            settled = try QuorumReplay.settle(last, index)
        } else {
            stored = found?.block
        }
        (state, frontier) = settled
    }

    private static func settle(
        _ last: (block: CheckedBlock, state: LedgerState), _ index: IndexDatabase
    ) throws -> (state: LedgerState, frontier: LogFrontier) {
        try index.record(BlockIndexing(last.block, in: last.state))
        return (last.state, last.block.frontier)
    }
}
