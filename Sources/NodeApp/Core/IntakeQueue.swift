internal import Rulebook
package import Signing
package import Storage
internal import Synchronization

/// Makes submissions durable in groups: one write and one sync for all that came while the last one ran; and
/// lets the journal forget, from its front, what is decided.
package actor IntakeQueue {
    private struct Arrival: Sendable {
        let payload: [UInt8]
        let ids: [StatementID]
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Mail {
        var arrivals: [Arrival] = []
        var decided: [StatementID] = []
        var isClosed = false
    }

    private let thread: WorkThread
    private let journal: IntakeJournal
    private let metrics: NodeMetrics
    private var progress = IntakeProgress()
    private nonisolated let mail = Mutex(Mail())
    private nonisolated let signals: AsyncStream<Void>
    private nonisolated let signal: AsyncStream<Void>.Continuation

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.executor }

    /// A queue before its journal; what the journal held at the start is open until it is decided.
    package init(
        _ journal: IntakeJournal, on thread: WorkThread, open: [(sequence: UInt64, ids: [StatementID])],
        metrics: NodeMetrics
    ) {
        self.journal = journal
        self.metrics = metrics
        self.thread = thread
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        for entry in open { progress.add(entry.sequence, entry.ids) }
    }

    /// Returns once the submissions are durable; throws at once when the queue has ended.
    package nonisolated func append(_ payload: [UInt8], ids: [StatementID]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let arrival = Arrival(payload: payload, ids: ids, continuation: continuation)
            let isOpen = mail.withLock { mail in
                if !mail.isClosed { mail.arrivals.append(arrival) }
                return !mail.isClosed
            }
            if isOpen { signal.yield() } else { continuation.resume(throwing: NodeStopping()) }
        }
    }

    /// Tells which statements are in final blocks or refused for good.
    package nonisolated func decided(_ ids: [StatementID]) {
        mail.withLock { $0.decided += ids }
        signal.yield()
    }

    /// Writes until `close`; a failed write is the end of the node. However it ends, nobody is left waiting.
    package func run() async throws {
        do {
            for await _ in signals { try work() }
            // A cancelled task ends the loop without `close`: what comes from here on is refused, not kept.
            close()
            try work()
        } catch {
            close()
            for arrival in takeMail().arrivals { arrival.continuation.resume(throwing: error) }
            throw error
        }
    }

    /// Nothing is taken any more; what was taken is written, and `run` returns.
    package nonisolated func close() {
        mail.withLock { $0.isClosed = true }
        signal.finish()
    }

    private func takeMail() -> (arrivals: [Arrival], decided: [StatementID]) {
        mail.withLock { mail in
            defer {
                mail.arrivals = []
                mail.decided = []
            }
            return (mail.arrivals, mail.decided)
        }
    }

    private func work() throws {
        let batch = takeMail()
        try write(batch.arrivals)
        if let last = progress.decide(batch.decided) { try journal.discard(through: last) }
    }

    private func write(_ arrivals: [Arrival]) throws {
        guard !arrivals.isEmpty else { return }
        do {
            let last = try metrics.measure(.intake) { try journal.append(arrivals.map(\.payload)) }
            let first = last + 1 - UInt64(arrivals.count)
            for (offset, arrival) in arrivals.enumerated() {
                progress.add(first + UInt64(offset), arrival.ids)
                arrival.continuation.resume()
            }
        } catch {
            for arrival in arrivals { arrival.continuation.resume(throwing: error) }
            throw error
        }
    }
}

/// The node takes nothing any more.
package struct NodeStopping: Error {}

/// Which submissions of the journal are decided in full.
struct IntakeProgress: Sendable {
    private var open: [(sequence: UInt64, left: Int)] = []
    private var firstOpen = 0
    private var sequences: [StatementID: UInt64] = [:]

    mutating func add(_ sequence: UInt64, _ ids: [StatementID]) {
        open.append((sequence, ids.count))
        for id in ids { sequences[id] = sequence }
    }

    /// Takes decisions; returns the last sequence number before which all is decided, when it grew.
    mutating func decide(_ ids: [StatementID]) -> UInt64? {
        for id in ids {
            guard let sequence = sequences.removeValue(forKey: id), let first = open[firstOpen...].first?.sequence,
                sequence >= first
            else { continue }
            open[firstOpen + Int(sequence - first)].left -= 1
        }
        let before = firstOpen
        while firstOpen < open.count, open[firstOpen].left == 0 { firstOpen += 1 }
        guard firstOpen > before else { return nil }
        let last = open[firstOpen - 1].sequence
        if firstOpen > 1_024 {
            open.removeFirst(firstOpen)
            firstOpen = 0
        }
        return last
    }
}
