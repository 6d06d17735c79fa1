import Peering
import Signing
import Testing

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    private static func begin(_ kind: UInt8, _ count: UInt32) -> [UInt8] {
        Visitor.frame(4, [kind] + stride(from: 24, through: 0, by: -8).map { UInt8(count >> UInt32($0) & 255) })
    }

    @Test(
        arguments: [
            ([0, 0, 0x10, 0x02, 16], LinkRefusal.tooLong(kind: 16, byteCount: 4097, limit: 4096)),
            ([0xff, 0xff, 0xff, 0xff, 16], .tooLong(kind: 16, byteCount: 0xffff_fffe, limit: 4096)),
            (Visitor.frame(200, [1]), .unknownKind(200)),
            (Visitor.frame(6, []), .unknownKind(6)),
            ([0, 0, 0, 0], .malformed(.length)),
            (Visitor.frame(2, [1]), .malformed(.length)),
            (Visitor.frame(0, Visitor.hello()), .malformed(.order)),
            (Visitor.frame(18, [1]), .malformed(.bulkOutsideParts)),
            (begin(17, 1), .malformed(.bulkOutsideParts)),
            (begin(99, 1), .unknownKind(99)),
            (begin(18, 18 << 20), .tooLong(kind: 18, byteCount: 18 << 20, limit: 17 << 20)),
            (Visitor.frame(5, [1]), .malformed(.parts)),
            (begin(18, 2) + begin(18, 2), .malformed(.parts)),
            (begin(18, 2) + Visitor.frame(5, [1, 2, 3]), .malformed(.parts)),
            (Visitor.frame(1, [1]), .malformed(.refusal)),
        ] as [([UInt8], LinkRefusal)])
    func `a frame that may not be ends the link with its name`(_ bytes: [UInt8], _ refusal: LinkRefusal) async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, Visitor.hello())
            visitor.send(bytes)
            #expect(try await visitor.refusal() == refusal)
            #expect(try network.status(0).lastEnd == .refused(refusal))
        }
    }

    @Test func `a frame before the hello ends the link`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: Village.vote, [1])
            #expect(try await visitor.refusal() == .malformed(.order))
        }
    }

    @Test func `frames may come byte by byte`() async throws {
        let network = try Village.listener()
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            for byte in Visitor.frame(0, Visitor.hello()) + Visitor.frame(16, [1, 2]) + Visitor.frame(16, []) {
                visitor.send([byte])
            }
            #expect(try await network.nextMessage().bytes == [1, 2])
            #expect(try await network.nextMessage().bytes == [])
            try await visitor.close()
        }
    }

    @Test func `a flood of frames ends the link`() async throws {
        var limits = Village.limits
        limits.framesPerSecond = 100
        limits.burstFrameCount = 1_000
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, Visitor.hello())
            visitor.send((0..<3_000).flatMap { _ in Visitor.frame(16, [1]) })
            #expect(try await visitor.refusal() == .tooManyFrames(perSecond: 100))
        }
    }

    @Test func `a peer that sends faster than allowed is slowed, and loses nothing`() async throws {
        var limits = Village.limits
        limits.bytesPerSecond = 4 << 20
        limits.burstByteCount = 256 << 10
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let visitor = try await Visitor.connect(port, answersPings: true)
            visitor.send(kind: 0, Visitor.hello())
            let payload = [UInt8](repeating: 1, count: 32 << 10)
            let began = ContinuousClock.now
            for _ in 0..<64 { visitor.send(kind: Village.request, payload) }
            for _ in 0..<64 { #expect(try await network.nextMessage().bytes == payload) }
            #expect(ContinuousClock.now - began > .milliseconds(300))
            #expect(try network.status(0).slowedCount > 0)
            try await visitor.close()
        }
    }

    @Test func `a consumer that does not take stops the sender, and gets everything later`() async throws {
        var limits = Village.limits
        limits.unreadByteCount = 18 << 20
        limits.bulkQueue = PeeringLimits.Queue(messages: 8, bytes: 32 << 20)
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1], limits: limits))
        try await running(second) { port in
            let first = try PeerNetwork(Village.configuration(0, ports: [1: port], limits: limits))
            try await running(first) { _ in
                try await first.expectNext(.connected(PeerID(1)))
                var sent = 0
                let body = [UInt8](repeating: 7, count: 4 << 20)
                try await until("a reader that stopped, and a full lane") {
                    if accepts(first, body) { sent += 1 } else { return second.statuses[0].unreadByteCount > 18 << 20 }
                    return false
                }
                #expect(sent < 20)
                #expect(try second.status(0).unreadByteCount < 23 << 20)
                #expect(try first.status(1).bulkQueue.bytes <= 32 << 20)
                for _ in 0..<sent { #expect(try await second.nextMessage().bytes == body) }
                #expect(try second.status(0).unreadByteCount == 0)
            }
        }
    }

    private func accepts(_ network: PeerNetwork, _ body: [UInt8]) -> Bool {
        (try? network.send(Village.body, body, to: PeerID(1))) != nil
    }

    @Test func `a peer that does not read fills its lanes and no more`() async throws {
        var limits = Village.limits
        limits.urgentQueue = PeeringLimits.Queue(messages: 100, bytes: 1 << 20)
        limits.bulkQueue = PeeringLimits.Queue(messages: 4, bytes: 20 << 20)
        let network = try Village.listener(limits: limits)
        try await running(network) { port in
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, Visitor.hello())
            try await network.expectNext(.connected(PeerID(0)))
            try await visitor.stopReading()
            let body = [UInt8](repeating: 7, count: 17 << 20)
            try await until("a full lane") {
                do throws(SendRefusal) { try network.send(Village.body, body, to: PeerID(0)) } catch {
                    return error == .full(.bulk)
                }
                return false
            }
            try await until("a vote that gave way") {
                for _ in 0..<50 { try? network.send(Village.vote, [1], to: PeerID(0)) }
                return network.statuses[0].dropped > 0
            }
            let status = try network.status(0)
            #expect(status.urgentQueue.messages == 100 && status.bulkQueue.bytes <= 20 << 20)
            try await visitor.close()
        }
    }
}
