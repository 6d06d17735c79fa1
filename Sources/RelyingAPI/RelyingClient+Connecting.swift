internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore

extension RelyingClient {
    /// One for the process. Redirects are not followed: an answer goes where the signed request says, and nowhere else.
    static let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// The cause of a broken connection in a few words.
    public static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError where error.errnoCode == ECONNREFUSED: "connection refused"
        case let error as IOError where error.errnoCode == ECONNRESET: "connection reset"
        case let error as IOError where error.errnoCode == EHOSTUNREACH || error.errnoCode == ENETUNREACH:
            "no route to it"
        case let error as IOError: "\(error)"
        case _: "no connection"
        }
    }
}

extension RelyingClientError: CustomStringConvertible {
    /// What is the case, for a log or behind other words.
    public var description: String {
        switch self {
        case .unreachable(let url, let reason): "\(url) (\(reason))"
        case .problem(let problem): problem.detail
        case .unreadable(let url, let status): "\(url) (no answer of a relying desk, status \(status))"
        }
    }
}
