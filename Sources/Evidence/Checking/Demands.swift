public import Credentials

/// What a verifier asks for beyond the rules: its policy, for one scene or for all.
public struct Demands: Hashable, Sendable {
    /// How many lying validators every receipt and proof must withstand; 0: whatever is final.
    public var leastAssurance: Int
    /// Data older than so many seconds at the use is too old, whatever its issuer declares; nil: the declared frequency
    /// alone counts.
    public var maxDataAge: UInt64?
    /// Who may stand behind a document, as it says openly; nil: anybody who is accredited for its type.
    public var trustLabels: [LedgerClaims.TrustLabel]?
    /// How far the holder's clock may run ahead of the block of the use, in seconds.
    public var leeway: UInt64

    /// No demands of its own, and five minutes of leeway.
    public init(
        leastAssurance: Int = 0, maxDataAge: UInt64? = nil, trustLabels: [LedgerClaims.TrustLabel]? = nil,
        leeway: UInt64 = 300
    ) {
        self.leastAssurance = leastAssurance
        self.maxDataAge = maxDataAge
        self.trustLabels = trustLabels
        self.leeway = leeway
    }
}
