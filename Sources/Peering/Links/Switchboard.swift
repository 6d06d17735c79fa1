import NIOCore
import NIOPosix
import Signing

/// All links of a node: whom a key belongs to, which link of a peer counts, whom to dial again. Lives on one event loop.
final class Switchboard {
    let configuration: PeeringConfiguration
    let surroundings: PeeringSurroundings
    let rules: FrameRules
    let inbox: PeerInbox
    let loop: any EventLoop
    private let tls: LinkTLS
    private let instance: [UInt8]
    private let slots: [PeerSlot]
    private let strangers: Strangers
    private var links: [ObjectIdentifier: Link] = [:]
    private var open: [PeerID: Link] = [:]
    private var waiting: [PeerID: Link] = [:]
    private var pauses: [PeerID: Pauses] = [:]
    private var linkCount: UInt64 = 0
    private var isStopping = false

    init(_ network: PeerNetwork, tls: LinkTLS) {
        configuration = network.configuration
        surroundings = network.surroundings
        rules = network.rules
        inbox = network.inbox
        loop = network.loop
        self.tls = tls
        slots = network.slots
        strangers = network.strangers
        instance = Array(Frame(.ping, number: network.surroundings.random()).payload)
    }

    /// The handlers of a new connection.
    func install(_ channel: any Channel, dialled: PeerSlot?) throws {
        let link = Link(channel, self, dialled: dialled)
        let secure = try tls.handler(dialled: dialled != nil) { link.accepts($0) }
        try channel.pipeline.syncOperations.addHandlers([secure, FrameCodec(rules), LinkHandler(link)])
    }

    /// Takes a connection that stands; or says why not.
    func enter(_ link: Link) -> LinkEnd? {
        let newcomers = links.values.count { $0.isNewcomer }
        links[ObjectIdentifier(link)] = link
        if isStopping { return .refused(.stopping) }
        return link.isNewcomer && newcomers >= configuration.limits.newcomers ? .crowded : nil
    }

    /// Whom a certificate's key belongs to.
    func slot(of key: PublicKey?, dialled: PeerSlot?) throws(LinkFault) -> PeerSlot {
        guard let key else { throw LinkFault(.certificate) }
        if key == configuration.linkKey.publicKey { throw LinkFault(.ownKey) }
        guard let slot = slots.first(where: { $0.peer.linkKey == key }) else { throw LinkFault(.unknownKey(key.id)) }
        if let dialled, dialled !== slot { throw LinkFault(.keyOfAnother(slot.peer.id)) }
        return slot
    }

    func makeHello() -> Hello {
        Hello(
            origin: configuration.origin, sender: configuration.own, name: configuration.name,
            clock: surroundings.wallMilliseconds(), instance: instance, software: configuration.software)
    }

    /// A connection came in and said the right hello. When a link of that peer is open already, a newer one of the same
    /// process takes its place; one of another process only if the open link gives no sign of life.
    func admit(_ link: Link, _ hello: Hello, _ slot: PeerSlot) throws(LinkRefusal) {
        let peer = slot.peer.id
        guard let present = open[peer] else { return open(link, slot) }
        if present.hello?.instance == hello.instance {
            waiting.removeValue(forKey: peer)?.refuse(.alreadyConnected)
            present.refuse(.replaced)
            return open(link, slot)
        }
        guard waiting[peer] == nil, present.pauses.isEmpty else {
            slot.note { $0.secondProcesses += 1 }
            throw .alreadyConnected
        }
        waiting[peer] = link
        link.wait()
        present.sendPing()
        let asked = NIODeadline.now()
        loop.assumeIsolated().scheduleTask(in: .milliseconds(configuration.limits.probeMilliseconds)) {
            self.settle(present, link, slot, asked)
        }
    }

    private func settle(_ present: Link, _ link: Link, _ slot: PeerSlot, _ asked: NIODeadline) {
        let peer = slot.peer.id
        guard waiting[peer] === link, open[peer] === present else { return }
        if present.heard > asked {
            waiting[peer] = nil
            slot.note { $0.secondProcesses += 1 }
            link.refuse(.alreadyConnected)
        } else {
            // Its end opens the link that waits.
            present.refuse(.silent(milliseconds: configuration.limits.probeMilliseconds))
        }
    }

    func open(_ link: Link, _ slot: PeerSlot) {
        linkCount += 1
        open[slot.peer.id] = link
        let now = surroundings.wallMilliseconds()
        slot.note { account in
            account.connectedSince = now
            account.links += 1
        }
        link.open(linkCount)
    }

    /// A link is closed; called once for each that stood.
    func ended(_ link: Link, _ end: LinkEnd) {
        links[ObjectIdentifier(link)] = nil
        note(end, of: link)
        if let slot = link.slot {
            let peer = slot.peer.id
            if waiting[peer] === link { waiting[peer] = nil }
            if open[peer] === link {
                open[peer] = nil
                slot.attach(nil)
                slot.note { $0.connectedSince = nil }
                _ = inbox.setOpen(nil, peer)
                if let next = waiting.removeValue(forKey: peer) { open(next, slot) }
            }
        }
        if let slot = link.dialled { dialAgain(slot, after: link.opened) }
    }

    private func note(_ end: LinkEnd, of link: Link) {
        let now = surroundings.wallMilliseconds()
        if let slot = link.slot ?? link.dialled {
            slot.note { account in
                account.lastEnd = end
                account.lastEndAt = now
            }
        } else {
            let address = link.channel.remoteAddress.map { "\($0)" } ?? "unknown"
            strangers.add(Stranger(address: address, end: end, milliseconds: now))
        }
    }

    /// Ends every link; complete when all are closed.
    func stop() -> EventLoopFuture<Void> {
        isStopping = true
        let present = Array(links.values)
        for link in present { link.refuse(.stopping) }
        return .andAllComplete(present.map(\.channel.closeFuture), on: loop)
    }
}

/// Dialling: the node with the lower index dials.
extension Switchboard {
    func startDialling() {
        for slot in slots where configuration.own < slot.peer.id { dial(slot) }
    }

    private func dial(_ slot: PeerSlot) {
        guard !isStopping else { return }
        let board = NIOLoopBound(self, eventLoop: loop)
        Wire.client(loop, configuration.limits)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try board.value.install(channel, dialled: slot) }
            }
            .connect(host: slot.peer.address.host, port: slot.peer.address.port)
            .assumeIsolated()
            .whenFailure { self.failed(slot, $0) }
    }

    private func failed(_ slot: PeerSlot, _ error: any Error) {
        let now = surroundings.wallMilliseconds()
        slot.note { account in
            account.lastEnd = .unreachable(LinkTLS.bounded(String(describing: error)))
            account.lastEndAt = now
        }
        dialAgain(slot, after: nil)
    }

    /// A link that lived for a while was a good one: the pauses begin anew.
    private func dialAgain(_ slot: PeerSlot, after opened: NIODeadline?) {
        guard !isStopping else { return }
        let peer = slot.peer.id
        var pauses = pauses[peer] ?? Pauses(configuration.limits)
        if let opened, .now() - opened >= .milliseconds(configuration.limits.longestPauseMilliseconds) { pauses.reset() }
        let pause = pauses.next(random: surroundings.random())
        self.pauses[peer] = pauses
        loop.assumeIsolated().scheduleTask(in: .milliseconds(pause)) { self.dial(slot) }
    }
}
