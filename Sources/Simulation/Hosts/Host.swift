import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// One machine of a world: what is on its disk, and the node while it runs.
///
/// A reference, for worlds look at their hosts at each event and are never copied.
final class Host {
    /// Whether the node runs.
    enum Condition: Equatable, Sendable {
        case up
        case down
        /// It found its files damaged, and starts when an operator has put back what can be put back.
        case refused(StartRefusal)
        /// Its keys must not sign any more.
        case lost
        /// It has stopped for good: people must decide.
        case halted
    }

    let number: Int
    /// Its place among the validators; twins have the same.
    let validator: Int
    let keys: QuorumKeys
    var disk: HostDisk
    var clock: HostClock
    var condition = Condition.down
    /// One more at each start and each stop: what was meant for an earlier process is not for this one.
    var life = 0
    /// It does nothing before this, in ms of the run, and then goes on with what it had.
    var pausedUntil: UInt64 = 0
    /// What came to it while it was paused.
    var held: [WorldEvent] = []
    var liar: LiarSeat?
    /// When it last sent a proposal or a vote, in ms of the run.
    var lastVote: UInt64 = 0
    /// How often it was started anew without its doubt.
    var boldStarts = 0

    // The process.
    var replica: QuorumReplica?
    /// The log as it was read at the start, and what was appended since.
    var leaves: [[UInt8]] = []
    /// Their hashes.
    var hashes: [Digest] = []
    /// What is durable in the guard's file.
    var record: GuardRecord?
    var candidateHeight = Height(0)
    var candidateEnd = 0
    var intake = HostIntake()
    /// Final blocks whose checkpoint was not published.
    var unpublished: [CheckedBlock] = []
    /// The replica's last wish for a look at the clock, by its own clock, and the timer's number.
    var wake: (time: UInt64, number: UInt64)?

    init(_ number: Int, as validator: Int, at ledger: FirstLedger, _ keys: QuorumKeys, _ commit: CommitCertificate) {
        self.number = number
        self.validator = validator
        self.keys = keys
        let record = GuardRecord(memory: .genesis, attestation: nil, commit: commit)
        disk = HostDisk(at: ledger, guardRecord: record.encoded)
        clock = HostClock(at: ledger.clock)
    }

    var isUp: Bool { condition == .up }
    /// The last block that is final here.
    var head: BlockHead { disk.index.state.head }

    /// How much longer than at first a liar in doubt waits before it starts anew: one that begins by signing what it
    /// forgets at once would do nothing but start.
    var patience: UInt64 { 1 << UInt64(min(max(0, boldStarts - 16), 6)) }

    /// Ends the process.
    func end(_ condition: Condition) {
        self.condition = condition
        life += 1
        replica = nil
        unpublished = []
        wake = nil
        pausedUntil = 0
        held = []
        intake = HostIntake()
    }
}

/// What all nodes of a run know: the signatures under the stock's statements are good. With real keys nobody knows.
struct RunKnowledge: RecordReading {
    let stock: StatementStock?

    /// No statement of a run names a record.
    func record(at index: LeafIndex) -> RecordedDocument? { nil }

    func checked(_ id: StatementID) -> CheckedStatement? { stock?[id]?.checked }

    /// No statement of a run names a deposit.
    func isHeld(_ deposit: NamedDeposit) -> Bool { true }
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool { true }
}
