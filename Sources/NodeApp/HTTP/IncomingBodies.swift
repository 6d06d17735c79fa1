internal import Hummingbird
internal import NIOCore
internal import NodeAPI
internal import Synchronization

/// Reads request bodies into memory, each and all together within their limits.
final class IncomingBodies: Sendable {
    private let configuration: NodeConfiguration
    private let limits: HTTPLimits
    private let held = Mutex(0)

    init(_ configuration: NodeConfiguration, _ limits: HTTPLimits) {
        self.configuration = configuration
        self.limits = limits
    }

    /// Collects a body and works with it; its bytes count as held until the work is done.
    ///
    /// Without a `limit` of its own it has the configured one.
    func with<Value>(
        _ request: Request, limit: Int? = nil, _ work: ([UInt8]) async throws -> Value
    ) async throws -> Value {
        let expected = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        let limit = limit ?? configuration.maxBodyBytes
        guard expected <= limit else { throw Problem.bodyTooLarge(limit: limit) }
        let lease = BodyLease(self)
        let bytes = try await collect(request.body, expecting: expected, limit, lease)
        return try await work(bytes)
    }

    /// Races the body against the time that it may take.
    private func collect(
        _ body: RequestBody, expecting count: Int, _ limit: Int, _ lease: BodyLease
    ) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await self.read(body, expecting: count, limit, lease) }
            group.addTask {
                try await Task.sleep(for: .seconds(self.limits.bodySeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else {
                throw ClosingProblem(.bodyTooSlow(seconds: limits.bodySeconds))
            }
            return bytes
        }
    }

    private func read(
        _ body: RequestBody, expecting count: Int, _ limit: Int, _ lease: BodyLease
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        // What a client says of its body is believed only so far.
        bytes.reserveCapacity(min(max(0, count), 1 << 20))
        var parts = body.makeAsyncIterator()
        while let part = try await next(&parts) {
            guard bytes.count + part.readableBytes <= limit else {
                throw ClosingProblem(.bodyTooLarge(limit: limit))
            }
            try lease.extend(by: part.readableBytes)
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// The next part; what breaks the reading is the server's to handle.
    private func next(_ parts: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
        do { return try await parts.next() } catch is CancellationError {
            throw CancellationError()
        } catch { throw UnreadableBody(cause: error) }
    }

    /// False when the bytes in memory would pass their limit.
    fileprivate func hold(_ count: Int) -> Bool {
        held.withLock { held in
            guard held + count <= limits.maxIncomingBytes else { return false }
            held += count
            return true
        }
    }

    fileprivate func release(_ count: Int) { held.withLock { $0 -= count } }

    fileprivate var overloaded: Problem {
        .overloaded(waitingBytes: held.withLock { $0 }, limit: limits.maxIncomingBytes)
    }
}

/// The bytes that one body holds, given back when it is gone.
private final class BodyLease: Sendable {
    private let bodies: IncomingBodies
    private let count = Mutex(0)

    init(_ bodies: IncomingBodies) { self.bodies = bodies }

    deinit { bodies.release(count.withLock { $0 }) }

    func extend(by more: Int) throws(Problem) {
        guard bodies.hold(more) else { throw bodies.overloaded }
        count.withLock { $0 += more }
    }
}

/// The connection broke, or what came on it is not HTTP: the server ends it in its own way.
struct UnreadableBody: Error {
    let cause: any Error
}

/// A problem after which the connection is closed: what the client still sends is of no use.
struct ClosingProblem: Error {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }
}
