internal import Ledger
internal import Logging
internal import Replication
internal import Storage
internal import Synchronization

/// Sends final blocks from the log to validators that are behind, beside the core: one request of each peer at a time.
final class BlockServing: Sendable {
    private let busy = Mutex<Set<Int>>([])
    private let links: Links
    private let log: LogStore
    private let logger: Logger
    private let requests: AsyncStream<BlockRequest>
    private let source: AsyncStream<BlockRequest>.Continuation

    init(_ links: Links, _ log: LogStore, _ logger: Logger) {
        self.links = links
        self.log = log
        self.logger = logger
        (requests, source) = AsyncStream.makeStream()
    }

    /// Takes a request unless one of the same peer is being answered: who is behind asks again.
    func take(_ request: BlockRequest) {
        if busy.withLock({ $0.insert(request.peer).inserted }) { source.yield(request) }
    }

    /// Answers until `close`.
    func run() async {
        for await request in requests {
            do { links.send(.blocks(try run(for: request)), to: request.peer) } catch {
                logger.error("blocks for \(links.member(request.peer)) could not be read: \(error)")
            }
            busy.withLock { _ = $0.remove(request.peer) }
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
