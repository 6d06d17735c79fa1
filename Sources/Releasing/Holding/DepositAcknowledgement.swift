public import Signing

/// What a validator signs over a deposit that it holds durably and whose shares for it are good: the payload of a
/// COSE_Sign1 by its release key.
public struct DepositAcknowledgement: Hashable, Sendable, CBORCodable {
    /// The digest of the manifest.
    public let manifest: Digest
    public let position: Position
    /// When the deposit expires, POSIX seconds.
    public let expiry: UInt64

    /// The word over a deposit: having one's own shares is what it says.
    public init(of shares: OwnShares) {
        manifest = shares.manifest
        position = shares.position
        expiry = shares.expiry
    }

    /// The word over the deal of a sealed disclosure.
    public init(of share: OwnSealedShare) {
        manifest = share.deposit
        position = share.position
        expiry = share.latest
    }

    /// Signs it until the deposit's expiry; the same bytes whenever it is asked for.
    public func signed(by key: PrivateKey, of member: String, in origin: String) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.depositAcknowledgement, issuer: member, origin: origin, notAfter: expiry)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    /// Reads a signed word over the deposit of a manifest, whose digest is given with it; nil unless it is a good one
    /// of a validator of the set that the deposit was dealt to, and its position the signer's.
    public init?(verifying bytes: [UInt8], of manifest: DepositManifest, _ digest: Digest, from set: DealtSet) {
        self.init(verifying: bytes, in: manifest.context, digest, expiry: manifest.expiry, from: set)
    }

    /// Reads a signed word over the deal of a sealed disclosure, as one over a deposit is read.
    public init?(verifying bytes: [UInt8], of deal: SealedDeal, _ digest: Digest, from set: DealtSet) {
        self.init(verifying: bytes, in: deal.terms.context, digest, expiry: deal.terms.latest, from: set)
    }

    private init?(
        verifying bytes: [UInt8], in context: GrantContext, _ digest: Digest, expiry: UInt64, from set: DealtSet
    ) {
        guard let signed = try? SignedWord(bytes, Purpose.depositAcknowledgement, context.origin, set),
            let word = try? DepositAcknowledgement(decoding: signed.payload), word.position == signed.position,
            word.manifest == digest, word.expiry == expiry, set.digest == context.set
        else { return nil }
        self = word
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.digest(manifest)
        position.encode(into: &encoder)
        encoder.unsigned(expiry)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        manifest = try decoder.digest()
        position = try Position(from: &decoder)
        expiry = try decoder.unsigned(max: ExpiryWeek.lastSecond)
    }
}

/// Proof that a quorum of validators holds a deposit whose shares open for them. Only the check makes one.
public struct DepositReceipt: Hashable, Sendable {
    /// The digest of the manifest.
    public let manifest: Digest
    /// Those whose word it is, in order. Fewer than the whole set is worth a warning: the rest was dealt nothing
    /// good, or was away.
    public let positions: [Position]
    /// Their signed words, in the same order.
    public let acknowledgements: [[UInt8]]

    /// Counts distinct validators of the set whose word over this manifest is good; nil when they are no quorum.
    public init?(of manifest: DepositManifest, _ acknowledgements: [[UInt8]], in set: DealtSet) {
        guard manifest.context.set == set.digest else { return nil }
        let digest = manifest.digest
        var words = [[UInt8]?](repeating: nil, count: set.validators.count)
        for bytes in acknowledgements.prefix(Position.limit) {
            guard let word = DepositAcknowledgement(verifying: bytes, of: manifest, digest, from: set) else {
                continue
            }
            words[word.position.value - 1] = bytes
        }
        let found = set.positions.filter { words[$0.value - 1] != nil }
        guard found.count >= set.quorum else { return nil }
        self.manifest = digest
        positions = found
        self.acknowledgements = words.compactMap { $0 }
    }
}
