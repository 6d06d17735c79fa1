/// What a node bears of deposits; folder and reserve are the strongroom's.
public struct DepositLimits: Hashable, Sendable {
    /// Most bytes of all relying parties.
    public var maxBytes = 32 << 30
    /// Most bytes of one relying party, 256 for each part counted.
    public var memberBytes = 8 << 30
    /// Most parts of one relying party.
    public var memberEntries = 4_000_000
    /// Most bytes that may be handed in for one party in a second, with twice as much saved up; 0 sets no limit.
    public var memberBytesPerSecond = 32 << 20
    /// How long those who are late are waited for once a quorum has acknowledged, in milliseconds.
    public var settleMilliseconds = 300
    /// What no block names for so long is dropped, in seconds.
    public var unclaimedSeconds: UInt64 = 600

    public init() {}

    /// Other nodes' words while they wait to be worked on.
    static let maxWaitingBytes = 64 << 20
}
