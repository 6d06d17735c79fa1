import AsyncHTTPClient
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import NodeAPI
import NodeApp
import Rulebook
import Synchronization
import TestSupport
import Testing

struct EventRoutesTests {
    @Test func `a block is an event with its height as id`() async throws {
        try await ServedNode.run(alter: { ending($0, after: 1) }) { served in
            let response = try await served.get("/events?after=1")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/event-stream")
            #expect(response.headers[.cacheControl] == "no-store")
            let lines = response.text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0].wholeMatch(of: /retry: \d+/) != nil)
            #expect(lines[1...2] == ["id: 1", ""])
            #expect(lines[3...4] == ["id: 2", "event: block"])
            #expect(lines[5].hasPrefix("data: {"))
            #expect(lines[6...] == ["", ""])
            var parser = EventParser()
            parser.feed(response.bytes)
            let data = try #require(parser.next()?.data)
            #expect(data == (try await served.get("/blocks/2").text))
        }
    }

    @Test(arguments: [
        ("/events?after=2", String?.none, 2 as UInt64), ("/events?after=2", "4", 4), ("/events", "3", 3),
    ])
    func `a client goes on where it says, and one that comes back where it was`(
        _ path: String, _ lastID: String?, _ expected: UInt64
    ) async throws {
        let asked = Mutex<[Height]>([])
        let alter: @Sendable (Node) -> any NodeService = { node in
            var altered = AlteredNode(node)
            altered.following = { height in
                asked.withLock { $0.append(height) }
                return AsyncThrowingStream { $0.finish() }
            }
            return altered
        }
        try await ServedNode.run(alter: alter) { served in
            var headers = HTTPFields()
            if let lastID, let name = HTTPField.Name("Last-Event-ID") { headers[name] = lastID }
            let response = try await served.get(path, headers: headers)
            #expect(response.text.contains("\nid: \(expected)\n"))
        }
        #expect(asked.withLock { $0 } == [Height(expected)])
    }

    @Test func `a client that says nothing begins with the next block`() async throws {
        try await ServedNode.run(alter: { ending($0, after: 0) }) { served in
            let response = try await served.get("/events")
            #expect(response.text.contains("\nid: \(served.node.snapshot.head.height)\n\n"))
        }
    }

    @Test func `a height that is no number is refused`() async throws {
        try await ServedNode.runIdle { served in
            try expectProblem(try await served.get("/events?after=last"), .badParameter)
        }
    }

    @Test func `more streams than allowed are refused, and an ended one makes room`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.maxEventStreams = 1 }
        try await ServedNode.run(.port, configure: configure) { served in
            let url = "http://localhost:\(served.client.port ?? 0)/events"
            let open = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(20))
            try expectProblem(try await served.get("/events"), .tooManyStreams)
            #expect(try await served.get("/metrics").text.contains("deedbox_event_streams 1\n"))
            var body: HTTPClientResponse.Body.AsyncIterator? = open.body.makeAsyncIterator()
            _ = try await body?.next()
            body = nil
            _ = consume open
            try await eventually { try await served.get("/metrics").text.contains("deedbox_event_streams 0\n") }
        }
    }

    @Test func `a quiet stream says that it is alive`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in configuration.http.keepAliveSeconds = 0 }
        try await ServedNode.run(.port, configure: configure) { served in
            let url = "http://localhost:\(served.client.port ?? 0)/events"
            let open = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(20))
            var text = ""
            for try await part in open.body {
                text += String(buffer: part)
                if text.contains("\n: ") { break }
            }
            #expect(text.hasPrefix("retry: "))
            #expect(text.contains("\n\n: the node is alive\n\n"))
        }
    }

    @Test func `blocks arrive as they become final, each once and in order`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try NodeClient(["http://localhost:\(served.client.port ?? 0)/"])
            let start = served.node.snapshot.head.height
            var events = client.events(after: start).makeAsyncIterator()
            for step in 1...3 {
                try await served.commit([served.anchor("公告 \(step)")])
                let block = try #require(try await events.next())
                #expect(block.height == start.value + UInt64(step))
                #expect(block.statements == 1)
            }
        }
    }
}

/// A node whose event streams end after so many blocks.
private func ending(_ node: Node, after count: Int) -> AlteredNode {
    var altered = AlteredNode(node)
    altered.following = { height in
        let blocks = node.events(after: height)
        let left = Mutex(count)
        return AsyncThrowingStream {
            guard
                left.withLock({ left in
                    left -= 1
                    return left >= 0
                })
            else { return nil }
            for try await block in blocks { return block }
            return nil
        }
    }
    return altered
}

/// Asks again until the answer is yes, for twenty seconds at most.
func eventually(_ isTrue: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while try await !isTrue() {
        guard ContinuousClock.now < end else { throw TooLate() }
        await Task.yield()
    }
}

/// What was waited for did not come.
struct TooLate: Error {}
