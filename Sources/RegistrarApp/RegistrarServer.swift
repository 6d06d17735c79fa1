package import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// A registrar with its HTTP server, run together until one fails or the process is told to stop.
public struct RegistrarServer: Sendable {
    private let registrar: Registrar

    public init(_ registrar: Registrar) { self.registrar = registrar }

    /// Runs both. `onListening` is told the port once connections are taken.
    public func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: HousekeepingWork(registrar: registrar)),
                    .init(service: HTTPWork(application: build(onListening))),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: registrar.logger))
        try await group.run()
    }

    /// The HTTP server alone.
    package func application() -> some ApplicationProtocol { build { _ in } }

    private func build(
        _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<RouterResponder<BasicRequestContext>> {
        Application(
            router: RegistrarRoutes(registrar).router(),
            configuration: ApplicationConfiguration(
                address: .hostname(registrar.configuration.host, port: registrar.configuration.port),
                serverName: "deedbox"),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                await onListening(port)
            },
            logger: registrar.logger)
    }
}

/// What the registrar does by itself, until it is told to stop.
private struct HousekeepingWork: Service {
    let registrar: Registrar

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await registrar.keepHouse()
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
