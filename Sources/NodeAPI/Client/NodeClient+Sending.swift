internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// A request before it is known to which node it goes.
struct Outgoing: Sendable {
    /// Path and query.
    let path: String
    let body: ByteBuffer?
    let accept: String?
    /// Of the body.
    let mediaType: String

    init(
        _ path: String, body: [UInt8]? = nil, accept: String? = nil, mediaType: String = "application/octet-stream"
    ) {
        self.path = path
        self.body = body.map { ByteBuffer(bytes: $0) }
        self.accept = accept
        self.mediaType = mediaType
    }

    /// The request to one node.
    func request(to base: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + path)
        if let accept { request.headers.add(name: "accept", value: accept) }
        if let body {
            request.method = .POST
            request.headers.add(name: "content-type", value: mediaType)
            request.body = .bytes(body)
        }
        return request
    }
}

/// A whole answer.
struct Incoming: Sendable {
    let url: String
    let status: Int
    let bytes: [UInt8]

    /// Reads the JSON form of a body.
    func json<Body: Decodable>(_: Body.Type = Body.self) throws -> Body {
        try reading { try JSONDecoder().decode(Body.self, from: Data(bytes)) }
    }

    /// Reads with `read`; what it throws becomes an error that names the node.
    func reading<Value>(_ read: () throws -> Value) throws(NodeClientError) -> Value {
        do { return try read() } catch {
            throw .unreadable(url: url, status: status, fact: "\(error)")
        }
    }
}

/// The node that answered last: the one to ask first.
final class PreferredNode: Sendable {
    private let index = Mutex(0)

    /// All addresses, the preferred one first.
    func order(_ urls: [String]) -> [(index: Int, url: String)] {
        let first = index.withLock { $0 }
        return urls.indices.map { (first + $0) % urls.count }.map { ($0, urls[$0]) }
    }

    func prefer(_ index: Int) { self.index.withLock { $0 = index } }
}

extension NodeClient {
    /// One for the process: connections are shared, and it lives as long as that.
    static let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: NodeClient.configuration)

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)),
            connectionPool: .init(idleTimeout: .seconds(10), concurrentHTTP1ConnectionsPerHostSoftLimit: 64))
        // The next node is asked instead.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// Asks the nodes in turn until one answers; problems and answers of other statuses are errors.
    ///
    /// `passing` are the statuses after which the next node is asked; when all say so one of their answers stands.
    func send(
        _ outgoing: Outgoing, limit: Int, accepts: Set<Int> = [200], passing: Set<Int> = [503]
    ) async throws -> Incoming {
        let answer = try await firstAnswer(but: passing) { url in
            let response = try await open(outgoing, at: url, seconds: timeoutSeconds)
            return try await collect(response, url + outgoing.path, limit)
        }
        guard accepts.contains(answer.status) else { throw answer.failure }
        return answer
    }

    /// Tries each node until one answers and works.
    private func firstAnswer(
        but passing: Set<Int>, _ ask: (String) async throws -> Incoming
    ) async throws -> Incoming {
        var failed: [FailedAttempt] = []
        var resting: Incoming?
        for (index, url) in preferred.order(urls) {
            do {
                let answer = try await retryingOnce { try await ask(url) }
                guard passing.contains(answer.status) else {
                    preferred.prefer(index)
                    return answer
                }
                // What was taken says more than what was not.
                if resting == nil || answer.status < 300 { resting = answer }
            } catch let error as NodeClientError {
                throw error
            } catch is CancellationError {
                throw CancellationError()
            } catch { failed.append(FailedAttempt(url: url, reason: NodeClient.reason(error))) }
        }
        if let resting { return resting }
        throw NodeClientError.unreachable(failed)
    }

    /// A kept connection may be closed by the node just when it is used again: then once more, on a fresh one.
    private func retryingOnce(_ ask: () async throws -> Incoming) async throws -> Incoming {
        do { return try await ask() } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            return try await ask()
        }
    }

    /// Sends to one node, and returns when its answer begins.
    func open(_ outgoing: Outgoing, at url: String, seconds: Int64) async throws -> HTTPClientResponse {
        try await NodeClient.http.execute(outgoing.request(to: url), timeout: .seconds(seconds))
    }

    private func collect(_ response: HTTPClientResponse, _ url: String, _ limit: Int) async throws -> Incoming {
        let buffer: ByteBuffer
        do { buffer = try await response.body.collect(upTo: limit) } catch is NIOTooManyBytesError {
            throw NodeClientError.tooLong(url: url, limit: limit)
        }
        return Incoming(url: url, status: Int(response.status.code), bytes: Array(buffer.readableBytesView))
    }

    /// The cause of a broken connection in a few words.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError where error.errnoCode == ECONNREFUSED: "connection refused"
        case let error as IOError where error.errnoCode == ECONNRESET: "connection reset"
        case let error as IOError: "\(error)"
        default: "no connection"
        }
    }
}

extension Incoming {
    /// The error of an answer that says no.
    var failure: NodeClientError {
        if let problem = try? JSONDecoder().decode(Problem.self, from: Data(bytes)) {
            return .problem(url: url, problem)
        }
        return .unreadable(url: url, status: status, fact: "not the answer of a node")
    }
}
