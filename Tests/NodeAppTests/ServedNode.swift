import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import NodeAPI
import NodeApp
import Rulebook
import Signing
import Synchronization
import TestSupport

/// A real node in a folder of its own, behind its HTTP server, with a ledger that signs statements for it.
struct ServedNode: Sendable {
    let node: Node
    let client: any TestClientProtocol
    /// Signs for the node's network at the present time; it takes in no blocks.
    let signer: TestLedger

    var network: Network { node.network }

    /// How the node is asked.
    enum Door {
        /// The router alone.
        case router
        /// A connection to a port.
        case port

        fileprivate var setup: TestingSetup {
            switch self {
            case .router: .router
            case .port: .live
            }
        }
    }

    /// Runs a test against a node that works, at the end of what `TestLedger.granted` holds when that is wanted.
    static func run(
        _ door: Door = .router, isFilled: Bool = true,
        configure: (inout NodeConfiguration) -> Void = { _ in },
        alter: @escaping @Sendable (Node) -> any NodeService = { $0 },
        _ test: @escaping @Sendable (ServedNode) async throws -> Void
    ) async throws {
        try await withNode(configure) { node in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await node.run() }
                group.addTask {
                    let server = NodeServer(alter(node), logger: ServedNode.logger)
                    try await server.application().test(door.setup) { client in
                        let served = ServedNode(node: node, client: client, signer: present(node.network))
                        if isFilled { try await served.fill() }
                        try await test(served)
                    }
                }
                // The node runs until it is cancelled: whatever ends first is the test, or an error.
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// Runs a test against a node that is open and does nothing: it has no block.
    static func runIdle(
        alter: @escaping @Sendable (Node) -> any NodeService = { $0 },
        _ test: @escaping @Sendable (ServedNode) async throws -> Void
    ) async throws {
        try await withNode({ _ in }) { node in
            let server = NodeServer(alter(node), logger: ServedNode.logger)
            try await server.application().test(.router) { client in
                try await test(ServedNode(node: node, client: client, signer: present(node.network)))
            }
        }
    }

    static var logger: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }

    private static func withNode(
        _ configure: (inout NodeConfiguration) -> Void, _ body: (Node) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deedbox-test-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let genesis = folder.appending(path: "genesis.cbor")
        try Data(TestNetwork.single.genesis.encoded).write(to: genesis)
        for purpose in [KeyPurpose.log, .cosigner, .vote, .release, .link] {
            let key = TestKey.of("node-1/" + purpose.rawValue)
            let file = try KeyFile(key, purpose: purpose, name: "node-1")
            try Data(file.encoded.utf8).write(to: folder.appending(path: purpose.rawValue + ".key"))
        }
        var configuration = NodeConfiguration(
            dataDirectory: folder.appending(path: "data").path, genesisPath: genesis.path, keysDirectory: folder.path)
        configure(&configuration)
        try Node.create(configuration)
        try await body(try Node.open(configuration, logger: logger))
    }

    private static func present(_ network: Network) -> TestLedger {
        var ledger = TestLedger(network)
        ledger.clock = UInt64(Date().timeIntervalSince1970 * 1_000)
        return ledger
    }
}
