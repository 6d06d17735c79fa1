internal import NIOPosix
internal import Synchronization

/// Work that holds a thread or much memory for long: it has threads of its own, one for each piece that may be under
/// way. Who comes while all of them work is told to come again.
package final class HeavyWork: Sendable {
    private let limit: Int
    private let pool: NIOThreadPool
    private let underWay = Mutex(0)

    /// So many pieces at once.
    package init(limit: Int) {
        self.limit = limit
        pool = NIOThreadPool(numberOfThreads: limit)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// The work's value or error; `DeskProblem.busy` when the limit is reached.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let hasRoom = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard hasRoom else { throw DeskProblem.busy }
        defer { underWay.withLock { $0 -= 1 } }
        return try await pool.runIfActive(work)
    }
}

/// What the desk's HTTP server bears at once.
struct DeskLimits: Sendable {
    /// Most connections; those beyond wait until one ends.
    static let connections = 512
    /// How long a connection may be idle, or take for its headers, in seconds.
    static let idleSeconds: Int64 = 60
    /// Passwords that are checked at once: each takes 64 MiB (Argon2id).
    let signIns = HeavyWork(limit: 4)
    /// Files that are taken in at once: each may hold 64 MiB.
    let imports = HeavyWork(limit: 2)
}
