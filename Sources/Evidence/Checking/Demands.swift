/// What a verifier asks for beyond the rules.
public struct Demands: Hashable, Sendable {
    /// Data older than so many seconds at the use is stale, whatever its issuer declares; nil: the declared frequency
    /// alone counts.
    public var maxDataAge: UInt64?
    /// How far the holder's clock may run ahead of the block of the use, in seconds.
    public var leeway: UInt64

    /// No demands of its own, and five minutes of leeway.
    public init(maxDataAge: UInt64? = nil, leeway: UInt64 = 300) {
        self.maxDataAge = maxDataAge
        self.leeway = leeway
    }
}
