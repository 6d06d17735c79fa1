internal import Ledger
internal import Rulebook
internal import Signing
internal import Synchronization

/// The sealed disclosures of the state: which are closed, which of them are due, and which name a deal.
///
/// It follows the state by what has changed in it, so that nobody walks all of them at each look at the clock.
final class SealedAgenda: Sendable {
    private let state = Mutex(SealedOrder())

    /// Takes in what has changed up to a block; a block that is older than the last one changes nothing.
    func follow(_ snapshot: NodeSnapshot) { state.withLock { $0.follow(snapshot.view.tree, to: snapshot.head) } }

    /// Those whose time is over.
    var due: Set<StatementID> { state.withLock { $0.due } }

    /// The deals that they name, and how often these have changed.
    var deals: (all: Set<Digest>, version: UInt64) { state.withLock { (Set($0.deals.keys), $0.version) } }
    var version: UInt64 { state.withLock { $0.version } }

    /// How many are closed, and how many of them are due.
    var counts: (sealed: Int, overdue: Int) { state.withLock { ($0.entries.count, $0.due.count) } }

    /// One that is closed; nil when it is not.
    subscript(_ statement: StatementID) -> SealedEntry? { state.withLock { $0.entries[statement] } }

    /// One that names a deal; nil when none does.
    func entry(naming deal: Digest) -> SealedEntry? {
        state.withLock { state in state.deals[deal]?.first.flatMap { state.entries[$0] } }
    }
}

/// The closed ones in the order in which their heights and times come.
private struct SealedOrder: Sendable {
    private(set) var entries: [StatementID: SealedEntry] = [:]
    private(set) var deals: [Digest: Set<StatementID>] = [:]
    private(set) var due: Set<StatementID> = []
    /// Grows with each change of the entries.
    private(set) var version: UInt64 = 0
    private var tree = StateTree()
    private var height = Height(0)
    private var heights = Queue()
    private var times = Queue()

    mutating func follow(_ tree: StateTree, to head: BlockHead) {
        guard head.height >= height else { return }
        let changes = tree.changes(kind: StateKind.sealed.rawValue, since: self.tree)
        self.tree = tree
        height = head.height
        if !changes.isEmpty { take(changes) }
        for id in heights.take(upTo: head.height.value) + times.take(upTo: head.time / 1_000)
        where entries[id] != nil {
            due.insert(id)
        }
    }

    private mutating func take(_ changes: [(StateKey, [UInt8]?)]) {
        version += 1
        var added: [(StatementID, SealedEntry)] = []
        for (key, value) in changes {
            guard let id = Digest(key.key).map({ StatementID($0) }) else { continue }
            remove(id)
            guard let value, let entry = try? SealedEntry(decoding: value) else { continue }
            entries[id] = entry
            deals[entry.seal.deposit, default: []].insert(id)
            added.append((id, entry))
        }
        heights.add(added.map { ($0.1.seal.until.value, $0.0) }, standing: entries)
        times.add(added.map { ($0.1.seal.latest, $0.0) }, standing: entries)
    }

    private mutating func remove(_ id: StatementID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        due.remove(id)
        deals[entry.seal.deposit]?.remove(id)
        if deals[entry.seal.deposit]?.isEmpty == true { deals[entry.seal.deposit] = nil }
    }

    /// Ids by when they come, the next one last.
    private struct Queue: Sendable {
        private var waiting: [(when: UInt64, id: StatementID)] = []

        /// Those that have left the state meanwhile go when they are more than what stands there.
        mutating func add(_ more: [(UInt64, StatementID)], standing: [StatementID: SealedEntry]) {
            waiting += more.map { (when: $0.0, id: $0.1) }
            if waiting.count > 2 * standing.count + 64 { waiting.removeAll { standing[$0.id] == nil } }
            if !more.isEmpty { waiting.sort { $0.when > $1.when } }
        }

        mutating func take(upTo limit: UInt64) -> [StatementID] {
            let first = waiting.lastIndex { $0.when > limit }.map { $0 + 1 } ?? 0
            let taken = waiting[first...].map(\.id)
            waiting.removeSubrange(first...)
            return taken
        }
    }
}
