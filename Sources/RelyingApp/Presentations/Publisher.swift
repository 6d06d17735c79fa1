public import Credentials
internal import RelyingAPI
internal import Rulebook
public import Signing

/// An address from which the desk reads what issuers publish: metadata, types, status lists.
public struct Publisher: Hashable, Sendable {
    /// Scheme, host and port.
    public let origin: String
    /// True where it may be this machine, or one in a network beside it: on a test network.
    public let mayBePrivate: Bool

    /// An address of that place.
    public init(_ address: WebAddress, mayBePrivate: Bool = false) {
        self.init(origin: address.origin, mayBePrivate: mayBePrivate)
    }

    init(origin: String, mayBePrivate: Bool) {
        self.origin = origin
        self.mayBePrivate = mayBePrivate
    }

    /// As the command gives it.
    public var json: JSONValue { ["address": .string(origin), "private": .bool(mayBePrivate)] }

    /// Most of them.
    static let limit = 1_000
}

extension RelyingDesk {
    /// The addresses that the desk reads.
    public func publishers() throws -> [Publisher] { try database.publishers() }

    /// Reads what is published there from now on.
    public func add(_ publisher: Publisher) throws {
        guard let address = WebAddress(publisher.origin), address.scheme == .https || address.isLoopback else {
            throw RelyingRefusal.badPublisher(publisher.origin)
        }
        guard try database.add(publisher, limit: Publisher.limit, at: now()) else {
            throw RelyingRefusal.tooManyPublishers(Publisher.limit)
        }
    }

    /// Reads there no more.
    public func removePublisher(_ address: WebAddress) throws {
        guard try database.removePublisher(address.origin) else {
            throw RelyingRefusal.issuerNotListed(address.origin)
        }
    }

    /// A door to these addresses.
    func publicDoor() throws -> PublicDoor { PublicDoor(to: try database.publishers()) }

    /// Refuses an issuer whose address nobody who answers for the desk has listed.
    func mustBeListed(_ issuers: [WebAddress]) throws {
        let origins = Set(try database.publishers().map(\.origin))
        for issuer in issuers where !origins.contains(issuer.origin) {
            throw RelyingRefusal.issuerNotListed(issuer.origin)
        }
    }
}

extension RelyingRefusal {
    static func issuerNotListed(_ origin: String) -> RelyingRefusal {
        RelyingRefusal(
            "issuer-not-listed", zh: "本台不读取 \(origin)：不在签发机构地址名单中。",
            en: "This desk does not read \(origin): it is not among the issuers' addresses.",
            nextZh: "请管理员用 deedbox relying presentation issuers --add 加入。",
            nextEn: "Let who answers for the desk add it by deedbox relying presentation issuers --add.")
    }

    static func badPublisher(_ origin: String) -> RelyingRefusal {
        RelyingRefusal(
            "bad-issuer-address", zh: "\(origin) 既非 https，也不是本机。",
            en: "\(origin) is neither over TLS nor this machine.",
            nextZh: "请给出以 https 公布的地址。", nextEn: "Give the address where it publishes over TLS.")
    }

    static func tooManyPublishers(_ limit: Int) -> RelyingRefusal {
        RelyingRefusal(
            "too-many-issuers", zh: "签发机构地址最多 \(limit) 个。", en: "At most \(limit) addresses of issuers are listed.",
            nextZh: "请先移除不再使用的地址。", nextEn: "Remove those that are not used any more.")
    }
}
