public import Signing

/// A term of a grant that its holder can tighten.
public enum LimitedTerm: String, Sendable, CaseIterable {
    case uses, expiry, pause
}

/// `grant.limit`: the holder tightens a grant: fewer uses, an earlier end, no use for a while. Nothing ever widens one.
///
/// It may carry a new deposit: the tickets that are left, dealt anew to the validators of today.
public struct LimitGrant: Hashable, Sendable, CBORCodable {
    public let grantKey: PublicKey
    /// One more than the limits accepted so far: an old one that comes again undoes nothing.
    public let number: UInt64
    /// The uses allowed from now on, those counted before among them; as many as were counted, when these are more.
    public let uses: UInt64?
    /// POSIX seconds.
    public let expiry: UInt64?
    /// No use is accepted before this POSIX second.
    public let pausedUntil: UInt64?
    /// The digest of the new deposit's manifest.
    public let deposit: Digest?

    /// The key must be Ed25519; one of the four terms at least must be there.
    public init(
        grantKey: PublicKey, number: UInt64, uses: UInt64? = nil, expiry: UInt64? = nil, pausedUntil: UInt64? = nil,
        deposit: Digest? = nil
    ) {
        self.grantKey = grantKey
        self.number = number
        self.uses = uses
        self.expiry = expiry
        self.pausedUntil = pausedUntil
        self.deposit = deposit
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.byteString(grantKey.bytes)
        encoder.unsigned(number)
        encoder.optional(uses) { $0.unsigned($1) }
        encoder.optional(expiry) { $0.unsigned($1) }
        encoder.optional(pausedUntil) { $0.unsigned($1) }
        encoder.optional(deposit) { $0.digest($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        grantKey = try PublicKey(grantKeyFrom: &decoder)
        number = try decoder.positive(max: Grant.maxLimits + 1)
        let start = decoder.offset
        uses = try decoder.optional { (inner) throws(CBORError) in try inner.positive(max: Scene.maxUsesLimit) }
        expiry = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
        pausedUntil = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
        deposit = try decoder.optional { (inner) throws(CBORError) in try inner.digest() }
        guard uses != nil || expiry != nil || pausedUntil != nil || deposit != nil else {
            throw .outOfRange(offset: start)
        }
    }
}
