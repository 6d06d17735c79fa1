import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What a node's index holds: it follows from the log, and may be older than it.
struct IndexCopy: Sendable {
    var state: LedgerState
    var frontier: LogFrontier
    /// Statements of the blocks that were settled since the run began.
    var statements: Set<StatementID> = []

    mutating func record(_ block: CheckedBlock) {
        state.take(block.executed)
        frontier = block.frontier
        for place in block.statements { statements.insert(place.id) }
    }
}

/// The files of one node.
struct HostDisk: Sendable {
    var voteGuard: GuardCopies
    /// Leaves, framed.
    var log: SimulatedFile
    /// Candidates of one height, over those of an earlier one.
    var candidates = SimulatedFile()
    var checkpoint = NoteSlots()
    var intake = SimulatedFile()
    /// Where acknowledged records of the intake end.
    var intakeMark = SimulatedFile()
    /// As the process sees it, and as it is after a cut of the power.
    var index: IndexCopy
    var durableIndex: IndexCopy
    /// Nothing can be written before this, in ms of the run.
    var fullUntil: UInt64 = 0

    init(at ledger: FirstLedger, guardRecord: [UInt8]) {
        voteGuard = GuardCopies(guardRecord)
        var framed: [UInt8] = []
        for leaf in ledger.leaves { EntryBundle.append(leaf: leaf, to: &framed) }
        log = SimulatedFile(framed)
        index = IndexCopy(state: ledger.state, frontier: ledger.frontier)
        durableIndex = index
    }

    /// The power goes: whatever was not synced may be lost.
    mutating func losePower(_ random: inout SeededNumbers) -> PowerLosses {
        var losses = PowerLosses()
        voteGuard.losePower(&random, &losses)
        log.losePower(&random, &losses)
        candidates.losePower(&random, &losses)
        checkpoint.losePower(&random, &losses)
        intake.losePower(&random, &losses)
        intakeMark.losePower(&random, &losses)
        if random.below(2) == 0 { index = durableIndex }
        return losses
    }

    /// Syncs what a killed process left with the system, as each store does when it opens.
    mutating func settle() {
        for path in [\HostDisk.log, \.candidates, \.intake, \.intakeMark] { self[keyPath: path].sync() }
        checkpoint.sync()
        durableIndex = index
    }

    /// The whole leaves of the log, each with its end; what stands behind them is of a write that never finished.
    func leaves() -> [(leaf: [UInt8], end: Int)] {
        let bytes = log.bytes
        var leaves: [(leaf: [UInt8], end: Int)] = []
        var offset = 0
        while bytes.count - offset >= 2 {
            let end = offset + 2 + (Int(bytes[offset]) << 8) + Int(bytes[offset + 1])
            guard end > offset + 2, end <= bytes.count else { break }
            leaves.append((Array(bytes[offset + 2..<end]), end))
            offset = end
        }
        return leaves
    }
}
