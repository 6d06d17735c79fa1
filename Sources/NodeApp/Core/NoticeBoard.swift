internal import Ledger
internal import NodeAPI
internal import Replication
internal import Rulebook
internal import Signing
internal import Synchronization

/// What the core lets others see: the last final block, refusals, and the blocks as they come.
package final class NoticeBoard: Sendable {
    private struct State {
        var snapshot: NodeSnapshot
        var recent: [BlockSummary] = []
        var followers: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextFollower: UInt64 = 0
        var refusals = RefusalMemory()
        var round: RoundState?
        var cosigned = CosignedCheckpoints()
    }

    private let state: Mutex<State>
    private let configuration: NodeConfiguration
    /// Blocks that are kept in memory for those who follow.
    private static let recentCount = 1_024

    init(_ snapshot: NodeSnapshot, _ configuration: NodeConfiguration) {
        var first = State(snapshot: snapshot)
        first.cosigned.add(snapshot)
        state = Mutex(first)
        self.configuration = configuration
    }

    /// Where several validators are with the next block; nil in a network of one.
    var round: RoundState? { state.withLock { $0.round } }

    func show(_ round: RoundState) { state.withLock { $0.round = round } }

    var snapshot: NodeSnapshot { state.withLock { $0.snapshot } }

    /// A final block and the state after it.
    func post(_ final: FinalBlock, _ view: StateView) {
        post(
            [BlockSummary(final.block)],
            NodeSnapshot(head: final.block.executed.head, view: view, final: final.checkpoint))
    }

    /// Final blocks, and what the node stands by now; no block when only cosignatures were added.
    package func post(_ blocks: [BlockSummary], _ snapshot: NodeSnapshot) {
        let followers = state.withLock { state in
            state.snapshot = snapshot
            state.cosigned.add(snapshot)
            state.recent += blocks
            if state.recent.count > 2 * NoticeBoard.recentCount {
                state.recent.removeFirst(NoticeBoard.recentCount)
            }
            return Array(state.followers.values)
        }
        for follower in followers { follower.yield() }
    }

    /// The newest final checkpoint over a leaf that withstands so many liars; nil when there was none since the start.
    func checkpoint(over leaf: LeafIndex, withstanding liars: Int) -> CosignedCheckpoint? {
        state.withLock { $0.cosigned.newest(over: leaf, withstanding: liars) }
    }

    /// The blocks in memory from a height on; nil when that height is older than memory.
    func recent(from height: Height) -> [BlockSummary]? {
        state.withLock { state in
            guard height <= state.snapshot.head.height else { return [] }
            guard let first = state.recent.first, first.height <= height else { return nil }
            return Array(state.recent[Int(height.value - first.height.value)...])
        }
    }

    /// A signal for each new block or several; the stream ends with its reader.
    func follow() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.nextFollower += 1
            state.followers[state.nextFollower] = continuation
            return state.nextFollower
        }
        continuation.onTermination = { [weak self] _ in self?.leave(number) }
        return stream
    }

    /// Ends every follower's stream.
    func close() {
        for follower in state.withLock({ Array($0.followers.values) }) { follower.finish() }
    }

    private func leave(_ number: UInt64) { state.withLock { _ = $0.followers.removeValue(forKey: number) } }

    /// Remembers a refusal for the time that is configured.
    func note(_ refusal: Refusal, of id: StatementID) {
        let now = WallClock.now
        state.withLock { state in
            let height = state.snapshot.head.height
            state.refusals.insert(
                RememberedRefusal(refusal: refusal, height: height, time: now), of: id,
                until: now + configuration.refusalSeconds * 1_000, limit: configuration.maxRefusals)
        }
    }

    /// A refusal that is still remembered.
    func refusal(of id: StatementID) -> RememberedRefusal? {
        state.withLock { $0.refusals.find(id, now: WallClock.now) }
    }
}

/// A refusal with the block and the time at which it was given.
struct RememberedRefusal: Sendable {
    let refusal: Refusal
    let height: Height
    let time: UInt64
}

/// Refusals by statement, oldest first out.
private struct RefusalMemory: Sendable {
    private var entries: [StatementID: (refusal: RememberedRefusal, until: UInt64)] = [:]
    private var order: [StatementID] = []

    mutating func insert(_ refusal: RememberedRefusal, of id: StatementID, until: UInt64, limit: Int) {
        if entries.updateValue((refusal, until), forKey: id) == nil { order.append(id) }
        guard order.count > limit else { return }
        let excess = max(order.count - limit, limit / 8)
        for old in order.prefix(excess) { entries[old] = nil }
        order.removeFirst(min(excess, order.count))
    }

    mutating func find(_ id: StatementID, now: UInt64) -> RememberedRefusal? {
        guard let entry = entries[id], entry.until >= now else { return nil }
        return entry.refusal
    }
}

extension BlockSummary {
    init(_ block: CheckedBlock) {
        let touched = block.executed.changes.compactMap { TouchedPrefix($0.0) }
        self.init(
            height: block.height, time: block.seal.time, firstIndex: block.seal.firstIndex,
            sealIndex: block.sealIndex, id: block.seal.id, root: block.head.root,
            statements: block.statements.count, records: block.manifests.reduce(0) { $0 + $1.count },
            touched: Set(touched).sorted())
    }
}

extension TouchedPrefix {
    /// Nil for a key of a kind that nobody watches.
    init?(_ key: StateKey) {
        guard let kind = StateKind(rawValue: key.kind), BucketPrefix.kinds.contains(where: { $0.kind == kind }) else {
            return nil
        }
        let bytes = key.hash.bytes
        self.init(kind: kind, prefix: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
    }
}
