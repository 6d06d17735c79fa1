public import Signing

/// Why a link ended, or did not come about.
public enum LinkEnd: Hashable, Sendable, CustomStringConvertible {
    /// What was wrong with the encryption, before anybody said hello.
    public enum Handshake: Hashable, Sendable {
        /// A key that no member registers.
        case unknownKey(KeyID)
        /// A registered key, but not that of the node that was dialled.
        case keyOfAnother(PeerID)
        /// This node's own key: a second process uses it, or the node dialled itself.
        case ownKey
        /// Not one certificate with a P-256 key.
        case certificate
        /// The other side accepts our certificate not: it knows another link key for us, or none.
        case ourCertificateRefused
        /// What came is not TLS 1.3.
        case notTLS13
        /// Anything else, in the words of the library.
        case failed(String)
    }

    case handshake(Handshake)
    /// We closed it.
    case refused(LinkRefusal)
    /// The other side closed it and said why.
    case refusedByPeer(LinkRefusal)
    case closedByPeer
    /// No connection; the words of the system.
    case unreachable(String)
    /// This node is to dial, and its settings do not say where the other one listens.
    case noAddress
    /// More newcomers than allowed: the one that had waited longest went.
    case crowded

    /// The stable word for programs.
    public var code: String {
        switch self {
        case .handshake(let handshake): handshake.code
        case .refused(let refusal), .refusedByPeer(let refusal): refusal.code
        case .closedByPeer: "link-closed"
        case .unreachable: "link-unreachable"
        case .noAddress: "link-no-address"
        case .crowded: "link-crowded"
        }
    }

    public var description: String {
        switch self {
        case .handshake(let handshake): handshake.description
        case .refused(let refusal): "refused: \(refusal)"
        case .refusedByPeer(let refusal): "the other side refused this node: \(refusal)"
        case .closedByPeer: "the other side closed the connection"
        case .unreachable(let words): "no connection: \(words)"
        case .noAddress: "this node is to dial it, and the settings do not say where it listens"
        case .crowded: "too many new connections at once"
        }
    }
}

extension LinkEnd.Handshake: CustomStringConvertible {
    /// The stable word for programs.
    public var code: String {
        switch self {
        case .unknownKey: "link-unknown-key"
        case .keyOfAnother: "link-key-of-another"
        case .ownKey: "link-own-key"
        case .certificate: "link-certificate"
        case .ourCertificateRefused: "link-certificate-refused"
        case .notTLS13: "link-not-tls13"
        case .failed: "link-handshake"
        }
    }

    public var description: String {
        switch self {
        case .unknownKey(let id): "the link key \(id) is not registered on the ledger, as far as this node knows it"
        case .keyOfAnother(let peer): "presented the link key of \(peer)"
        case .ownKey: "presented this node's own link key"
        case .certificate: "presented no certificate of a P-256 key"
        case .ourCertificateRefused:
            """
            the other side does not accept this node's link key: the ledger, as far as the other side knows it, \
            registers another one for this member, or none
            """
        case .notTLS13: "does not speak TLS 1.3"
        case .failed(let words): "the handshake failed: \(words)"
        }
    }
}
