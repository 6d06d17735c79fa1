/// What the consumer of a network is told.
public enum PeerEvent: Hashable, Sendable {
    /// A link is open; nothing sent before counts on it.
    case connected(PeerID)
    /// The link is gone, and with it whatever waited for its wire.
    case disconnected(PeerID)
    case message(PeerMessage)
    /// The peer does not take this node's link: it has one, alive, with another process of the same key.
    case refusedAsSecond(PeerID)
}

/// One message as it came; only its length and kind were looked at.
public struct PeerMessage: Hashable, Sendable {
    public let peer: PeerID
    public let kind: UInt8
    public let bytes: [UInt8]
}

/// Why a message was not taken for sending.
public enum SendRefusal: Error, Hashable, Sendable {
    case unknownPeer
    case unknownKind(UInt8)
    case tooLong(byteCount: Int, limit: Int)
    /// No link is open; a `connected` event tells when one is.
    case notConnected
    /// The lane is full: the peer reads more slowly than we send.
    case full(Lane)
}
