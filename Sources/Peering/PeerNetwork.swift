public import NIOCore
import NIOPosix
import Synchronization

/// The links of a node to others: encrypted, mutually authenticated, with a limit on everything.
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
    let strangers: Strangers
    let table: SlotTable
    private let board = Mutex<NIOLoopBound<Switchboard>?>(nil)

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
        let table = SlotTable(configuration.peers, limits: limits)
        self.table = table
        rules = FrameRules(configuration.rules, limits: limits)
        strangers = Strangers(limit: limits.strangers)
        inbox = PeerInbox(limit: limits.unreadByteCount, onArrival: onArrival) { id in
            table[id]?.resume()
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
        self.board.withLock { $0 = board }
        loop.execute { board.value.follow(released: []) }
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
        guard let slot = table[peer] else { throw .unknownPeer }
        try slot.send(bytes, try rule(kind, bytes))
    }

    /// Other peers from now on: who is new is dialled or awaited, who is gone is told so and let go.
    ///
    /// A number stands for one key for ever; who dials whom may change.
    public func set(_ peers: [Peer]) throws(PeeringFault) {
        try configuration.check(peers)
        let released = table.set(peers)
        guard let board = board.withLock({ $0 }) else { return }
        loop.execute { board.value.follow(released: released) }
    }

    /// Queues a message for every peer, or those of some numbers; gives those that it was not queued for, with the
    /// reason.
    @discardableResult
    public func broadcast(_ kind: UInt8, _ bytes: [UInt8], to some: Set<PeerID>? = nil) -> [PeerID: SendRefusal] {
        var refused: [PeerID: SendRefusal] = [:]
        for slot in table.slots where some?.contains(slot.id) ?? true {
            do throws(SendRefusal) { try slot.send(bytes, try rule(kind, bytes)) } catch {
                refused[slot.id] = error
            }
        }
        return refused
    }

    private func rule(_ kind: UInt8, _ bytes: [UInt8]) throws(SendRefusal) -> FrameRule {
        guard let rule = rules[kind] else { throw .unknownKind(kind) }
        guard bytes.count <= rule.maxByteCount else { throw .tooLong(byteCount: bytes.count, limit: rule.maxByteCount) }
        return rule
    }

    /// How it stands with every peer, in their order.
    public var statuses: [PeerStatus] {
        table.slots.map { $0.status(unread: inbox.unread($0.id), now: .now()) }
    }

    /// The newcomers that were turned away last.
    public var turnedAway: [Stranger] { strangers.all }
}
