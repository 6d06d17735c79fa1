public import Signing

/// The ids of accepted statements whose not-after has not passed, by minute of not-after.
///
/// The marks stay outside the authenticated state; it holds one running digest per open minute.
public struct ReplayMarks: Sendable {
    private var minutes: [UInt64: Set<StatementID>] = [:]

    public init() {}

    /// The minute under which a statement with that not-after (POSIX seconds) is marked.
    public static func minute(of notAfter: UInt64) -> UInt64 { notAfter / 60 }

    /// The first minute still open at a block's time (ms): statements of earlier ones are expired.
    public static func firstOpen(at time: UInt64) -> UInt64 { time / 60_000 }

    /// True when a statement was accepted and its minute is open.
    public func contains(_ id: StatementID, minute: UInt64) -> Bool {
        minutes[minute]?.contains(id) ?? false
    }

    /// Marks a statement.
    public mutating func insert(_ id: StatementID, minute: UInt64) {
        minutes[minute, default: []].insert(id)
    }

    /// Forgets the minutes before the first open one.
    public mutating func drop(before minute: UInt64) {
        for past in minutes.keys where past < minute { minutes[past] = nil }
    }

    /// The running digest of a minute with one id more.
    static func fold(_ id: StatementID, into digest: Digest?) -> Digest {
        var hasher = SHA256()
        hasher.update(Purpose.replayMinute)
        if let digest { hasher.update(digest) }
        hasher.update(id.digest)
        return hasher.finalize()
    }

    /// How many marks are kept.
    public var count: Int { minutes.values.reduce(0) { $0 + $1.count } }
}
