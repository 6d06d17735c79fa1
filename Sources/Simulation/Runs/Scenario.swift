/// A family of faults that a seed switches on or leaves out.
public enum FaultFamily: String, CaseIterable, Sendable {
    case loss, duplicates, lateWords, partitions, kills, powerCuts, fullDisks, bitFlips, pauses, clocks
}

/// What a run is to be where the seed shall not decide.
public struct ScenarioWishes: Sendable {
    public var validators: Int?
    public var liars: Int?
    public var heights: Int?
    public var hasRealKeys = false
    /// One liar more than the network tolerates; forks may happen then.
    public var isBeyondThreshold = false
    /// How the first liar lies; nil: as the seed wants.
    public var strategy: LyingKind?
    /// A second copy of a validator in place of a liar.
    public var hasTwin: Bool?

    /// Nothing but the seed decides.
    public init() {}
}

/// All that a seed fixes before a run begins: who lies, what may go wrong and how often.
public struct Scenario: Sendable {
    public let seed: UInt64
    public let validators: Int
    public let heights: Int
    public let hasRealKeys: Bool
    public let isBeyondThreshold: Bool
    /// Validators that lie, and how.
    public private(set) var liars: [(validator: Int, kind: LyingKind)] = []
    /// Validators of which two copies run with one key.
    public private(set) var twins: [Int] = []
    public private(set) var faults: [FaultFamily] = []
    /// Hosts that may lose a file; nobody else's is damaged beyond a cut of the power.
    public private(set) var fragile: [Int] = []
    /// How hosts behave that are left out while a quorum has to go on.
    let bystanders: Bystanders
    /// Shares of a hundred thousand.
    private(set) var loss: UInt64 = 0
    private(set) var duplicates: UInt64 = 0
    private(set) var late: UInt64 = 0
    private(set) var breakdowns: UInt64 = 0
    let maxDelay: UInt64
    let maxLate: UInt64
    let faultGap: UInt64
    let longestStop: UInt64
    let longestPartition: UInt64
    /// Between a client's statements.
    let clientGap: UInt64
    let blocksAnswered: Int

    /// How hosts behave that are left out.
    enum Bystanders: CaseIterable { case none, frozen, stopped, flapping }

    /// The longest time of a run's stormy part, in ms.
    public static let longest: UInt64 = 600_000
    static let sizes = [3, 4, 1, 3, 4, 7, 3, 4, 3, 4]

    /// The scenario of a seed.
    public init(seed: UInt64, _ wishes: ScenarioWishes = ScenarioWishes()) {
        var random = SeededNumbers(run: seed ^ 0x5ce_2a10)
        self.seed = seed
        let drawn = Scenario.sizes[Int(random.below(UInt64(Scenario.sizes.count)))]
        validators = wishes.validators ?? drawn
        heights = wishes.heights ?? 30
        hasRealKeys = wishes.hasRealKeys
        isBeyondThreshold = wishes.isBeyondThreshold
        bystanders = Bystanders.allCases[Int(random.below(UInt64(Bystanders.allCases.count)))]
        maxDelay = [5, 15, 15, 60][Int(random.below(4))]
        maxLate = random.within(50...3_000)
        faultGap = random.within(600...6_000)
        longestStop = random.within(100...4_000)
        longestPartition = random.within(1_000...15_000)
        clientGap = [20, 60, 150, 400, 1_500][Int(random.below(5))]
        blocksAnswered = Int(random.within(1...8))
        drawFaults(&random)
        drawLiars(&random, wishes)
        drawFragile(&random)
    }

    private mutating func drawFaults(_ random: inout SeededNumbers) {
        // One run in eight is undisturbed; in the others each family is there or not.
        guard random.below(8) > 0 else { return }
        faults = FaultFamily.allCases.filter { _ in random.below(2) == 0 }
        if faults.contains(.loss) { loss = random.within(500...40_000) }
        if faults.contains(.duplicates) { duplicates = random.within(500...20_000) }
        if faults.contains(.lateWords) { late = random.within(500...10_000) }
        if faults.contains(.kills) || faults.contains(.powerCuts) { breakdowns = random.below(120) }
    }

    private mutating func drawLiars(_ random: inout SeededNumbers, _ wishes: ScenarioWishes) {
        let tolerated = validators < 4 ? 0 : (validators - 1) / 3
        let count = wishes.liars ?? (isBeyondThreshold ? tolerated + 1 : Int(random.below(UInt64(tolerated) + 1)))
        let all = random.some(min(count, validators - 1), of: Array(0..<validators))
        for (number, validator) in all.enumerated() {
            let isTwin = number == 0 ? wishes.hasTwin ?? (random.below(5) == 0) : random.below(5) == 0
            let kind = random.one(of: LyingKind.allCases) ?? .equivocatingProposals
            if isTwin, wishes.strategy == nil {
                twins.append(validator)
            } else {
                liars.append((validator, number == 0 ? wishes.strategy ?? kind : kind))
            }
        }
    }

    /// What is lost for good counts against those that may be silent.
    private mutating func drawFragile(_ random: inout SeededNumbers) {
        guard faults.contains(.bitFlips), !isBeyondThreshold else { return }
        let honest = (0..<validators).filter { !isLiar($0) }
        fragile = random.some(max(0, silent - liars.count - twins.count), of: honest)
    }

    /// How many may be silent without stopping progress.
    private var silent: Int {
        let tolerated = validators < 4 ? 0 : (validators - 1) / 3
        return validators - ((validators + tolerated) / 2 + 1)
    }

    /// True for a validator whose word proves nothing: one that lies, or of which two copies run.
    public func isLiar(_ validator: Int) -> Bool {
        twins.contains(validator) || liars.contains { $0.validator == validator }
    }

    /// Machines: one a validator, and one more for each twin.
    var hostCount: Int { validators + twins.count }

    func validator(of host: Int) -> Int { host < validators ? host : twins[host - validators] }

    func strategy(of host: Int) -> LyingKind? {
        host < validators ? liars.first { $0.validator == host }?.kind : nil
    }

    /// The scenario in one line.
    public var summary: String {
        var parts = ["n = \(validators)"]
        parts += liars.map { "node \($0.validator + 1) lies (\($0.kind.name))" }
        parts += twins.map { "node \($0 + 1) runs twice" }
        parts.append(faults.isEmpty ? "no faults" : faults.map(\.rawValue).joined(separator: ", "))
        if hasRealKeys { parts.append("real keys") }
        return parts.joined(separator: "; ")
    }
}
