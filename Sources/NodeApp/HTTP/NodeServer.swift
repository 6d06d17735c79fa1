package import Hummingbird
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// A node with its HTTP server, run together until one fails or the process is told to stop.
///
/// At SIGTERM or SIGINT the server takes no more connections, ends event streams, lets running requests finish, and
/// then the node ends its work.
public struct NodeServer: Sendable {
    private let node: any NodeService
    private let logger: Logger
    private var limits: HTTPLimits { node.configuration.http }

    public init(_ node: any NodeService, logger: Logger) {
        self.node = node
        self.logger = logger
    }

    /// Runs both. `onListening` is told the port once connections are taken.
    public func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let application = build([NodeWork(node: node)], onListening)
        do { try await application.runService() } catch let error as IOError {
            throw CannotListen(host: node.configuration.host, port: node.configuration.port, cause: "\(error)")
        }
    }

    /// The HTTP server alone.
    package func application(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        build([], onListening)
    }

    /// Every route, as a method and a path.
    package var routes: [String] { NodeRoutes(node, limits, logger).router().routes.map(\.description) }

    private func build(
        _ services: [any Service], _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<NodeResponder> {
        let configuration = node.configuration
        return Application(
            responder: NodeResponder(node, limits, logger),
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Int64(limits.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 4 * max(limits.maxHeaderBytes, limits.maxURLBytes),
                        maxHeaderListSize: 4 * (limits.maxHeaderBytes + limits.maxURLBytes),
                        maxHeaderFieldCount: 256))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "deedbox",
                availableConnectionsDelegate: .maximum(configuration.maxConnections, logger: logger)),
            services: services,
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                await onListening(port)
            },
            logger: logger)
    }
}

/// The node's own work beside the server.
private struct NodeWork: Service {
    let node: any NodeService

    func run() async throws { try await node.run() }
}

/// The port cannot be had.
public struct CannotListen: Error, CustomStringConvertible {
    public let host: String
    public let port: Int
    let cause: String

    public var description: String {
        "cannot listen on \(host):\(port): \(cause). Stop the program that has the port, or choose another with --port."
    }
}
