import Ledger
import Signing

/// When grants leave the state: derived from the state, kept beside it so that no block walks all grants.
struct GrantAgenda: Sendable {
    /// Ids by the second from which on they may leave; a grant can stand under several, the earliest counts.
    private var seconds: [UInt64: [GrantID]] = [:]
    private var earliest: UInt64 = .max

    init() {}

    /// The agenda that follows from a state alone.
    init(of tree: StateTree, _ parameters: Parameters) {
        for (key, value) in tree.entries(kind: StateKind.grant.rawValue) {
            guard let digest = Digest(key.key), let grant = try? Grant(decoding: value) else { continue }
            insert(GrantID(digest), closing: grant.closing(parameters))
        }
    }

    mutating func insert(_ id: GrantID, closing time: UInt64) {
        let second = GrantAgenda.second(time)
        seconds[second, default: []].append(id)
        earliest = min(earliest, second)
    }

    /// All ids that may leave at a block's time, in ascending order, each once.
    func due(at time: UInt64) -> [GrantID] {
        var ids: [GrantID] = []
        for second in dueSeconds(at: time) { ids += seconds[second] ?? [] }
        ids.sort()
        return ids.enumerated().filter { $0.offset == 0 || ids[$0.offset - 1] != $0.element }.map(\.element)
    }

    /// Forgets what was due at a block's time, but for the ids that the block left in the state: they stay where
    /// they stand, so that a node that has just started from its state expects the same.
    mutating func settle(at time: UInt64, left: [GrantID]) {
        let past = dueSeconds(at: time)
        guard !past.isEmpty else { return }
        let kept = Set(left)
        for second in past {
            let rest = (seconds[second] ?? []).filter { kept.contains($0) }
            seconds[second] = rest.isEmpty ? nil : rest
        }
        earliest = seconds.keys.min() ?? .max
    }

    /// True when a block of that time (ms) finds a closing time passed.
    static func isDue(_ closing: UInt64, at time: UInt64) -> Bool { second(closing) <= time / 1_000 }

    /// The second in which, or after which, a closing time in ms has passed.
    private static func second(_ time: UInt64) -> UInt64 { (time + 999) / 1_000 }

    private func dueSeconds(at time: UInt64) -> [UInt64] {
        let now = time / 1_000
        guard earliest <= now else { return [] }
        return seconds.keys.filter { $0 <= now }.sorted()
    }
}
