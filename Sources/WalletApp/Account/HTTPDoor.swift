internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NodeAPI
internal import Signing

/// Speaks to a desk or to the registrar over HTTP: JSON there, JSON back.
struct HTTPDoor: Sendable {
    let base: String
    private static let maxAnswerByteCount = 2 << 20

    /// One for the process: connections are shared.
    private static let http = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5))))

    /// The door at an address; a slash at its end is left out.
    init(_ address: String) { base = address.hasSuffix("/") ? String(address.dropLast()) : address }

    /// Posts a value; returns the answer's value, null for an empty one. A problem is a refusal in the other's words.
    func post(_ path: String, _ value: JSONValue, seconds: Int64 = 30) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: value.compact))
        let (status, bytes) = try await answer(request, seconds)
        guard (200..<300).contains(status) else { throw refusal(status, bytes) }
        guard !bytes.isEmpty else { return .null }
        do { return try JSONValue(parsing: bytes, maxByteCount: HTTPDoor.maxAnswerByteCount) } catch {
            throw WalletFailure.unreadable(base, reason: "\(error)")
        }
    }

    private func answer(_ request: HTTPClientRequest, _ seconds: Int64) async throws -> (UInt, [UInt8]) {
        do {
            let response = try await HTTPDoor.http.execute(request, timeout: .seconds(seconds))
            let body = try await response.body.collect(upTo: HTTPDoor.maxAnswerByteCount)
            return (response.status.code, Array(body.readableBytesView))
        } catch is CancellationError { throw CancellationError() } catch let error as HTTPClientError {
            throw WalletFailure.unreachable(base, reason: error.shortDescription)
        } catch { throw WalletFailure.unreachable(base, reason: "no connection") }
    }

    private func refusal(_ status: UInt, _ bytes: [UInt8]) -> any Error {
        guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(bytes)) else {
            return WalletFailure.unreadable(base, reason: "status \(status)")
        }
        // What is wrong over there says nothing of what was asked.
        guard problem.status < 500, problem.status != 429 else {
            return WalletFailure.unreachable(base, reason: problem.detail)
        }
        return WalletRefusal.answered(
            url: base, code: problem.code,
            .told(problem.detail, zh: problem.detailZh, next: problem.next, zh: problem.nextZh))
    }
}

/// The issuing desk that a document names.
struct DeskClient: Sendable {
    let door: HTTPDoor

    init(_ address: String) { door = HTTPDoor(address) }
}
