internal import Glibc
public import Signing

/// All that a node must know to be linked with the others.
public struct PeeringConfiguration: Sendable {
    /// The ledger's name, with the digest of its genesis: nodes of two ledgers have no link.
    public var origin: String
    /// The member that runs this node.
    public var name: String
    /// The node's link key, ES256; its self-signed certificate is made from it at the start.
    public var linkKey: PrivateKey
    public var listen: PeerAddress
    /// The other nodes at the start; `PeerNetwork.set` changes them.
    public var peers: [Peer]
    /// Which kinds of message exist, with their limits.
    public var rules: [FrameRule]
    /// The program's name and version, for the other side's status.
    public var software: String
    public var limits: PeeringLimits

    /// What a node must know; `PeerNetwork` checks it.
    public init(
        origin: String, name: String, linkKey: PrivateKey, listen: PeerAddress, peers: [Peer],
        rules: [FrameRule], software: String, limits: PeeringLimits = PeeringLimits()
    ) {
        self.origin = origin
        self.name = name
        self.linkKey = linkKey
        self.listen = listen
        self.peers = peers
        self.rules = rules
        self.software = software
        self.limits = limits
    }

    func checked() throws(PeeringFault) {
        try check(peers)
        guard Set(rules.map(\.kind)).count == rules.count else { throw PeeringFault("two rules for one kind") }
        for text in [origin, name, software] where !Hello.isAllowed(text) {
            throw PeeringFault(
                "1 to \(Hello.maxTextByteCount) bytes without control characters: \(text.debugDescription)")
        }
        if let fault = limits.fault(rules: rules) { throw PeeringFault(fault) }
    }
}

extension PeeringConfiguration {
    /// Refuses peers that could not be told apart, from each other or from this node.
    func check(_ peers: [Peer]) throws(PeeringFault) {
        guard linkKey.publicKey.algorithm == .es256, peers.allSatisfy({ $0.linkKey.algorithm == .es256 }) else {
            throw PeeringFault("link keys are ES256 (P-256) keys")
        }
        let keys = [linkKey.publicKey] + peers.map(\.linkKey)
        guard Set(keys).count == keys.count else { throw PeeringFault("two nodes have one link key") }
        guard Set(peers.map(\.id)).count == peers.count else { throw PeeringFault("two nodes have one number") }
        for peer in peers where !Hello.isAllowed(peer.name) { throw PeeringFault("a peer's name is no name") }
    }
}

/// A configuration that cannot be kept.
public struct PeeringFault: Error, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// What the network needs of the world: the clock on the wall and dice.
public struct PeeringSurroundings: Sendable {
    /// Milliseconds since 1970, UTC.
    public var wallMilliseconds: @Sendable () -> Int64
    /// A number that nobody can foretell.
    public var random: @Sendable () -> UInt64

    /// Both as functions, so that tests can set them.
    public init(wallMilliseconds: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64) {
        self.wallMilliseconds = wallMilliseconds
        self.random = random
    }

    /// Those of the system.
    public static let system = PeeringSurroundings(
        wallMilliseconds: {
            var time = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        },
        random: { UInt64.random(in: .min ... .max) })
}
