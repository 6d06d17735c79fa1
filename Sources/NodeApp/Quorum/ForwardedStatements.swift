internal import Replication
internal import Synchronization

/// Statements that other validators pass on: their signatures are checked beside the core, a few words at once.
///
/// Bounded by bytes; what finds no room is dropped, for its sender sends it again until it is acknowledged.
final class ForwardedStatements: Sendable {
    private struct Word: Sendable {
        let number: UInt64
        let bytes: [UInt8]
        let peer: Int
    }

    private let waiting = Mutex(0)
    private let limit: Int
    private let links: Links
    private let words: AsyncStream<Word>
    private let source: AsyncStream<Word>.Continuation
    /// Words that are checked at once.
    private static let width = 4

    init(_ links: Links, maxBytes: Int) {
        self.links = links
        limit = maxBytes
        (words, source) = AsyncStream.makeStream()
    }

    /// Takes a word if there is room. Never waits.
    func take(_ number: UInt64, _ bytes: [UInt8], from peer: Int) {
        let hasRoom = waiting.withLock { waiting in
            guard waiting == 0 || waiting + bytes.count <= limit else { return false }
            waiting += bytes.count
            return true
        }
        if hasRoom { source.yield(Word(number: number, bytes: bytes, peer: peer)) }
    }

    /// Hands each word to `hold`, and acknowledges those that it says are durable here; until `close`.
    func run(_ hold: @escaping @Sendable ([UInt8]) async -> Bool) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await word in words {
                if running == ForwardedStatements.width {
                    await group.next()
                    running -= 1
                }
                group.addTask { await self.finish(word, await hold(word.bytes)) }
                running += 1
            }
        }
    }

    private func finish(_ word: Word, _ isHeld: Bool) async {
        waiting.withLock { $0 -= word.bytes.count }
        if isHeld { links.send(.kept(number: word.number), to: word.peer) }
    }

    /// No word is taken any more.
    func close() { source.finish() }
}
