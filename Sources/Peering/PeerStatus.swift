/// How it stands with one peer, for metrics and for people.
public struct PeerStatus: Hashable, Sendable {
    public let peer: PeerID
    public let name: String
    public let isConnected: Bool
    /// Milliseconds since 1970.
    public let connectedSinceMilliseconds: Int64?
    /// How long ago anything was heard.
    public let lastHeardMilliseconds: Int64?
    public let roundTripMicroseconds: Int64?
    /// The other clock less ours, at the hello.
    public let clockOffsetMilliseconds: Int64?
    /// The clocks are further apart than they should be; the link is open all the same.
    public let isClockFar: Bool
    /// What the other side runs, in its own words.
    public let software: String?
    public let bytesIn: UInt64
    public let bytesOut: UInt64
    public let messagesIn: UInt64
    public let messagesOut: UInt64
    /// Waiting for the wire.
    public let urgentQueue: PeeringLimits.Queue
    public let normalQueue: PeeringLimits.Queue
    public let bulkQueue: PeeringLimits.Queue
    public let backgroundQueue: PeeringLimits.Queue
    /// Messages that gave way to newer ones.
    public let dropped: UInt64
    /// Received and not taken by the consumer yet.
    public let unreadByteCount: Int
    /// How often reading stopped because the peer sent faster than allowed.
    public let slowedCount: UInt64
    /// Connections with this peer's key that were refused because its link was open and alive.
    public let secondProcessCount: UInt64
    /// Why the last link ended or did not come about.
    public let lastEnd: LinkEnd?
    /// Milliseconds since 1970.
    public let lastEndMilliseconds: Int64?
    /// Links opened since the start.
    public let linkCount: UInt64
}

/// A newcomer that was turned away before it was known to be a member.
public struct Stranger: Hashable, Sendable {
    /// Where it came from.
    public let address: String
    public let end: LinkEnd
    /// Milliseconds since 1970.
    public let milliseconds: Int64
}
