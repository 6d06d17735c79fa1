public import NIOCore
import NIOPosix

/// The links of a validator's node to all others: encrypted, mutually authenticated, with a limit on everything.
///
/// `run` listens and dials until its task is cancelled. What comes in is taken from `inbox`; `send` may be called from
/// any thread and never waits.
public final class PeerNetwork: Sendable {
    /// What has come from the peers.
    public let inbox: PeerInbox

    let configuration: PeeringConfiguration
    let surroundings: PeeringSurroundings
    let rules: FrameRules
    let loop: any EventLoop
    let slots: [PeerSlot]
    let strangers: Strangers

    /// A network that does nothing before `run`.
    ///
    /// All links live on one event loop; by default one of the process's. `onArrival` is called on it whenever an event
    /// has come, so that a consumer with a thread of its own can be woken: it must not block.
    public init(
        _ configuration: PeeringConfiguration, surroundings: PeeringSurroundings = .system,
        loop: (any EventLoop)? = nil, onArrival: (@Sendable () -> Void)? = nil
    ) throws(PeeringFault) {
        try configuration.checked()
        self.configuration = configuration
        self.surroundings = surroundings
        self.loop = loop ?? MultiThreadedEventLoopGroup.singleton.next()
        let limits = configuration.limits
        let slots = configuration.peers.map { PeerSlot($0, limits: limits) }
        self.slots = slots
        rules = FrameRules(configuration.rules, limits: limits)
        strangers = Strangers(limit: limits.strangers)
        inbox = PeerInbox(limit: limits.unreadByteCount, onArrival: onArrival) { id in
            slots.first { $0.peer.id == id }?.resume()
        }
    }

    /// Listens and keeps the links until the task is cancelled; then tells the peers, closes everything and returns.
    ///
    /// `onListening` is given the port. Called once in the life of a network; throws when it cannot listen.
    public func run(onListening: @Sendable (Int) -> Void = { _ in }) async throws {
        defer { inbox.finish() }
        let tls = try LinkTLS(configuration.linkKey, limits: configuration.limits)
        let board = try await loop.submit { NIOLoopBound(Switchboard(self, tls: tls), eventLoop: self.loop) }.get()
        let server = try await listen(board)
        onListening(server.localAddress?.port ?? configuration.listen.port)
        loop.execute { board.value.startDialling() }
        try await withTaskCancellationHandler {
            try await server.closeFuture.get()
        } onCancel: {
            server.close(promise: nil)
        }
        try await loop.flatSubmit { board.value.stop() }.get()
    }

    private func listen(_ board: NIOLoopBound<Switchboard>) async throws -> any Channel {
        try await Wire.server(loop, configuration.limits)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try board.value.install(channel, dialled: nil) }
            }
            .bind(host: configuration.listen.host, port: configuration.listen.port).get()
    }

    /// Queues a message for a peer; the kind's rule says in which lane. What was taken may still be lost with the link.
    public func send(_ kind: UInt8, _ bytes: [UInt8], to peer: PeerID) throws(SendRefusal) {
        guard let slot = slots.first(where: { $0.peer.id == peer }) else { throw .unknownPeer }
        try slot.send(bytes, try rule(kind, bytes))
    }

    /// Queues a message for every peer; gives those that it was not queued for, with the reason.
    @discardableResult
    public func broadcast(_ kind: UInt8, _ bytes: [UInt8]) -> [PeerID: SendRefusal] {
        var refused: [PeerID: SendRefusal] = [:]
        for slot in slots {
            do throws(SendRefusal) { try slot.send(bytes, try rule(kind, bytes)) } catch {
                refused[slot.peer.id] = error
            }
        }
        return refused
    }

    private func rule(_ kind: UInt8, _ bytes: [UInt8]) throws(SendRefusal) -> FrameRule {
        guard let rule = rules[kind] else { throw .unknownKind(kind) }
        guard bytes.count <= rule.maxByteCount else { throw .tooLong(byteCount: bytes.count, limit: rule.maxByteCount) }
        return rule
    }

    /// How it stands with every peer, in the order of the configuration.
    public var statuses: [PeerStatus] {
        slots.map { $0.status(unread: inbox.unread($0.peer.id), now: .now()) }
    }

    /// The newcomers that were turned away last.
    public var turnedAway: [Stranger] { strangers.all }
}
