/// What the links between hosts do to words; shares are of a hundred thousand.
struct Weather: Sendable {
    let hosts: Int
    var loss: UInt64 = 0
    var duplicates: UInt64 = 0
    var maxDelay: UInt64 = 15
    /// Words that take much longer.
    var late: UInt64 = 0
    var maxLate: UInt64 = 0
    /// By sender and receiver.
    private var blocked: [Bool]

    init(hosts: Int) {
        self.hosts = hosts
        blocked = Array(repeating: false, count: hosts * hosts)
    }

    func isBlocked(_ from: Int, _ to: Int) -> Bool { blocked[from * hosts + to] }

    /// True for two hosts one of which can reach the other again.
    func opens(_ one: Int, _ other: Int, since before: Weather) -> Bool {
        before.isBlocked(one, other) && !isBlocked(one, other) || before.isBlocked(other, one) && !isBlocked(other, one)
    }

    var isWhole: Bool { !blocked.contains(true) }

    mutating func block(_ from: Int, _ to: Int) { blocked[from * hosts + to] = true }

    mutating func block(_ shape: Partition) {
        blocked = Array(repeating: false, count: hosts * hosts)
        for from in 0..<hosts {
            for to in 0..<hosts where from != to && shape.blocks(from, to) { block(from, to) }
        }
    }

    mutating func heal() { block(.none) }
}

/// Which links lead nowhere.
enum Partition: Equatable, Sendable {
    case none
    /// Links lead only within a group.
    case groups([Int])
    /// As groups, but these hosts talk to both sides.
    case bridge([Int], over: Int)
    /// Words of the first group do not reach the second; those of the second reach the first.
    case oneWay([Int])
    /// Each host hears only its neighbours in a ring.
    case ring(Int)

    func blocks(_ from: Int, _ to: Int) -> Bool {
        switch self {
        case .none: false
        case .groups(let group): group[from] != group[to]
        case .bridge(let group, let bridge): group[from] != group[to] && from != bridge && to != bridge
        case .oneWay(let group): group[from] == 0 && group[to] == 1
        case .ring(let count): (from + 1) % count != to && (to + 1) % count != from
        }
    }
}
