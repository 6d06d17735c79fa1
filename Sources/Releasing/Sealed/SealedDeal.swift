public import Sealing
public import Signing

/// What a sealed disclosure deals to the validators: tag and details, closed until its time is over.
///
/// `[1, origin, discloser, until, latest, set, q, salt, [* sealed share], c, v, sealed]`: one secret, dealt as that of
/// a ticket is.
public struct SealedDeal: Hashable, Sendable {
    public let terms: SealedTerms
    /// One for each validator, in the order of the positions.
    public let sealedShares: [[UInt8]]
    /// What secret and shares hash to.
    public let commitments: SecretCommitments
    /// Tag, salt and details, under a key that follows from the secret.
    public let sealed: [UInt8]

    /// Most bytes of the encoding.
    public static let maxByteCount = 32 << 10
    /// The one secret stands where that of a trace does.
    static let index = SecretIndex.trace
    private static let sealedShareByteCount = KeyShare.byteCount + SealingPublicKey.overhead

    /// What the act on the ledger names: SHA-256 over the tag and the encoding.
    public var digest: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.sealedDeal)
        hasher.update(encoded)
        return hasher.finalize()
    }

    /// Deals a content to validators whose keys of the week of `latest` stand in the order of their positions; nil when
    /// they are another number than the set has. Drawn in this order: the secret, an ephemeral secret for each.
    public init?(
        _ content: SealedContent, on terms: SealedTerms, to set: DealtSet, keys: [SealingPublicKey],
        using random: inout some RandomSource
    ) {
        guard keys.count == set.validators.count, set.digest == terms.set else { return nil }
        let context = terms.context
        let secret = DealtSecret(checked: random.bytes(DealtSecret.byteCount))
        let shares = secret.shares(context, SealedDeal.index, quorum: terms.quorum, count: keys.count)
        self.terms = terms
        sealedShares = zip(keys, shares).map { key, share in
            key.seal(
                share.bytes, for: Purpose.sealedShares, context: SharesForOne.context(context, share.position),
                ephemeral: random.bytes(32))
        }
        commitments = SecretCommitments(secret, shares, context, SealedDeal.index)
        sealed = SealedDeal.key(secret, context).seal(content.encoded, context: context.bytes)
    }

    /// The shares that hash to what the deal says of them, one a position, in the order of the positions.
    public func fitting(_ shares: [KeyShare]) -> [KeyShare] {
        let hash = ContextHash(Purpose.shareCommitment, terms.context)
        return Position.all(of: sealedShares.count).compactMap { position in
            shares.first {
                $0.position == position
                    && $0.commitment(hash, SealedDeal.index) == commitments.shares[position.value - 1]
            }
        }
    }

    /// Opens it by the shares of a quorum; those that do not fit are left out.
    public func open(_ shares: [KeyShare]) throws(SealedRefusal) -> SealedContent {
        let good = fitting(shares)
        guard good.count >= terms.quorum else { throw .tooFewShares(good.count, needed: terms.quorum) }
        let context = terms.context
        let secret = DealtSecret(combining: Array(good.prefix(terms.quorum)))
        let dealt = secret.shares(context, SealedDeal.index, quorum: terms.quorum, count: sealedShares.count)
        guard SecretCommitments(secret, dealt, context, SealedDeal.index) == commitments else { throw .badDealing }
        guard let plaintext = try? SealedDeal.key(secret, context).open(sealed, context: context.bytes),
            let content = try? SealedContent(decoding: plaintext)
        else { throw .contentUnreadable }
        return content
    }

    private static func key(_ secret: DealtSecret, _ context: GrantContext) -> OneTimeKey {
        OneTimeKey(deriving: secret.bytes, info: Purpose.sealedDeal + context.bytes)
    }
}

/// Why a deal does not open: the first is told before enough shares are there, the others are the discloser's fault,
/// and the shares are the evidence.
public enum SealedRefusal: Error, Hashable, Sendable {
    case tooFewShares(Int, needed: Int)
    /// The secret, dealt again, does not give what the deal says.
    case badDealing
    /// Inside is no content.
    case contentUnreadable
}

extension SealedDeal: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(12)
        terms.encode(into: &encoder)
        encoder.list(sealedShares) { $0.byteString($1) }
        encoder.byteString(commitments.shares.flatMap(\.bytes))
        encoder.digest(commitments.check)
        encoder.byteString(sealed)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 12)
        terms = try SealedTerms(from: &decoder)
        let start = decoder.offset
        sealedShares = try decoder.list(max: Position.limit) { (inner) throws(CBORError) in
            try inner.byteString(count: SealedDeal.sealedShareByteCount)
        }
        guard (1...max(1, sealedShares.count)).contains(terms.quorum), !sealedShares.isEmpty else {
            throw .outOfRange(offset: start)
        }
        let bytes = try decoder.byteString(count: sealedShares.count * Digest.byteCount)
        commitments = SecretCommitments(check: try decoder.digest(), bytes)
        sealed = try decoder.byteString(count: SealedContent.byteCount + OneTimeKey.overhead)
    }
}
