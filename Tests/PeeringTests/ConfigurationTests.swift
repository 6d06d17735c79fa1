import Peering
import Signing
import Testing

struct ConfigurationTests {
    @Test func `a good configuration is taken`() throws {
        _ = try PeerNetwork(Village.configuration(0, ports: [1: 1, 2: 2, 3: 3]))
    }

    @Test(
        arguments: [
            { $0.linkKey = PrivateKey(generating: .ed25519) },
            { $0.linkKey = Village.keys[1] },
            { $0.peers += $0.peers },
            { $0.peers = [Peer(id: PeerID(1), name: "", linkKey: Village.keys[1].publicKey, way: .awaited)] },
            { $0.origin = "" },
            { $0.name = "a\u{7}" },
            { $0.software = String(repeating: "a", count: 201) },
            { $0.rules.append(FrameRule(kind: 16, lane: .normal, maxByteCount: 1)) },
            { $0.rules.append(FrameRule(kind: 15, lane: .normal, maxByteCount: 1)) },
            { $0.rules.append(FrameRule(kind: 20, lane: .normal, maxByteCount: 1 << 20)) },
            { $0.limits.unreadByteCount = 1 << 20 },
            { $0.limits.probeMilliseconds = 0 },
            { $0.limits.silenceMilliseconds = 50 },
            { $0.limits.newcomers = 0 },
        ] as [@Sendable (inout PeeringConfiguration) -> Void])
    func `a configuration that cannot be kept is refused`(
        _ change: @Sendable (inout PeeringConfiguration) -> Void
    ) throws {
        var configuration = Village.configuration(0, ports: [1: 1])
        change(&configuration)
        #expect(throws: PeeringFault.self) { try PeerNetwork(configuration) }
    }
}
