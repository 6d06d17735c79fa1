public import Sealing
public import Signing

/// The list of a deposit: what it is bound to, the digest of each part, and what every share and secret must hash to.
///
/// Its digest stands in the grant on the ledger; the manifest itself lies with the sealed parts.
public struct DepositManifest: Hashable, Sendable {
    public let context: GrantContext
    /// How many shares open a secret.
    public let quorum: Int
    /// The uses that there are tickets for.
    public let uses: UseRange
    /// POSIX seconds: until then the nodes keep the deposit. Its week is that of the validators' keys.
    public let expiry: UInt64
    /// Sixteen random bytes: without them nobody computes the tags under which the parts lie.
    public let salt: [UInt8]
    /// The regulator's key, to which the trace packet is sealed inside.
    public let regulator: SealingPublicKey
    /// SHA-256 of the relying party's sealed part.
    public let partyPart: Digest
    /// SHA-256 of each sealed body: one, or more when tickets show different data.
    public let bodies: [Digest]
    /// SHA-256 of each ticket, in the order of the uses.
    public let tickets: [Digest]
    /// SHA-256 of each validator's sealed shares, in the order of the positions.
    public let sealedShares: [Digest]
    /// SHA-256 of the trace packet.
    public let trace: Digest
    /// What the secrets and their shares hash to: the trace's first, then those of the uses.
    public let secrets: [SecretCommitments]
    /// What the relying party's parts hash to, in the order of the uses.
    public let parts: [Digest]

    /// X25519, HKDF-SHA256, ChaCha20-Poly1305, SHA-256.
    public static let suite: UInt64 = 1
    /// Most bytes of a manifest.
    public static let maxByteCount = 256 << 10
    /// Most sealed bodies.
    public static let maxBodies = UseRange.maxCount + 1
    public static let saltByteCount = 16

    /// How many validators it was dealt to.
    public var count: Int { sealedShares.count }

    /// What the grant on the ledger commits to: SHA-256 over the tag and the encoding.
    public var digest: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.manifest)
        hasher.update(encoded)
        return hasher.finalize()
    }

    /// The commitments of one secret; nil when the deposit has none of that index.
    func commitments(_ index: SecretIndex) -> SecretCommitments? { uses.place(of: index).map { secrets[$0] } }

    /// The shares of a secret that do not hash to what the manifest says of them.
    package func differing(_ shares: [KeyShare], _ index: SecretIndex) -> [Position] {
        guard let commitments = commitments(index) else { return shares.map(\.position) }
        let hash = ContextHash(Purpose.shareCommitment, context)
        return shares.filter { share in
            share.position.value > count
                || share.commitment(hash, index) != commitments.shares[share.position.value - 1]
        }.map(\.position)
    }
}

/// What the ledger's manifest says of one secret: the check value of the secret, and the commitment to each share.
public struct SecretCommitments: Hashable, Sendable {
    public let check: Digest
    /// In the order of the positions.
    public let shares: [Digest]

    /// The commitments of a secret that was dealt in these shares.
    init(_ secret: DealtSecret, _ shares: [KeyShare], _ context: GrantContext, _ index: SecretIndex) {
        let hash = ContextHash(Purpose.shareCommitment, context)
        check = secret.check(context, index)
        self.shares = shares.map { $0.commitment(hash, index) }
    }
}

extension DepositManifest: CBORCodable {
    static let version: UInt64 = 1

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(18)
        encoder.unsigned(DepositManifest.version)
        encoder.unsigned(DepositManifest.suite)
        encoder.text(context.origin)
        encoder.digest(context.grant)
        encoder.digest(context.set)
        encoder.text(context.party)
        encoder.unsigned(UInt64(quorum))
        encoder.unsigned(expiry)
        uses.encode(into: &encoder)
        encoder.byteString(salt)
        regulator.encode(into: &encoder)
        encoder.digest(partyPart)
        encoder.list(bodies) { $0.digest($1) }
        encoder.list(tickets) { $0.digest($1) }
        encoder.list(sealedShares) { $0.digest($1) }
        encoder.digest(trace)
        encoder.list(secrets) { $1.encode(into: &$0) }
        encoder.list(parts) { $0.digest($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 18)
        try decoder.code(DepositManifest.version)
        try decoder.code(DepositManifest.suite)
        context = try GrantContext(from: &decoder)
        let start = decoder.offset
        quorum = Int(try decoder.unsigned(max: UInt64(Position.limit)))
        expiry = try decoder.unsigned(max: ExpiryWeek.lastSecond)
        uses = try UseRange(from: &decoder)
        salt = try decoder.byteString(count: DepositManifest.saltByteCount)
        regulator = try SealingPublicKey(from: &decoder)
        partyPart = try decoder.digest()
        bodies = try decoder.digests(1...DepositManifest.maxBodies)
        tickets = try decoder.digests(uses.count...uses.count)
        sealedShares = try decoder.digests(1...Position.limit)
        trace = try decoder.digest()
        let count = sealedShares.count
        guard (1...count).contains(quorum) else { throw .outOfRange(offset: start) }
        try decoder.array(count: uses.count + 1)
        var secrets: [SecretCommitments] = []
        for _ in 0...uses.count { secrets.append(try SecretCommitments(from: &decoder, count: count)) }
        self.secrets = secrets
        parts = try decoder.digests(uses.count...uses.count)
    }
}

extension SecretCommitments {
    /// The check value, and the commitments back to back.
    func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.digest(check)
        encoder.byteString(shares.flatMap(\.bytes))
    }

    init(from decoder: inout CBORDecoder, count: Int) throws(CBORError) {
        try decoder.array(count: 2)
        let check = try decoder.digest()
        self.init(check: check, try decoder.byteString(count: count * Digest.byteCount))
    }
}

extension SecretCommitments {
    /// As they are read: the commitments back to back, a whole number of them.
    init(check: Digest, _ bytes: [UInt8]) {
        self.check = check
        shares = stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes[start..<start + Digest.byteCount])
        }
    }
}

extension GrantContext {
    /// Four items of an array that the caller opened.
    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let origin = try decoder.text(max: GrantContext.maxTextByteCount)
        let grant = try decoder.digest()
        let set = try decoder.digest()
        self.init(
            origin: origin, grant: grant, set: set, party: try decoder.text(max: GrantContext.maxTextByteCount))
    }
}

extension CBORDecoder {
    /// Exactly this code; what it is not is named.
    mutating func code(_ wanted: UInt64) throws(CBORError) {
        let start = offset
        let found = try unsigned()
        guard found == wanted else { throw .unknownCode(offset: start, code: found) }
    }

    /// A list of so many digests.
    mutating func digests(_ counts: ClosedRange<Int>) throws(CBORError) -> [Digest] {
        let start = offset
        let digests = try list(max: counts.upperBound) { (inner) throws(CBORError) in try inner.digest() }
        guard counts.contains(digests.count) else { throw .outOfRange(offset: start) }
        return digests
    }
}
