public import Signing

/// A node by its number in this node's own list: two nodes may number the same ones differently.
public struct PeerID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let index: Int

    /// The node at this place, counted from zero.
    public init(_ index: Int) { self.index = index }

    public static func < (left: PeerID, right: PeerID) -> Bool { left.index < right.index }

    public var description: String { "node \(index)" }
}

/// Where a node listens for links.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address.
    public let host: String
    public let port: Int

    /// The address of a host and a port; port 0 lets the system choose, for a listener.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Another node, as the ledger registers it.
public struct Peer: Hashable, Sendable {
    /// Who of the two dials. Both sides must see it alike, or no link comes about.
    public enum Way: Hashable, Sendable {
        /// This node dials there.
        case dialled(PeerAddress)
        /// The other node dials.
        case awaited
        /// This node is to dial, and does not know where.
        case unknown
    }

    public let id: PeerID
    /// The member's name, which the node says in its hello.
    public let name: String
    /// The key of its certificate; no other is accepted.
    public let linkKey: PublicKey
    public let way: Way

    /// A node with its registered link key (ES256).
    public init(id: PeerID, name: String, linkKey: PublicKey, way: Way) {
        self.id = id
        self.name = name
        self.linkKey = linkKey
        self.way = way
    }
}
