package import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// A relying desk with its HTTP server, run together until one fails or the process is told to stop.
public struct RelyingServer: Sendable {
    private let desk: RelyingDesk

    public init(_ desk: RelyingDesk) { self.desk = desk }

    /// Runs both. `onListening` is told the port once connections are taken.
    public func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: HousekeepingWork(desk: desk)), .init(service: FollowingWork(desk: desk)),
                    .init(service: DeliveringWork(desk: desk)),
                    .init(service: HTTPWork(application: build(onListening))),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: desk.logger))
        try await group.run()
    }

    /// The HTTP server alone.
    package func application() -> some ApplicationProtocol { build { _ in } }

    /// Every route, as a method and a path.
    package var routes: [String] { RelyingRoutes(desk).router().routes.map(\.description) }

    private func build(
        _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<RouterResponder<BasicRequestContext>> {
        Application(
            router: RelyingRoutes(desk).router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(desk.configuration.host, port: desk.configuration.port), serverName: "deedbox",
                availableConnectionsDelegate: .maximum(256, logger: desk.logger)),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                await onListening(port)
            },
            logger: desk.logger)
    }
}

/// What the desk does by itself, until it is told to stop.
private struct HousekeepingWork: Service {
    let desk: RelyingDesk

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var turn = 0
            while !Task.isCancelled {
                await desk.keepHouse(isThorough: turn % 300 == 0)
                turn += 1
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

/// The HTTP server.
private struct HTTPWork: Service {
    let application: Application<RouterResponder<BasicRequestContext>>

    func run() async throws { try await application.run() }
}
