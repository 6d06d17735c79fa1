import NIOCore
import Signing

/// One connection from its handshake to its end. Lives on its event loop.
///
/// The node that dialled says hello first; the other answers with its hello, or with a refusal. So nobody sends a
/// message before both know that the link is open.
final class Link {
    enum Stage {
        case idle, handshake, hello, waiting, open, closed
    }

    /// Why nothing is read.
    struct Pause: OptionSet {
        let rawValue: Int
        /// The consumer has too much unread.
        static let inbox = Pause(rawValue: 1)
        /// The peer sent too fast.
        static let rate = Pause(rawValue: 2)
    }

    let channel: any Channel
    let board: Switchboard
    /// The peer that was dialled; nil for a connection that came in.
    let dialled: PeerSlot?
    /// Whose key the certificate holds.
    private(set) var slot: PeerSlot?
    private(set) var stage = Stage.idle
    private(set) var opened: NIODeadline?
    let made = NIODeadline.now()
    var hello: Hello?
    /// The other clock less ours at the hello, in milliseconds.
    var clockOffset: Int64 = 0
    var heard = NIODeadline.now()
    var pauses: Pause = []
    var frames: Allowance
    var bytes: Allowance
    var bulk: BulkMessage?
    var ping: (number: UInt64, sent: NIODeadline) = (0, .now())
    private var fault: LinkEnd?
    private var deadline: Scheduled<Void>?
    private var ticks: RepeatedTask?

    var limits: PeeringLimits { board.configuration.limits }
    var isOpen: Bool { stage == .open }
    var isNewcomer: Bool { dialled == nil && stage != .open && stage != .closed }

    init(_ channel: any Channel, _ board: Switchboard, dialled: PeerSlot?) {
        self.channel = channel
        self.board = board
        self.dialled = dialled
        let limits = board.configuration.limits
        frames = Allowance(perSecond: limits.framesPerSecond, burst: limits.burstFrameCount, now: .now())
        bytes = Allowance(perSecond: limits.bytesPerSecond, burst: limits.burstByteCount, now: .now())
    }

    /// The connection stands; the handshake begins.
    func begin() {
        guard stage == .idle else { return }
        stage = .handshake
        if let refusal = board.enter(self) { return refuse(refusal) }
        let limit = limits.helloMilliseconds
        deadline = channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(limit)) {
            self.refuse(.helloLate(milliseconds: limit))
        }
    }

    /// Asked by TLS for the key of the other side's certificate.
    func accepts(_ key: PublicKey?) -> Bool {
        do throws(LinkFault) {
            slot = try board.slot(of: key, dialled: dialled)
            return true
        } catch {
            fault = .handshake(error.reason)
            return false
        }
    }

    /// The handshake is complete. A resumed session was never asked for its key, and is none of ours.
    func secured() {
        guard stage == .handshake else { return }
        guard slot != nil else { return finish(.handshake(.failed("no key was shown"))) }
        stage = .hello
        if dialled != nil { sayHello() }
    }

    func sayHello() {
        channel.writeAndFlush(Frame(.hello, board.makeHello().encoded), promise: nil)
    }

    /// The hello is right, and another link of this peer is looked at first.
    func wait() { stage = .waiting }

    /// The link carries messages from here on.
    func open(_ number: UInt64) {
        guard let slot else { return }
        if dialled == nil { sayHello() }
        stage = .open
        opened = .now()
        deadline?.cancel()
        slot.attach(NIOLoopBound(self, eventLoop: channel.eventLoop))
        startTicks()
        if board.inbox.setOpen(number, slot.id) { pause(.inbox) }
    }

    private func startTicks() {
        let period = TimeAmount.milliseconds(limits.pingMilliseconds)
        let link = NIOLoopBound(self, eventLoop: channel.eventLoop)
        ticks = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: period) { _ in link.value.tick() }
    }

    private func tick() {
        let silence = NIODeadline.now() - heard
        if pauses.isEmpty, silence > .milliseconds(limits.silenceMilliseconds) {
            refuse(.silent(milliseconds: silence.nanoseconds / 1_000_000))
        } else {
            sendPing()
        }
    }

    /// Asks for a sign of life.
    func sendPing() {
        ping = (ping.number &+ 1, .now())
        slot?.add(control: Frame(.ping, number: ping.number))
        pump()
    }

    /// Puts on the wire what waits, as long as the system takes it.
    func pump() {
        guard stage == .open, let slot else { return }
        slot.beginPumping()
        var unflushed = 0
        while channel.isWritable, let frame = slot.nextFrame() {
            channel.write(frame, promise: nil)
            unflushed += frame.byteCount
            if unflushed >= limits.partByteCount {
                channel.flush()
                unflushed = 0
            }
        }
        if unflushed > 0 { channel.flush() }
    }

    func fail(_ error: any Error) {
        if let refusal = error as? LinkRefusal { refuse(refusal) } else { finish(LinkTLS.end(error)) }
    }

    /// Tells the other side why, and closes.
    func refuse(_ refusal: LinkRefusal) {
        switch stage {
        case .closed: return
        case .idle, .handshake: break
        case .hello, .waiting, .open:
            channel.writeAndFlush(Frame(.refusal, refusal.encoded), promise: nil)
        }
        finish(.refused(refusal))
    }

    /// Closes; the first reason stands.
    func finish(_ end: LinkEnd) {
        guard stage != .closed else { return }
        let wasIdle = stage == .idle
        stage = .closed
        deadline?.cancel()
        ticks?.cancel()
        // Unread bytes at the close would reset the connection, and the other side would not read the refusal.
        try? channel.syncOptions?.setOption(.autoRead, value: true)
        channel.close(promise: nil)
        if !wasIdle { board.ended(self, fault ?? end) }
    }
}

/// Why a certificate's key was not accepted.
struct LinkFault: Error {
    let reason: LinkEnd.Handshake

    init(_ reason: LinkEnd.Handshake) { self.reason = reason }
}
