import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct NodeClientTests {
    @Test func `a client submits, waits and gets receipts`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try served.nodeClient()
            let submissions = [served.anchor("甲"), TestIssue(3).submission(in: served.signer), served.stranger("乙")]
            let outcomes = try await client.submit(submissions, waitsForFinal: true)
            #expect(outcomes.map(\.state) == [.final, .final, .refused])
            let index = try #require(outcomes[1].index)
            let receipt = try #require(try await client.receipt(LeafIndex(index + 2)))
            #expect(receipt.record?.position == 1)
            _ = try receipt.verify(served.network.policy)
            let id = try Statement(decoding: submissions[0].statement).id
            #expect(try await client.outcome(id)?.index == outcomes[0].index)
        }
    }

    @Test func `a client reads all that a node tells`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try served.nodeClient()
            let head = served.node.snapshot.head
            let checkpoint = try #require(try await client.checkpoint())
            #expect(try served.network.policy.check(checkpoint).checkpoint.head.size == served.node.snapshot.size)
            #expect(try await client.policy() == served.network.policy)
            #expect(try await client.genesis() == served.network.genesis.encoded)
            #expect(try await client.status().height == head.height.value)
            #expect(try await client.members().count == TestMember.allCases.count + 1)
            #expect(try await client.member(TestMember.bank.id)?.id == "bank")
            #expect(try await client.types().count == TestType.allCases.count)
            #expect(try await client.types(withFields: true).first?.fields?.count == 3)
            #expect(try await client.type(TestType.identity.code)?.issuers?.count == 1)
            #expect(try await client.scenes().count == 1)
            #expect(try await client.governance().next == 10)
            #expect(try await client.block(head.height)?.id == head.id.description)
            #expect(try await client.tile(TilePath(.entries, index: 0, width: 1))?.isEmpty == false)
            let key = StateKey.grant(TestGrant().id(in: served.signer))
            let prefix = BucketPrefix(of: key, bits: try await client.buckets(.grant).bits)
            let bucket = try #require(try await client.bucket(.grant, prefix))
            _ = try bucket.proof(of: key, policy: served.network.policy)
        }
    }

    @Test func `what a node does not have is nil, not an error`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try served.nodeClient()
            #expect(try await client.receipt(LeafIndex(1 << 40)) == nil)
            #expect(try await client.block(Height(1 << 40)) == nil)
            #expect(try await client.outcome(StatementID(Digest.leaf([]))) == nil)
            #expect(try await client.tile(TilePath(.entries, index: 9)) == nil)
            #expect(try await client.member(MemberID(checked: "nobody")) == nil)
            #expect(try await client.type(TypeCode(checked: "NONE")) == nil)
        }
    }

    @Test func `when a node is gone the next one is asked`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try NodeClient([unusedURL, served.url, unusedURL])
            for _ in 0..<3 { #expect(try await client.status().node == "node-1") }
            let outcomes = try await client.submit([served.anchor("甲")], waitsForFinal: true)
            #expect(outcomes.map(\.state) == [.final])
            var events = client.events(after: Height(1)).makeAsyncIterator()
            #expect(try await events.next()?.height == 2)
        }
    }

    @Test func `a node that waits in vain gives way to the next`() async throws {
        try await ServedNode.run(.port) { served in
            let router = Router()
            router.post("statements") { _, _ in
                let body = ByteBuffer(string: #"{"outcomes":[{"state":"pending"}]}"#)
                return Response(status: .accepted, body: ResponseBody(byteBuffer: body))
            }
            try await Application(router: router).test(.live) { stalled in
                let url = "http://127.0.0.1:\(try #require(stalled.port))"
                let client = try NodeClient([url, served.url])
                let outcomes = try await client.submit([served.anchor("甲")], waitsForFinal: true)
                #expect(outcomes.map(\.state) == [.final])
                let alone = try await NodeClient([url]).submit([served.anchor("乙")], waitsForFinal: true)
                #expect(alone.map(\.state) == [.pending])
                let quick = try await NodeClient([url, served.url]).submit([served.anchor("丙")], waitsForFinal: false)
                #expect(quick.map(\.state) == [.pending])
            }
        }
    }

    @Test func `when no node answers, each is named with its reason`() async throws {
        let client = try NodeClient([unusedURL, unusedURL])
        let error = await #expect(throws: NodeClientError.self) { try await client.status() }
        guard case .unreachable(let attempts)? = error else {
            Issue.record("not unreachable: \(String(describing: error))")
            return
        }
        #expect(attempts.map(\.url) == [unusedURL, unusedURL])
        #expect(error?.words.detail.zh.contains(unusedURL) == true)
        #expect(error?.description.contains("deedbox node run") == true)
    }

    @Test func `a problem is told with the node that it comes from`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try served.nodeClient()
            let error = await #expect(throws: NodeClientError.self) {
                try await client.submit(framed: [0], waitsForFinal: false)
            }
            guard case .problem(let url, let problem)? = error else {
                Issue.record("no problem: \(String(describing: error))")
                return
            }
            #expect(url == served.url + "/statements")
            #expect(problem.code == "cut-off")
        }
    }

    @Test func `an address that is no node is told apart`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try NodeClient([served.url + "/tile"])
            let error = await #expect(throws: NodeClientError.self) { try await client.checkpoint() }
            #expect(error?.description.contains(served.url) == true)
        }
    }

    @Test(arguments: ["", "localhost:7101", "ftp://localhost", "http://", "http://a?b", "http://a#b", "http://u@a"])
    func `what is no address is refused`(_ url: String) {
        #expect(throws: NodeClientError.badURL(url)) { try NodeClient([url]) }
    }

    @Test func `a client without a node is refused`() {
        #expect(throws: NodeClientError.self) { try NodeClient([]) }
    }
}

extension ServedNode {
    fileprivate var url: String { "http://localhost:\(client.port ?? 0)" }

    func nodeClient() throws -> NodeClient { try NodeClient([url + "/"]) }
}

/// Nobody listens on port 1.
private let unusedURL = "http://127.0.0.1:1"

struct EventParserTests {
    @Test(arguments: [1, 2, 7, 1_000])
    func `a stream is the same however it is cut`(_ size: Int) {
        let text =
            ": hello\r\nretry: 5\nid: 1\nevent: block\ndata: a\ndata:b\r\r"
            + "data\n\nid: 2\n\nevent: other\ndata: c\n\n"
        var parser = EventParser()
        let bytes = Array(text.utf8)
        var events: [EventParser.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            parser.feed(bytes[start..<min(start + size, bytes.count)])
            while let event = parser.next() { events.append(event) }
        }
        #expect(events.map(\.data) == ["a\nb", "", "c"])
        #expect(events.map(\.name) == ["block", "", "other"])
        #expect(events.map(\.id) == ["1", "1", "2"])
        #expect(parser.retry == 5)
        #expect(parser.lastID == "2")
    }

    @Test func `an event that was cut off is forgotten`() {
        var parser = EventParser()
        parser.feed("id: 1\ndata: a\n\nid: 2\ndata: b".utf8)
        parser.cutOff()
        parser.feed("\n\nid: 3\ndata: c\n\n".utf8)
        #expect(parser.next()?.data == "a")
        #expect(parser.next()?.data == "c")
        #expect(parser.next() == nil)
    }
}
