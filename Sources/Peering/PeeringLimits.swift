/// What links may cost and how long they wait. Every number has a default that serves a local network.
public struct PeeringLimits: Hashable, Sendable {
    /// How much of one lane may wait for the wire.
    public struct Queue: Hashable, Sendable {
        public var messages: Int
        public var bytes: Int

        /// At most so many messages with so many bytes in all.
        public init(messages: Int, bytes: Int) {
            self.messages = messages
            self.bytes = bytes
        }
    }

    /// Longest payload of one frame, and the size of the parts of a bulk message.
    public var partByteCount = 64 << 10
    /// Waiting for the wire, for each peer.
    public var urgentQueue = Queue(messages: 4096, bytes: 8 << 20)
    public var normalQueue = Queue(messages: 4096, bytes: 16 << 20)
    public var bulkQueue = Queue(messages: 64, bytes: 64 << 20)
    public var backgroundQueue = Queue(messages: 1_024, bytes: 8 << 20)
    /// Received from one peer and not yet taken by the consumer: beyond it, reading from that peer stops.
    public var unreadByteCount = 64 << 20
    /// Bytes handed to the system beyond what is on its way: what a vote may find before it on the wire.
    public var unsentByteCount = 128 << 10
    /// The system's buffer for what has come and was not read; Linux doubles it. A vote lies behind it, too; but peers
    /// with long round trips need as much as passes in one.
    public var receiveBufferByteCount = 256 << 10

    /// Received from one peer. Beyond it reading pauses, so a busy honest peer is only slowed.
    public var bytesPerSecond = 256 << 20
    public var burstByteCount = 64 << 20
    /// Received from one peer. Beyond it the link is closed: no honest node sends so many.
    public var framesPerSecond = 20_000
    public var burstFrameCount = 100_000

    /// Connections that have not said hello yet, of all comers.
    public var newcomers = 64
    /// From the connection to the other side's hello.
    public var helloMilliseconds: Int64 = 5_000
    /// For the connection itself.
    public var connectMilliseconds: Int64 = 3_000
    /// Between two pings.
    public var pingMilliseconds: Int64 = 1_000
    /// Nothing heard for so long: the link is dead.
    public var silenceMilliseconds: Int64 = 5_000
    /// A second connection with the key of an open link waits so long for a sign of life from the first.
    public var probeMilliseconds: Int64 = 2_000
    /// How long the other side may take to close.
    public var closeMilliseconds: Int64 = 1_000

    /// The first pause before dialling again; it doubles up to the longest.
    public var shortestPauseMilliseconds: Int64 = 100
    public var longestPauseMilliseconds: Int64 = 5_000

    /// Clocks further apart than this are named in the status.
    public var clockWarningMilliseconds: Int64 = 5_000
    /// Clocks further apart than this have no link.
    public var clockLimitMilliseconds: Int64 = 60_000

    /// Refused strangers that are remembered for the status.
    public var strangers = 32

    /// The defaults.
    public init() {}

    /// The first limit that cannot be kept; nil when all can.
    func fault(rules: [FrameRule]) -> String? {
        let longest = rules.map(\.maxByteCount).max() ?? 0
        let positive = [
            Int64(urgentQueue.messages), Int64(normalQueue.messages), Int64(bulkQueue.messages),
            Int64(backgroundQueue.messages), Int64(unsentByteCount), Int64(receiveBufferByteCount),
            Int64(framesPerSecond), Int64(burstFrameCount), Int64(newcomers), connectMilliseconds, pingMilliseconds,
            closeMilliseconds, shortestPauseMilliseconds, Int64(strangers),
        ]
        if positive.contains(where: { $0 < 1 }) { return "every limit must be at least 1" }
        if max(unsentByteCount, receiveBufferByteCount) > 1 << 30 { return "a system's buffer is 1 GiB at most" }
        if !(1024...16 << 20).contains(partByteCount) { return "partByteCount must be 1 KiB to 16 MiB" }
        if unreadByteCount < longest { return "unreadByteCount is less than the longest message" }
        if burstByteCount < partByteCount || bytesPerSecond < partByteCount { return "less than a frame a second" }
        if silenceMilliseconds <= pingMilliseconds { return "silenceMilliseconds must exceed pingMilliseconds" }
        if probeMilliseconds <= pingMilliseconds { return "probeMilliseconds must exceed pingMilliseconds" }
        if helloMilliseconds <= probeMilliseconds { return "helloMilliseconds must exceed probeMilliseconds" }
        if longestPauseMilliseconds < shortestPauseMilliseconds { return "the longest pause is the shorter one" }
        if !(0...clockLimitMilliseconds).contains(clockWarningMilliseconds) { return "the clock limits are crossed" }
        return rules.lazy.compactMap { $0.fault(in: self) }.first
    }

    /// The limit of a lane's queue.
    func queue(_ lane: Lane) -> Queue {
        switch lane {
        case .urgent: urgentQueue
        case .normal: normalQueue
        case .bulk: bulkQueue
        case .background: backgroundQueue
        }
    }
}
