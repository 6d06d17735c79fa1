import NIOCore
import Signing

/// All links of a node: whom a key belongs to, which link of a peer counts, whom to dial again.
///
/// Lives on one event loop.
final class Switchboard {
    let configuration: PeeringConfiguration
    let surroundings: PeeringSurroundings
    let rules: FrameRules
    let inbox: PeerInbox
    let loop: any EventLoop
    private let tls: LinkTLS
    private let instance: [UInt8]
    let table: SlotTable
    private let strangers: Strangers
    var links: [ObjectIdentifier: Link] = [:]
    private var open: [PeerID: Link] = [:]
    private var waiting: [PeerID: Link] = [:]
    var pauses: [PeerID: Pauses] = [:]
    /// Peers that are being dialled, or will be after a pause.
    var dialling: Set<PeerID> = []
    private var linkCount: UInt64 = 0
    var isStopping = false

    init(_ network: PeerNetwork, tls: LinkTLS) {
        configuration = network.configuration
        surroundings = network.surroundings
        rules = network.rules
        inbox = network.inbox
        loop = network.loop
        self.tls = tls
        table = network.table
        strangers = network.strangers
        instance = Array(Frame(.ping, number: network.surroundings.random()).payload)
    }

    /// The handlers of a new connection.
    func install(_ channel: any Channel, dialled: PeerSlot?) throws {
        let link = Link(channel, self, dialled: dialled)
        let secure = try tls.handler(dialled: dialled != nil) { link.accepts($0) }
        try channel.pipeline.syncOperations.addHandlers([secure, FrameCodec(rules), LinkHandler(link)])
    }

    /// Takes a connection that stands, or says why not. In a crowd the newcomer that has waited longest goes: an honest
    /// one needs milliseconds.
    func enter(_ link: Link) -> LinkRefusal? {
        links[ObjectIdentifier(link)] = link
        if isStopping { return .stopping }
        let newcomers = links.values.filter(\.isNewcomer)
        if newcomers.count > configuration.limits.newcomers {
            newcomers.min { $0.made < $1.made }?.finish(.crowded)
        }
        return nil
    }

    /// Whom a certificate's key belongs to.
    func slot(of key: PublicKey?, dialled: PeerSlot?) throws(LinkFault) -> PeerSlot {
        guard let key else { throw LinkFault(.certificate) }
        if key == configuration.linkKey.publicKey { throw LinkFault(.ownKey) }
        guard let slot = table.slots.first(where: { $0.peer.linkKey == key }) else {
            throw LinkFault(.unknownKey(key.id))
        }
        if let dialled, dialled !== slot { throw LinkFault(.keyOfAnother(slot.id)) }
        return slot
    }

    func makeHello() -> Hello {
        Hello(
            origin: configuration.origin, name: configuration.name, clock: surroundings.wallMilliseconds(),
            instance: instance, software: configuration.software)
    }

    /// A connection came in and said the right hello. When a link of that peer is open already, a newer one of the same
    /// process takes its place; one of another process only if the open link gives no sign of life.
    func admit(_ link: Link, _ hello: Hello, _ slot: PeerSlot) throws(LinkRefusal) {
        guard table.holds(slot) else { throw .released }
        let peer = slot.id
        guard let present = open[peer] else { return open(link, slot) }
        if present.hello?.instance == hello.instance {
            waiting.removeValue(forKey: peer)?.refuse(.busy)
            present.refuse(.replaced)
            return open(link, slot)
        }
        // While the open link is not read from, or another newcomer is looked at, nothing can be said of it.
        guard waiting[peer] == nil, present.pauses.isEmpty else { throw .busy }
        waiting[peer] = link
        link.wait()
        present.sendPing()
        let asked = NIODeadline.now()
        loop.assumeIsolated().scheduleTask(in: .milliseconds(configuration.limits.probeMilliseconds)) {
            self.settle(present, link, slot, asked)
        }
    }

    private func settle(_ present: Link, _ link: Link, _ slot: PeerSlot, _ asked: NIODeadline) {
        let peer = slot.id
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
        open[slot.id] = link
        let now = surroundings.wallMilliseconds()
        let isFar = link.clockOffset.magnitude > UInt64(configuration.limits.clockWarningMilliseconds)
        let (offset, software) = (link.clockOffset, link.hello?.software)
        slot.note { account in
            account.connectedSince = now
            account.links += 1
            account.clockOffset = offset
            account.isClockFar = isFar
            account.software = software
        }
        link.open(linkCount)
    }

    /// A link is closed; called once for each that stood.
    func ended(_ link: Link, _ end: LinkEnd) {
        links[ObjectIdentifier(link)] = nil
        note(end, of: link)
        if let slot = link.slot {
            let peer = slot.id
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
            if end == .refusedByPeer(.alreadyConnected) { inbox.noteSecond(slot.id) }
            slot.note { account in
                account.lastEnd = end
                account.lastEndAt = now
            }
        } else {
            let address = link.channel.remoteAddress.map { "\($0)" } ?? "unknown"
            strangers.add(Stranger(address: address, end: end, milliseconds: now))
        }
    }

    /// The peers have changed: lets go who is gone, and dials who is new.
    func follow(released: [PeerSlot]) {
        for link in Array(links.values) {
            guard let slot = link.slot ?? link.dialled, released.contains(where: { $0 === slot }) else { continue }
            link.refuse(.released)
        }
        for slot in table.slots { startDialling(slot) }
    }

    /// Ends every link; complete when all are closed.
    func stop() -> EventLoopFuture<Void> {
        isStopping = true
        let present = Array(links.values)
        for link in present { link.refuse(.stopping) }
        return .andAllComplete(present.map(\.channel.closeFuture), on: loop)
    }
}
