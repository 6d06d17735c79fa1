public import Sealing
internal import Signing

/// An address of the party's that is told of what happens at the desk.
public struct Webhook: Hashable, Sendable {
    public let number: UInt64
    public let url: String
    /// By which the receiver knows that the desk sent it.
    public let secret: SharedSecret
    /// POSIX seconds.
    public let added: UInt64

    package init(number: UInt64, url: String, secret: SharedSecret, added: UInt64) {
        self.number = number
        self.url = url
        self.secret = secret
        self.added = added
    }

    /// Most addresses of a desk.
    public static let limit = 32
    /// Most bytes of an address.
    public static let maxURLByteCount = 1_000
    static let secretByteCount = 32

    /// The secret as Standard Webhooks writes it.
    public var secretText: String { "whsec_" + Base64.encode(secret.bytes) }

    /// The three headers of Standard Webhooks over a body that is sent at that second.
    public func headers(id: String, second: UInt64, body: String) -> [(name: String, value: String)] {
        let signed = Array("\(id).\(second).\(body)".utf8)
        return [
            ("webhook-id", id), ("webhook-timestamp", "\(second)"),
            ("webhook-signature", "v1," + Base64.encode(secret.code(of: signed))),
        ]
    }
}

/// What is told to one address.
public struct Delivery: Hashable, Sendable {
    public let id: String
    public let webhook: UInt64
    public let event: String
    public let body: String
    /// POSIX seconds.
    public let created: UInt64
    public let attempts: UInt64
    /// When it is tried next.
    public let next: UInt64
    public let state: State
    /// What the last attempt came to.
    public let note: String?

    /// How far a delivery came.
    public enum State: String, Sendable {
        case waiting, delivered
        /// Nobody took it within three days.
        case dead
    }

    /// How long an event is tried, in seconds.
    static let patience: UInt64 = 3 * 86_400
    /// How long one attempt has the delivery to itself: another is begun no sooner, even after a kill.
    static let lease: UInt64 = 60

    /// How long to wait behind so many attempts: five seconds, three times as long each time, twelve hours at most;
    /// between half of it and all of it by chance, so that not all come back at once.
    package static func pause(after attempts: UInt64, chance: UInt8) -> UInt64 {
        var whole: UInt64 = 5
        for _ in 1..<max(1, min(attempts, 12)) { whole = min(whole * 3, 43_200) }
        return whole / 2 + (whole - whole / 2) * UInt64(chance) / 255
    }
}
