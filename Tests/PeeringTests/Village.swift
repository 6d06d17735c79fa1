import NIOCore
import Peering
import Signing
import Synchronization
import Testing

/// Nodes of a made-up ledger and what they agree on.
enum Village {
    static let origin = "ledger.example/00112233445566778899aabbccddeeff"
    static let keys = (0..<4).map { _ in PrivateKey(generating: .es256) }

    static let vote: UInt8 = 16
    static let request: UInt8 = 17
    static let body: UInt8 = 18
    static let rules = [
        FrameRule(kind: vote, lane: .urgent, maxByteCount: 4096, overflow: .dropOldest),
        FrameRule(kind: request, lane: .normal, maxByteCount: 32 << 10),
        FrameRule(kind: body, lane: .bulk, maxByteCount: 17 << 20),
    ]

    /// Short waits, so that tests need not be patient.
    static var limits: PeeringLimits {
        var limits = PeeringLimits()
        limits.pingMilliseconds = 50
        limits.silenceMilliseconds = 10_000
        limits.probeMilliseconds = 400
        limits.shortestPauseMilliseconds = 10
        limits.longestPauseMilliseconds = 100
        limits.closeMilliseconds = 200
        return limits
    }

    static func configuration(
        _ own: Int, ports: [Int: Int], listen: Int = 0, keys: [PrivateKey] = keys, limits: PeeringLimits = limits
    ) -> PeeringConfiguration {
        PeeringConfiguration(
            origin: origin, name: "member-\(own)", linkKey: keys[own],
            listen: PeerAddress(host: "127.0.0.1", port: listen),
            peers: ports.sorted { $0.key < $1.key }.map { index, port in
                Peer(
                    id: PeerID(index), name: "member-\(index)", linkKey: keys[index].publicKey,
                    way: own < index ? .dialled(PeerAddress(host: "127.0.0.1", port: port)) : .awaited)
            }, rules: rules, software: "village 1", limits: limits)
    }

    /// A node that waits for the one with the number 0.
    static func listener(limits: PeeringLimits = limits) throws -> PeerNetwork {
        try PeerNetwork(configuration(1, ports: [0: 1], limits: limits))
    }
}

struct Unmet: Error {
    let what: String
}

/// Runs a network while the body runs; gives the body the port.
func running<Result>(
    _ network: PeerNetwork, _ body: (Int) async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        group.addTask {
            defer { told.finish() }
            try await network.run { told.yield($0) }
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await group.waitForAll()
            throw Unmet(what: "the network did not listen")
        }
        let result = try await body(port)
        group.cancelAll()
        try await group.waitForAll()
        return result
    }
}

/// Waits until something is so, for twenty seconds at most.
func until(_ what: String, _ isSo: () -> Bool) async throws {
    let limit = ContinuousClock.now + .seconds(20)
    while !isSo() {
        guard ContinuousClock.now < limit else { throw Unmet(what: what) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

extension PeerNetwork {
    /// The next message; links that open and close are passed over.
    func nextMessage() async throws -> PeerMessage {
        while let event = await inbox.next() {
            if case .message(let message) = event { return message }
        }
        throw Unmet(what: "a message")
    }

    func expectNext(_ event: PeerEvent) async throws {
        let next = await inbox.next()
        guard next == event else {
            throw Unmet(what: "\(event), but there was \(String(describing: next).prefix(200))")
        }
    }

    func status(_ index: Int) throws -> PeerStatus {
        try #require(statuses.first { $0.peer == PeerID(index) })
    }
}
