import AsyncHTTPClient
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import NodeAPI
import NodeApp
import Rulebook
import TestSupport
import Testing

struct LimitTests {
    @Test func `a path that is not there is a problem`() async throws {
        try await ServedNode.runIdle { served in
            for path in ["/", "/nothing", "/state/grant/buckets", "/statements/a/b", "/Checkpoint", "/%63heckpoint"] {
                try expectProblem(try await served.get(path), .noSuchPath)
            }
        }
    }

    @Test(arguments: [
        ("/statements", "GET", "POST"), ("/checkpoint", "POST", "GET, HEAD"), ("/tile/0/000", "DELETE", "GET, HEAD"),
        ("/members/bank", "PUT", "GET, HEAD"), ("/statements", "OPTIONS", "POST"),
    ])
    func `a method that a path does not take is a problem that names those it does`(
        _ path: String, _ method: String, _ allowed: String
    ) async throws {
        try await ServedNode.runIdle { served in
            let name = try #require(HTTPRequest.Method(method))
            let response = try await served.client.execute(uri: path, method: name)
            try expectProblem(response, .wrongMethod)
            #expect(response.headers[.allow] == allowed)
        }
    }

    @Test func `a HEAD is answered like a GET without its body`() async throws {
        try await ServedNode.run { served in
            let get = try await served.get("/status")
            let head = try await served.client.execute(uri: "/genesis", method: .head)
            #expect(head.status == .ok)
            #expect(head.bytes.isEmpty)
            #expect(head.headers[.contentLength] == String(served.network.genesis.encoded.count))
            #expect(get.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test func `a path or headers that are too long are refused`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in
            configuration.http.maxURLBytes = 64
            configuration.http.maxHeaderBytes = 256
        }
        try await ServedNode.run(isFilled: false, configure: configure) { served in
            let path = "/status?" + String(repeating: "a", count: 64 - 8)
            #expect(try await served.get(path).status == .ok)
            try expectProblem(try await served.get(path + "a"), .urlTooLong)
            let headers: HTTPFields = [.accept: String(repeating: "a", count: 256)]
            try expectProblem(try await served.get("/status", headers: headers), .headersTooLarge)
        }
    }

    @Test func `a client that asks too often is told when to come back`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.requestsPerSecond = 3 }
        try await ServedNode.run(isFilled: false, configure: configure) { served in
            var refused: TestResponse?
            for _ in 0..<100 where refused == nil {
                let response = try await served.get("/policy")
                if response.status != .ok { refused = response }
            }
            let response = try #require(refused)
            try expectProblem(response, .tooManyRequests)
            #expect(response.headers[.retryAfter] == "1")
            try await eventually { try await served.get("/policy").status == .ok }
        }
    }

    @Test func `a body that does not arrive in time is refused, and the connection closed`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.http.bodySeconds = 1 }
        try await ServedNode.run(.port, isFilled: false, configure: configure) { served in
            let (parts, feed) = AsyncStream.makeStream(of: ByteBuffer.self)
            feed.yield(ByteBuffer(bytes: [0, 200, 0xd2]))
            var request = HTTPClientRequest(url: "http://localhost:\(served.client.port ?? 0)/statements")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/octet-stream")
            request.body = .stream(parts, length: .known(Int64(202)))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            #expect(response.status.code == 408)
            #expect(response.headers.first(name: "connection") == "close")
            feed.finish()
        }
    }

    @Test func `a body of unknown length that grows too long is refused`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.maxBodyBytes = 100_000 }
        try await ServedNode.run(.port, isFilled: false, configure: configure) { served in
            let parts = AsyncStream<ByteBuffer> { feed in
                for _ in 0..<8 { feed.yield(ByteBuffer(repeating: 0xd2, count: 20_000)) }
                feed.finish()
            }
            var request = HTTPClientRequest(url: "http://localhost:\(served.client.port ?? 0)/statements")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/octet-stream")
            request.body = .stream(parts, length: .unknown)
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            #expect(response.status.code == 413)
        }
    }

    @Test func `more bytes of bodies than fit memory are refused until there is room`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.http.maxIncomingBytes = 500 }
        try await ServedNode.run(configure: configure) { served in
            let response = try await served.post(bytes: [UInt8](repeating: 0xd2, count: 501))
            try expectProblem(response, .overloaded)
            #expect(response.headers[.retryAfter] == "1")
            #expect(try await served.post([served.anchor("甲")], to: "/statements?wait=final").status == .ok)
        }
    }
}
