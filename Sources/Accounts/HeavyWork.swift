internal import NIOPosix
internal import Synchronization

/// Work at a desk that holds a thread or much memory for long: it has threads of its own, one for each piece that may
/// be under way. Who comes while all of them work is told to come again.
public final class HeavyWork: Sendable {
    private let limit: Int
    private let pool: NIOThreadPool
    private let underWay = Mutex(0)

    /// So many pieces at once.
    public init(limit: Int) {
        self.limit = limit
        pool = NIOThreadPool(numberOfThreads: limit)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// The work's value or error; `AccountRefusal.busy` when the limit is reached.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let hasRoom = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard hasRoom else { throw AccountRefusal.busy }
        defer { underWay.withLock { $0 -= 1 } }
        return try await pool.runIfActive(work)
    }
}
