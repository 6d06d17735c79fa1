import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What a run has shown.
public struct RunReport: Sendable {
    public let scenario: Scenario
    /// Blocks that became final.
    public let heights: UInt64
    /// Virtual milliseconds.
    public let milliseconds: UInt64
    public let faults: FaultCounts
    /// Lies told, by the liar.
    public let lies: [(kind: LyingKind, count: Int)]
    /// Machines of liars and of validators that run twice, and how many signed in the last quarter of the storm.
    public let dishonest: (machines: Int, signing: Int)
    /// Signatures that the oracle saw.
    public let signatures: Int
    public let statements: Int
    public let finalStatements: Int
    /// Heights with two final blocks; only beyond the threshold.
    public let forks: Int
    /// Validators that a proof names.
    public let accused: [Int]
    /// How long a quorum alone took for two more blocks, in ms; nil when all were there all the time.
    public let quorumMilliseconds: UInt64?
    public let breaches: [Breach]
    /// Equal in all runs of one seed.
    public let digest: UInt64
    /// The readable trace, when it was asked for.
    public let trace: [String]

    /// True when no rule was broken.
    public var isClean: Bool { breaches.isEmpty }

    /// The digest in hexadecimal.
    public var digestText: String {
        let digits = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The sums of many runs, in whatever order they come.
public struct RunTally: Sendable {
    public private(set) var runs = 0
    public private(set) var heights: UInt64 = 0
    public private(set) var milliseconds: UInt64 = 0
    public private(set) var faults = FaultCounts()
    public private(set) var signatures = 0
    public private(set) var statements = 0
    public private(set) var forks = 0
    /// Runs with this kind of liar, and lies told.
    public private(set) var lies = LyingKind.allCases.map { (kind: $0, runs: 0, lies: 0) }
    /// Runs by number of validators.
    public private(set) var sizes: [(validators: Int, runs: Int)] = []
    public private(set) var twins = 0
    /// Machines of liars and of validators that run twice, and how many of them signed to the end.
    public private(set) var dishonest = (machines: 0, signing: 0)
    /// Runs in which a quorum had to go on alone, and the longest that it took, in ms.
    public private(set) var quorumRuns = 0
    public private(set) var longestQuorum: UInt64 = 0
    /// Seeds of runs that broke a rule, in ascending order, with the first breach.
    public private(set) var broken: [(seed: UInt64, breach: Breach)] = []

    public init() {}

    /// Adds a run.
    public mutating func add(_ report: RunReport) {
        runs += 1
        heights += report.heights
        milliseconds += report.milliseconds
        faults.add(report.faults)
        signatures += report.signatures
        statements += report.finalStatements
        forks += report.forks > 0 ? 1 : 0
        twins += report.scenario.twins.isEmpty ? 0 : 1
        dishonest.machines += report.dishonest.machines
        dishonest.signing += report.dishonest.signing
        if let time = report.quorumMilliseconds {
            quorumRuns += 1
            longestQuorum = max(longestQuorum, time)
        }
        for (kind, count) in report.lies {
            guard let index = lies.firstIndex(where: { $0.kind == kind }) else { continue }
            lies[index].runs += 1
            lies[index].lies += count
        }
        add(report.scenario.validators)
        if let breach = report.breaches.first { add(breach, of: report.scenario.seed) }
    }

    private mutating func add(_ breach: Breach, of seed: UInt64) {
        let index = broken.firstIndex { $0.seed > seed } ?? broken.endIndex
        broken.insert((seed, breach), at: index)
    }

    private mutating func add(_ validators: Int) {
        if let index = sizes.firstIndex(where: { $0.validators == validators }) {
            sizes[index].runs += 1
        } else {
            sizes.append((validators, 1))
            sizes.sort { $0.validators < $1.validators }
        }
    }
}
