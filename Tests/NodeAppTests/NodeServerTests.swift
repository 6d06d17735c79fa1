import AsyncHTTPClient
import Hummingbird
import NodeApp
import ServiceLifecycle
import Testing

struct NodeServerTests {
    @Test func `when the node is told to stop, its streams end`() async throws {
        try await ServedNode.run(configure: { $0.port = 0 }) { served in
            try await listening(served.node) { port, group in
                let url = "http://127.0.0.1:\(port)/events"
                let open = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(20))
                await group.triggerGracefulShutdown()
                for try await _ in open.body {}
            }
        }
    }

    @Test func `a port that is taken is named, with what to do`() async throws {
        try await ServedNode.run(isFilled: false, configure: { $0.port = 0 }) { served in
            try await listening(served.node) { port, group in
                var second = AlteredNode(served.node)
                second.configuration.port = port
                second.working = { try await gracefulShutdown() }
                let server = NodeServer(second, logger: ServedNode.logger)
                let error = await #expect(throws: CannotListen.self) { try await server.run() }
                #expect(error?.description.contains("127.0.0.1:\(port)") == true)
                #expect(error?.description.contains("--port") == true)
                await group.triggerGracefulShutdown()
            }
        }
    }

    @Test func `when the node's work fails, the server ends with its error`() async throws {
        struct Failure: Error {}
        try await ServedNode.run(isFilled: false, configure: { $0.port = 0 }) { served in
            var failing = AlteredNode(served.node)
            failing.working = { throw Failure() }
            let server = NodeServer(failing, logger: ServedNode.logger)
            await #expect(throws: Failure.self) { try await server.run() }
        }
    }

    /// Runs the HTTP server on a free port, until the test has told its group to shut down.
    private func listening(
        _ node: Node, _ test: @escaping @Sendable (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = NodeServer(node, logger: ServedNode.logger).application { port.yield($0) }
        let group = ServiceGroup(services: [application], logger: ServedNode.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let number = try #require(await ports.first { _ in true })
            try await test(number, group)
            try await tasks.waitForAll()
        }
    }
}
