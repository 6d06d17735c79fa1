internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import RelyingAPI

/// Posts a body to a webhook; a redirection is followed nowhere.
struct WebhookSender: Sendable {
    /// One for the process: connections are shared.
    private static let http = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5))))
    /// How long an address may take to answer, in seconds.
    private static let seconds: Int64 = 15
    private static let maxAnswerByteCount = 64 << 10

    /// What an attempt came to.
    enum Result: Equatable, Sendable {
        case taken(status: UInt)
        case notTaken(status: UInt)
        case unreachable(String)

        var note: String {
            switch self {
            case .taken(let status), .notTaken(let status): "status \(status)"
            case .unreachable(let reason): reason
            }
        }
    }

    /// Posts once.
    func post(_ body: String, _ headers: [(name: String, value: String)], to url: String) async throws -> Result {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "deedbox")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(string: body))
        do {
            let response = try await WebhookSender.http.execute(request, timeout: .seconds(WebhookSender.seconds))
            // The answer's body says nothing, and is read so that the connection can be used again.
            _ = try? await response.body.collect(upTo: WebhookSender.maxAnswerByteCount)
            let status = response.status.code
            return (200..<300).contains(status) ? .taken(status: status) : .notTaken(status: status)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as HTTPClientError {
            return .unreachable(error.shortDescription)
        } catch { return .unreachable("no connection") }
    }

    /// True for an address that may be told: TLS, or this machine.
    static func isAllowed(_ url: String) -> Bool {
        guard url.utf8.count <= Webhook.maxURLByteCount, let parts = URLComponents(string: url),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil
        else { return false }
        let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        return parts.scheme == "https" || parts.scheme == "http" && isLoopback
    }
}
