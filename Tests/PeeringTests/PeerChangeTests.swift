import Peering
import Signing
import Testing

struct PeerChangeTests {
    @Test func `a peer that comes later is dialled, and one that is gone is told and let go`() async throws {
        let first = try PeerNetwork(Village.configuration(0, ports: [:]))
        let second = try PeerNetwork(Village.configuration(1, ports: [0: 1]))
        try await running(second) { port in
            try await running(first) { _ in
                #expect(throws: SendRefusal.unknownPeer) { try first.send(Village.vote, [1], to: PeerID(1)) }
                try first.set(Village.configuration(0, ports: [1: port]).peers)
                try await first.expectNext(.connected(PeerID(1)))
                try await second.expectNext(.connected(PeerID(0)))
                try first.set([])
                try await second.expectNext(.disconnected(PeerID(0)))
                #expect(try second.status(0).lastEnd == .refusedByPeer(.released))
                #expect(throws: SendRefusal.unknownPeer) { try first.send(Village.vote, [1], to: PeerID(1)) }
            }
        }
    }

    @Test func `a key is known from the moment on in which it is a peer's`() async throws {
        let network = try PeerNetwork(Village.configuration(1, ports: [:]))
        try await running(network) { port in
            let early = try await Visitor.connect(port)
            #expect(await early.untilClosed().isEmpty)
            #expect(network.turnedAway.map(\.end) == [.handshake(.unknownKey(Village.keys[0].publicKey.id))])
            try network.set(Village.configuration(1, ports: [0: 1]).peers)
            let visitor = try await Visitor.connect(port)
            visitor.send(kind: 0, Visitor.hello())
            try await network.expectNext(.connected(PeerID(0)))
            try network.set(Village.configuration(1, ports: [0: 1, 2: 2]).peers)
            #expect(try network.status(0).isConnected)
            try await visitor.close()
        }
    }

    @Test func `where it is to dial and knows no address it says so`() async throws {
        let network = try PeerNetwork(Village.configuration(0, ports: [:]))
        try await running(network) { _ in
            try network.set([Peer(id: PeerID(1), name: "member-1", linkKey: Village.keys[1].publicKey, way: .unknown)])
            try await until("the missing address") { (try? network.status(1))?.lastEnd == .noAddress }
        }
    }

    @Test func `peers that could not be told apart are refused`() throws {
        let network = try PeerNetwork(Village.configuration(0, ports: [:]))
        let peers = Village.configuration(0, ports: [1: 1]).peers
        #expect(throws: PeeringFault.self) { try network.set(peers + peers) }
        #expect(network.statuses.isEmpty)
    }
}
