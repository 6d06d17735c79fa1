internal import Replication
internal import Rulebook
internal import Synchronization

/// Counters and histograms of a node, safe to use from everywhere.
public final class NodeMetrics: Sendable {
    private let tally = Mutex(NodeTally())
    /// What was found damaged on disk.
    let damage = FoundDamage()

    /// Metrics of a node that did nothing yet.
    public init() {}

    /// Counts a refused statement by the rule's code.
    func count(_ refusal: Refusal) {
        tally.withLock { $0.refusals[refusal.code, default: 0] += 1 }
    }

    /// Counts a final block and what it holds.
    func count(_ block: CheckedBlock) {
        let records = block.manifests.reduce(0) { $0 + $1.count }
        tally.withLock { tally in
            tally.blocks += 1
            tally.statements += UInt64(block.statements.count)
            tally.records += UInt64(records)
        }
    }

    /// Counts an answered request by its route and status.
    func count(_ answer: AnswerKind, in duration: Duration) {
        tally.withLock { $0.answers[answer, default: Histogram()].add(duration.inSeconds) }
    }

    /// Counts a put that the strongroom keeps, with so many bodies.
    func countPut(_ bodies: Int) {
        tally.withLock { tally in
            tally.puts += 1
            tally.sealedBodies += UInt64(bodies)
        }
    }

    /// Counts the bytes of a body that arrived whole.
    func received(_ byteCount: Int) {
        tally.withLock { $0.bytesReceived += UInt64(byteCount) }
    }

    /// Does a step of the node's work, and records how long it took, also when it fails.
    func measure<Value>(_ step: NodeStep, _ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        defer { record(step, start.duration(to: .now)) }
        return try body()
    }

    /// Records how long a step took.
    func record(_ step: NodeStep, _ duration: Duration) {
        tally.withLock { $0.steps[step.rawValue].add(duration.inSeconds) }
    }

    /// Everything as it stands now.
    var all: NodeTally { tally.withLock { $0 } }
}

/// The steps of a node's work that are measured.
enum NodeStep: Int, Sendable, CaseIterable {
    /// Reading a request's statements and checking their signatures.
    case check
    /// Writing what was accepted to the intake journal, sync included.
    case intake
    /// Writing a block's leaves to the log, sync and reading back included.
    case store
    /// Writing the guard, sync included.
    case attest
    /// Writing a block that may be decided, sync included; only among several validators.
    case candidate
    /// Recording a block in the index.
    case index
    /// Writing a group of puts and erasures to the strongroom, sync included.
    case strongroom
    /// Writing a group of deposits and of what is said of them.
    case deposits

    var name: String {
        switch self {
        case .check: "check"
        case .intake: "intake"
        case .store: "store"
        case .attest: "attest"
        case .candidate: "candidate"
        case .index: "index"
        case .strongroom: "strongroom"
        case .deposits: "deposits"
        }
    }
}

/// A route's pattern and the status of an answer.
struct AnswerKind: Hashable, Sendable {
    let route: String
    let status: Int
}

/// What is counted, in one value.
struct NodeTally: Sendable {
    var blocks: UInt64 = 0
    var statements: UInt64 = 0
    var records: UInt64 = 0
    var bytesReceived: UInt64 = 0
    var puts: UInt64 = 0
    var sealedBodies: UInt64 = 0
    var refusals: [String: UInt64] = [:]
    var answers: [AnswerKind: Histogram] = [:]
    var steps = [Histogram](repeating: Histogram(), count: NodeStep.allCases.count)
}

/// How many durations fell below each bound, and their sum.
struct Histogram: Sendable {
    /// Upper bounds in seconds; what is longer counts in the total alone.
    static let bounds = [
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    /// Durations up to each bound and above the one before.
    private(set) var counts = [UInt64](repeating: 0, count: bounds.count)
    private(set) var count: UInt64 = 0
    private(set) var sum = 0.0

    mutating func add(_ seconds: Double) {
        if let bucket = Histogram.bounds.firstIndex(where: { seconds <= $0 }) { counts[bucket] += 1 }
        count += 1
        sum += seconds
    }
}

extension Duration {
    /// The duration in seconds and parts of them.
    fileprivate var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
