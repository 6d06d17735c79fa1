/// What the strongroom of a node bears.
public struct StrongroomLimits: Hashable, Sendable {
    /// Its folder; nil for `strongroom` in the data directory. May be a disk of its own.
    public var directory: String?
    /// Most bytes of all members.
    public var maxBytes = 64 << 30
    /// Most bytes of one member, 256 for each entry counted until it expires.
    public var memberBytes = 16 << 30
    /// Most bodies of one member.
    public var memberEntries = 4_000_000
    /// Most bytes that one member may put in a second, with twice as much saved up; 0 sets no limit.
    public var memberBytesPerSecond = 64 << 20
    /// Nothing is taken while the disk has less left than this: the ledger may need it.
    public var reserveBytes = 512 << 20
    /// How far ahead an expiry may be, in seconds.
    public var maxExpirySeconds: UInt64 = 400 * 86_400
    /// How often it is compared with that of each other node, in seconds.
    public var compareSeconds = 30
    /// Most bytes a second that are fetched from other nodes beside what clients wait for.
    public var catchUpBytesPerSecond = 32 << 20

    public init() {}

    /// Other nodes' words while they wait to be worked on.
    static let maxWaitingBytes = 64 << 20
    /// Puts as they travel, kept for nodes that ask for them next.
    static let maxCachedBytes = 64 << 20
}
