package import Hummingbird
public import Logging
internal import NIOCore
internal import Synchronization

/// The pages of a wallet on this machine: requests to answer, grants to watch and to end.
public struct WalletServer: Sendable {
    private let wallet: Wallet
    private let nodes: [String]
    private let port: Int
    private let logger: Logger
    private let door = WalletDoor()

    /// Most connections at once.
    private static let connections = 32

    /// Pages of an opened wallet, on loopback; `nodes` are asked instead of those that the wallet knows.
    public init(
        _ wallet: Wallet, nodes: [String] = [], port: Int, logger: Logger
    ) {
        self.wallet = wallet
        self.nodes = nodes
        self.port = port
        self.logger = logger
    }

    /// The code that opens one session.
    public var code: String { door.code }

    /// Serves until the process is told to stop; `onListening` is told the port.
    public func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        try await build(onListening).runService()
    }

    /// The HTTP server alone.
    package func application() -> some ApplicationProtocol { build { _ in } }

    private func build(
        _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<RouterResponder<BasicRequestContext>> {
        let place = ListeningPort(port)
        let routes = WalletRoutes(
            wallet: wallet, nodes: nodes, door: door, place: place, logger: logger)
        return Application(
            responder: routes.router().buildResponder(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: "deedbox",
                availableConnectionsDelegate: .maximum(WalletServer.connections, logger: logger)),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                place.set(port)
                await onListening(port)
            },
            logger: logger)
    }
}

/// Where the server listens: known once it does, and part of every address that it answers under.
final class ListeningPort: Sendable {
    private let port: Mutex<Int>

    init(_ port: Int) { self.port = Mutex(port) }

    func set(_ port: Int) { self.port.withLock { $0 = port } }

    /// True for a `Host` that means this server: another name for this machine is another site's page that points here.
    func isOurs(_ authority: String?) -> Bool {
        let port = self.port.withLock { $0 }
        return ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)"].contains(authority)
    }
}
