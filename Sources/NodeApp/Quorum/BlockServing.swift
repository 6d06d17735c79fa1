internal import Ledger
internal import Logging
internal import Replication
internal import Storage
internal import Synchronization

/// Sends final blocks from the log to nodes that are behind, beside the core: one request of each peer at a time, and
/// for most of the time none, so that whoever joins does not slow the others.
final class BlockServing: Sendable {
    private let desk = Mutex(Desk())
    private let links: Links
    private let log: LogStore
    private let logger: Logger
    private let requests: AsyncStream<BlockRequest>
    private let source: AsyncStream<BlockRequest>.Continuation

    /// After each answer the log is left alone for so many times as long as it took,
    private static let restForWork = 3
    /// and at least so long.
    private static let leastPause = Duration.milliseconds(10)

    init(_ links: Links, _ log: LogStore, _ logger: Logger) {
        self.links = links
        self.log = log
        self.logger = logger
        (requests, source) = AsyncStream.makeStream()
    }

    /// Takes a request; while one of the same peer is being answered, its newest one waits.
    func take(_ request: BlockRequest) {
        if desk.withLock({ $0.take(request) }) { source.yield(request) }
    }

    /// Answers until `close`.
    func run() async {
        for await request in requests {
            let begin = ContinuousClock.now
            do { links.send(.blocks(try run(for: request)), to: request.peer) } catch {
                logger.error("blocks for \(links.member(request.peer)) could not be read: \(error)")
            }
            let pause = max(BlockServing.leastPause, (ContinuousClock.now - begin) * BlockServing.restForWork)
            try? await Task.sleep(for: pause)
            let next = desk.withLock { $0.finish(request.peer) }
            if let next { source.yield(next) }
        }
    }

    /// No request is taken any more.
    func close() { source.finish() }

    private func run(for request: BlockRequest) throws -> BlockRun {
        let size = request.checkpoint.checkpoint.head.size
        let (leaves, end) = try leaves(from: request.from, to: size)
        let proof = end == size ? [] : try ConsistencyProof.build(from: end, to: size, hashes: log).path
        return BlockRun(
            from: request.from, leaves: leaves, checkpoint: request.checkpoint.note.encoded, proof: proof,
            commit: request.commit)
    }

    private struct Enough: Error {}

    /// Whole blocks, as many as fit; the first in any case.
    private func leaves(from: UInt64, to size: UInt64) throws -> (leaves: [UInt8], end: UInt64) {
        var bytes: [UInt8] = []
        var whole = (count: 0, end: from)
        do {
            try unsafe log.walk(from: from, to: size) { index, leaf in
                bytes.append(UInt8(leaf.count >> 8))
                bytes.append(UInt8(leaf.count & 255))
                unsafe bytes.append(contentsOf: leaf)
                guard unsafe LeafKind(leaf) == .seal else { return }
                if whole.count > 0, bytes.count > BlockRequest.preferredByteCount { throw Enough() }
                whole = (bytes.count, index + 1)
            }
        } catch is Enough {
            bytes.removeLast(bytes.count - whole.count)
        }
        return (bytes, whole.end)
    }
}

/// Peers that are being answered, and what they asked for meanwhile.
private struct Desk {
    private var busy: Set<Int> = []
    private var waiting: [Int: BlockRequest] = [:]

    /// True when the request is to be answered now.
    mutating func take(_ request: BlockRequest) -> Bool {
        guard !busy.insert(request.peer).inserted else { return true }
        waiting[request.peer] = request
        return false
    }

    /// The peer's next request, if it has asked again.
    mutating func finish(_ peer: Int) -> BlockRequest? {
        let next = waiting.removeValue(forKey: peer)
        if next == nil { busy.remove(peer) }
        return next
    }
}
