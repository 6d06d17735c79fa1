import Peering
import Signing
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LinkTests {
    @Test func `two nodes talk both ways, and a broadcast reaches the peer`() async throws {
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1]))
        try await running(second) { port in
            let first = try PeerNetwork(Village.configuration(0, ports: [1: port]))
            try await running(first) { _ in
                try await first.expectNext(.connected(PeerID(1)))
                try await second.expectNext(.connected(PeerID(0)))
                try first.send(Village.vote, [1, 2, 3], to: PeerID(1))
                #expect(try await second.nextMessage().bytes == [1, 2, 3])
                #expect(second.broadcast(Village.request, []) == [:])
                #expect(try await first.nextMessage().kind == Village.request)
                let body = [UInt8](repeating: 7, count: 16 << 20)
                try first.send(Village.body, body, to: PeerID(1))
                #expect(try await second.nextMessage().bytes == body)
                try await until("a round trip") { (try? first.status(1))?.roundTripMicroseconds != nil }
                let status = try second.status(0)
                #expect(status.isConnected && status.messagesIn == 2 && status.messagesOut == 1)
                #expect(status.bytesIn > 16 << 20 && status.software == "village 1" && status.unreadByteCount == 0)
            }
            try await second.expectNext(.disconnected(PeerID(0)))
            #expect(try second.status(0).lastEnd == .refusedByPeer(.stopping))
        }
        #expect(await second.inbox.next() == nil)
    }

    @Test func `what may not be sent is refused at once`() async throws {
        let network = try Village.listener()
        #expect(throws: SendRefusal.unknownPeer) { try network.send(Village.vote, [], to: PeerID(3)) }
        #expect(throws: SendRefusal.notConnected) { try network.send(Village.vote, [], to: PeerID(0)) }
        #expect(throws: SendRefusal.unknownKind(99)) { try network.send(99, [], to: PeerID(0)) }
        #expect(throws: SendRefusal.tooLong(byteCount: 4097, limit: 4096)) {
            try network.send(Village.vote, [UInt8](repeating: 0, count: 4097), to: PeerID(0))
        }
        #expect(network.broadcast(Village.vote, []) == [PeerID(0): .notConnected])
    }

    @Test func `a vote passes a body that is on its way`() async throws {
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1]))
        try await running(second) { port in
            let first = try PeerNetwork(Village.configuration(0, ports: [1: port]))
            try await running(first) { _ in
                try await first.expectNext(.connected(PeerID(1)))
                try first.send(Village.body, [UInt8](repeating: 7, count: 16 << 20), to: PeerID(1))
                try first.send(Village.vote, [1], to: PeerID(1))
                #expect(try await second.nextMessage().kind == Village.vote)
                #expect(try await second.nextMessage().kind == Village.body)
            }
        }
    }

    @Test func `a peer that dies is dialled again until it is back`() async throws {
        let ports = try await running(try Village.listener()) { $0 }
        let first = try PeerNetwork(Village.configuration(0, ports: [1: ports]))
        try await running(first) { _ in
            for life in 1...3 {
                let second = try PeerNetwork(Village.configuration(1, ports: [0: 1], listen: ports))
                try await running(second) { _ in
                    try await first.expectNext(.connected(PeerID(1)))
                    try await second.expectNext(.connected(PeerID(0)))
                }
                try await first.expectNext(.disconnected(PeerID(1)))
                #expect(try first.status(1).linkCount == UInt64(life))
            }
            try await until("unreachable") {
                if case .unreachable? = (try? first.status(1))?.lastEnd { true } else { false }
            }
        }
    }

    @Test func `a peer that falls silent loses its link`() async throws {
        var limits = Village.limits
        limits.silenceMilliseconds = 200
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, Visitor.hello())
            try await network.expectNext(.connected(PeerID(0)))
            guard case .silent(let milliseconds)? = try await visitor.refusal() else { throw Unmet(what: "silence") }
            #expect(milliseconds >= 200)
            try await network.expectNext(.disconnected(PeerID(0)))
        }
    }

    @Test func `a node that is refused for another process with its key is told so`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let first = try await Visitor.connect(port, answersPings: true)
            first.send(kind: 0, Visitor.hello(instance: 1))
            try await network.expectNext(.connected(PeerID(0)))
            first.send(kind: 1, LinkRefusal.alreadyConnected.encoded)
            try await until("the word of a second process") { network.inbox.poll() == .refusedAsSecond(PeerID(0)) }
        }
    }

    @Test func `a second process with the same key is refused while the first lives`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let first = try await Visitor.connect(port, answersPings: true)
            first.send(kind: 0, Visitor.hello(instance: 1))
            try await network.expectNext(.connected(PeerID(0)))
            let second = try await Visitor.connect(port)
            second.send(kind: 0, Visitor.hello(instance: 2))
            #expect(try await second.refusal() == .alreadyConnected)
            let status = try network.status(0)
            #expect(status.isConnected && status.secondProcessCount == 1 && status.linkCount == 1)
            #expect(status.lastEnd == .refused(.alreadyConnected))
            try await first.close()
        }
    }

    @Test func `a half-open link gives way to a restarted process`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let dead = try await Visitor.connect(port)
            dead.send(kind: 0, Visitor.hello(instance: 1))
            try await network.expectNext(.connected(PeerID(0)))
            let alive = try await Visitor.connect(port)
            alive.send(kind: 0, Visitor.hello(instance: 2))
            #expect(try await dead.refusal() == .silent(milliseconds: 400))
            try await network.expectNext(.disconnected(PeerID(0)))
            try await network.expectNext(.connected(PeerID(0)))
            try await alive.close()
        }
    }

    @Test func `a newer link of the same process takes the place of the older`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let old = try await Visitor.connect(port)
            old.send(kind: 0, Visitor.hello())
            try await network.expectNext(.connected(PeerID(0)))
            let new = try await Visitor.connect(port)
            new.send(kind: 0, Visitor.hello())
            #expect(try await old.refusal() == .replaced)
            new.send(kind: Village.vote, [9])
            #expect(try await network.nextMessage().bytes == [9])
            #expect(try network.status(0).linkCount == 2)
            try await new.close()
        }
    }
}
