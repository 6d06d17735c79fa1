public import Signing

/// What the deal of a sealed disclosure is bound to: named by another member, or for another height or time, it fits
/// nothing.
public struct SealedTerms: Hashable, Sendable {
    public let origin: String
    /// The member id of who discloses.
    public let discloser: String
    /// The height from which on it is opened.
    public let until: UInt64
    /// In POSIX seconds: from then on it is opened whatever the height. Its week is that of the validators' keys.
    public let latest: UInt64
    /// The digest of the set of validators that it is dealt to.
    public let set: Digest
    /// How many shares open it.
    public let quorum: Int
    /// Sixteen random bytes.
    public let salt: [UInt8]

    public static let saltByteCount = 16
    private static let version: UInt64 = 1

    /// Nil for texts or times that no reader takes, or another count of salt bytes than 16.
    public init?(
        origin: String, discloser: String, until: UInt64, latest: UInt64, set: DealtSet, salt: [UInt8]
    ) {
        let texts = [origin, discloser]
        guard texts.allSatisfy({ $0.utf8.count <= GrantContext.maxTextByteCount }), latest <= ExpiryWeek.lastSecond,
            until <= ExpiryWeek.lastSecond, salt.count == SealedTerms.saltByteCount
        else { return nil }
        self.origin = origin
        self.discloser = discloser
        self.until = until
        self.latest = latest
        self.set = set.digest
        quorum = set.quorum
        self.salt = salt
    }

    /// What shares and secret are bound to: in the place of a grant's id stands the digest of all the terms.
    public var context: GrantContext {
        var encoder = CBOREncoder()
        encoder.array(8)
        encode(into: &encoder)
        var hasher = SHA256()
        hasher.update(Purpose.sealedTerms)
        hasher.update(encoder.bytes)
        return GrantContext(origin: origin, grant: hasher.finalize(), set: set, party: discloser)
    }

    /// Eight items of an array that the caller opened.
    package func encode(into encoder: inout CBOREncoder) {
        encoder.unsigned(SealedTerms.version)
        encoder.text(origin)
        encoder.text(discloser)
        encoder.unsigned(until)
        encoder.unsigned(latest)
        encoder.digest(set)
        encoder.unsigned(UInt64(quorum))
        encoder.byteString(salt)
    }

    /// Eight items of an array that the caller opened.
    init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.code(SealedTerms.version)
        origin = try decoder.text(max: GrantContext.maxTextByteCount)
        discloser = try decoder.text(max: GrantContext.maxTextByteCount)
        until = try decoder.unsigned(max: ExpiryWeek.lastSecond)
        latest = try decoder.unsigned(max: ExpiryWeek.lastSecond)
        set = try decoder.digest()
        quorum = Int(try decoder.unsigned(max: UInt64(Position.limit)))
        salt = try decoder.byteString(count: SealedTerms.saltByteCount)
    }
}
