/// What goes wrong in a run, each kind counted.
public enum Fault: Int, CaseIterable, Sendable {
    case loss, duplicate, lateWord
    case symmetricPartition, oneWayPartition, bridgePartition, ringPartition, flappingLinks
    case kill, powerCut, blackout
    case lostWrite, tornWrite, bitFlip, damageFound, fullDisk
    case pause, clockJump, clockDrift

    /// What a reader calls it.
    public var name: String {
        switch self {
        case .loss: "words lost"
        case .duplicate: "words doubled"
        case .lateWord: "words very late"
        case .symmetricPartition: "partitions"
        case .oneWayPartition: "one-way partitions"
        case .bridgePartition: "bridge partitions"
        case .ringPartition: "ring partitions"
        case .flappingLinks: "flapping links"
        case .kill: "processes killed"
        case .powerCut: "power cuts of one node"
        case .blackout: "power cuts of all nodes"
        case .lostWrite: "unsynced writes lost"
        case .tornWrite: "writes torn"
        case .bitFlip: "bits flipped on disk"
        case .damageFound: "starts refused for damage"
        case .fullDisk: "full disks"
        case .pause: "pauses"
        case .clockJump: "clock jumps"
        case .clockDrift: "drifting clocks"
        }
    }
}

/// How often each fault has happened.
public struct FaultCounts: Sendable, Hashable {
    private var counts = Array(repeating: 0, count: Fault.allCases.count)

    public init() {}

    public subscript(_ fault: Fault) -> Int { counts[fault.rawValue] }

    /// All of them.
    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ fault: Fault, _ count: Int = 1) { counts[fault.rawValue] += count }

    /// Adds those of another run.
    public mutating func add(_ other: FaultCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}
