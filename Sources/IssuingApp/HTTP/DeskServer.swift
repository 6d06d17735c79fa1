internal import Accounts
package import Hummingbird
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// A desk with its HTTP server and its own work, run together until one fails or the process is told to stop.
public struct DeskServer: Sendable {
    private let desk: Desk
    private let logger: Logger
    private let host: String

    /// A server on loopback; on another address only behind a proxy that speaks TLS.
    public init(_ desk: Desk, host: String = "127.0.0.1", logger: Logger) {
        self.desk = desk
        self.host = host
        self.logger = logger
    }

    /// Serves and works. `onListening` is told the port once connections are taken.
    public func run(
        isWorking: Bool = true, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        var application = build(onListening)
        if isWorking { application.addServices(WorkService(work: DeskWork(desk), logger: logger)) }
        try await application.runService()
    }

    /// The HTTP server alone.
    package func application() -> some ApplicationProtocol { build { _ in } }

    /// Every route, as a method and a path.
    package var routes: [String] { DeskRoutes(desk, logger).router().routes.map(\.description) }

    /// True for a route that OpenID4VCI describes, and not the desk's own document.
    package static func isClaimRoute(_ route: String) -> Bool {
        let path = route.split(separator: " ").last ?? ""
        return path.hasPrefix("/claims/") || path.hasPrefix("/offers/")
            || path.hasPrefix("/.well-known/openid-credential-issuer")
            || path.hasPrefix("/.well-known/oauth-authorization-server")
    }

    private func build(_ onListening: @escaping @Sendable (Int) async -> Void) -> Application<DeskResponder> {
        Application(
            responder: DeskResponder(desk, logger),
            server: .http1(configuration: .init(idleTimeout: .seconds(DeskLimits.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: desk.configuration.port), serverName: "deedbox",
                availableConnectionsDelegate: .maximum(DeskLimits.connections, logger: logger)),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                await onListening(port)
            },
            logger: logger)
    }
}

/// The desk's own work beside the server.
private struct WorkService: Service {
    let work: DeskWork
    let logger: Logger

    func run() async throws {
        // Told to stop, the work is cut off between two transactions: that is no failure.
        do {
            try await cancelWhenGracefulShutdown {
                try await work.run { turn in
                    for reason in turn.waiting { logger.notice("waiting: \(reason)") }
                }
            }
        } catch is CancellationError { return }
    }
}
