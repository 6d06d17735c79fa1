internal import Rulebook
internal import Storage
internal import Synchronization

/// A store whose changes are carried out in groups, each in one transaction.
protocol KeptStore: Sendable {
    associatedtype Change: KeptChange
    associatedtype Outcome: Sendable

    /// What became of each change, once all of it is on disk.
    func apply(_ changes: [Change], room: StrongroomRoom) throws -> [Outcome]
}

/// A change that says how much it writes.
protocol KeptChange: Sendable {
    /// Bytes of bodies that it writes.
    var byteCount: Int { get }
}

/// The one writer of a store, on a thread of its own: what came while the last transaction ran is written in the next
/// one, with one sync.
actor StoreKeeper<Store: KeptStore> {
    private struct Job: Sendable {
        let changes: [Store.Change]
        let byteCount: Int
        let isPassedOn: Bool
        let continuation: CheckedContinuation<[Store.Outcome], any Error>
    }

    private struct Mail {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let database: Store
    private let thread = WorkThread()
    private let room: StrongroomRoom
    private let metrics: NodeMetrics
    private let step: NodeStep
    private nonisolated let mail = Mutex(Mail())
    private nonisolated let signals: AsyncStream<Void>
    private nonisolated let signal: AsyncStream<Void>.Continuation
    /// Bytes of bodies in one transaction.
    private static var batchByteCount: Int { 32 << 20 }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.executor }

    /// `step` is what the metrics call a transaction.
    init(_ database: Store, _ room: StrongroomRoom, _ metrics: NodeMetrics, _ step: NodeStep) {
        self.database = database
        self.room = room
        self.metrics = metrics
        self.step = step
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns what became of the changes once it is on disk. What another node passes on has a little more room, for
    /// erasures may come later than what they make room for.
    nonisolated func apply(
        _ changes: [Store.Change], isPassedOn: Bool = false
    ) async throws -> [Store.Outcome] {
        let byteCount = changes.reduce(0) { $0 + $1.byteCount }
        return try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                changes: changes, byteCount: byteCount, isPassedOn: isPassedOn, continuation: continuation)
            let isOpen = mail.withLock { mail in
                if !mail.isClosed { mail.jobs.append(job) }
                return !mail.isClosed
            }
            if isOpen { signal.yield() } else { continuation.resume(throwing: NodeStopping()) }
        }
    }

    /// Writes until `close`; a transaction that fails is told to those who wait for it, and is not the end.
    func run() async {
        for await _ in signals { while work() {} }
        close()
        while work() {}
    }

    /// Work between transactions, on the writer's thread.
    func upkeep<Value: Sendable>(_ body: @Sendable (Store) throws -> Value) throws -> Value {
        try body(database)
    }

    /// Nothing is taken any more; what was taken is written, and `run` returns.
    nonisolated func close() {
        mail.withLock { $0.isClosed = true }
        signal.finish()
    }

    /// Ends the thread.
    func stop() async { await thread.stop() }

    private func work() -> Bool {
        let jobs = takeJobs()
        guard let first = jobs.first else { return false }
        do {
            let changes = jobs.flatMap(\.changes)
            var outcomes = try metrics.measure(step) {
                try database.apply(changes, room: first.isPassedOn ? room.wider : room)
            }[...]
            for job in jobs {
                job.continuation.resume(returning: Array(outcomes.prefix(job.changes.count)))
                outcomes = outcomes.dropFirst(job.changes.count)
            }
        } catch {
            for job in jobs { job.continuation.resume(throwing: error) }
        }
        return true
    }

    /// The jobs of the next transaction: those that have the same room, up to its size.
    private func takeJobs() -> [Job] {
        mail.withLock { mail in
            guard let first = mail.jobs.first else { return [] }
            var count = 0
            var bytes = 0
            for job in mail.jobs {
                guard job.isPassedOn == first.isPassedOn else { break }
                guard count == 0 || bytes + job.byteCount <= StoreKeeper.batchByteCount else { break }
                bytes += job.byteCount
                count += 1
            }
            defer { mail.jobs.removeFirst(count) }
            return Array(mail.jobs.prefix(count))
        }
    }
}

typealias StrongroomKeeper = StoreKeeper<StrongroomDatabase>

extension StrongroomDatabase: KeptStore {}

extension StrongroomChange: KeptChange {
    /// Bytes of bodies that it writes.
    var byteCount: Int {
        switch self {
        case .keep(let put, _): put.bodies.reduce(0) { $0 + ($1?.count ?? 0) }
        case .erase, .eraseAt, .delete: 0
        }
    }
}

extension StrongroomRoom {
    init(_ limits: StrongroomLimits) {
        self.init(memberEntries: limits.memberEntries, memberBytes: limits.memberBytes, bytes: limits.maxBytes)
    }

    /// An eighth more: for what other nodes pass on.
    var wider: StrongroomRoom {
        func wide(_ limit: Int) -> Int { limit + limit / 8 }
        return StrongroomRoom(memberEntries: wide(memberEntries), memberBytes: wide(memberBytes), bytes: wide(bytes))
    }
}
