public import Sealing
public import Signing

/// What a deposit must be, as the request, the scene, the epoch and the quotas say. All of it is public or the node's
/// own.
public struct DepositTerms: Sendable {
    /// Ledger, grant, set and party.
    public let context: GrantContext
    /// The set of the epoch.
    public let set: DealtSet
    /// The regulator's key in force.
    public let regulator: SealingPublicKey
    /// The last use that the request allows.
    public let mostUses: Int
    /// When the deposit may expire, POSIX seconds.
    public let expiry: ClosedRange<UInt64>
    /// Most bytes of the encoded deposit: the scene's cap.
    public let maxByteCount: Int
    /// What is left of the party's quota: bytes, and entries of the strongroom.
    public let bytesLeft: Int
    public let entriesLeft: Int
    /// The digest that the grant on the ledger names; nil before there is one.
    public let manifest: Digest?

    /// Terms of these values; `context.set` is the digest of `set`.
    public init(
        context: GrantContext, set: DealtSet, regulator: SealingPublicKey, mostUses: Int, expiry: ClosedRange<UInt64>,
        maxByteCount: Int, bytesLeft: Int, entriesLeft: Int, manifest: Digest? = nil
    ) {
        self.context = context
        self.set = set
        self.regulator = regulator
        self.mostUses = mostUses
        self.expiry = expiry
        self.maxByteCount = maxByteCount
        self.bytesLeft = bytesLeft
        self.entriesLeft = entriesLeft
        self.manifest = manifest
    }
}

/// A deposit that fits its terms: a validator may hold it, and then vote for the block of its grant. Only the check
/// makes one.
///
/// Whether the validator's own shares are good is asked apart, and gates the acknowledgement alone: one bad share
/// must not silence a validator's vote.
public struct FittingDeposit: Sendable {
    public let deposit: Deposit
    /// What the grant on the ledger names.
    public let manifest: Digest

    /// Reads an encoded deposit and holds it to the terms.
    public init(decoding bytes: [UInt8], within terms: DepositTerms) throws(DepositRefusal) {
        guard bytes.count <= terms.maxByteCount else {
            throw .tooLarge(bytes: bytes.count, limit: terms.maxByteCount)
        }
        try self.init(try Deposit(decoding: bytes), within: terms)
    }

    /// Holds a deposit to the terms.
    public init(_ deposit: Deposit, within terms: DepositTerms) throws(DepositRefusal) {
        let manifest = deposit.manifest
        let digest = manifest.digest
        if let expected = terms.manifest, expected != digest {
            throw .otherManifest(found: digest, expected: expected)
        }
        guard manifest.context == terms.context, manifest.context.set == terms.set.digest else {
            throw .otherContext(manifest.context)
        }
        guard manifest.quorum == terms.set.quorum, manifest.count == terms.set.validators.count else {
            throw .otherQuorum(
                found: manifest.quorum, shares: manifest.count, expected: terms.set.quorum,
                validators: terms.set.validators.count)
        }
        guard manifest.regulator == terms.regulator else { throw .otherRegulator }
        guard manifest.uses.last.value <= terms.mostUses else { throw .uses(manifest.uses, most: terms.mostUses) }
        guard terms.expiry.contains(manifest.expiry) else { throw .expiry(manifest.expiry, allowed: terms.expiry) }
        let (bytes, entries) = (deposit.byteCount, deposit.parts.count)
        guard bytes <= terms.maxByteCount else { throw .tooLarge(bytes: bytes, limit: terms.maxByteCount) }
        guard bytes <= terms.bytesLeft else { throw .bytesLeft(terms.bytesLeft, needed: bytes) }
        guard entries <= terms.entriesLeft else { throw .entriesLeft(terms.entriesLeft, needed: entries) }
        self.deposit = deposit
        self.manifest = digest
    }

    /// A validator's own shares, each checked against the manifest: with them it acknowledges, and releases later.
    ///
    /// The key is its share-sealing key of the week in which the deposit expires.
    public func ownShares(at position: Position, by key: SealingPrivateKey) throws(DepositRefusal) -> OwnShares {
        try OwnShares(
            of: deposit.manifest, at: position, opening: deposit[.sealedShares(position)], by: key)
    }
}

/// A deposit whose part for the relying party opens and is what the manifest says. Only the check makes one.
///
/// A party checks this before it submits the grant; from then on a bad ticket is the wallet's, not the party's.
public struct PartyDeposit: Sendable {
    public let deposit: Deposit
    public let secret: PartySecret

    /// Opens the party's part by the key that was registered when the wallet dealt.
    public init(_ deposit: Deposit, by key: SealingPrivateKey) throws(DepositRefusal) {
        let manifest = deposit.manifest
        let context = manifest.context
        guard let bytes = try? key.open(deposit.partyPart, for: Purpose.sealedPart, context: context.bytes),
            let secret = PartySecret(bytes)
        else { throw .partDoesNotOpen }
        for (index, check) in zip(manifest.uses.indices, manifest.parts)
        where secret.part(context, index).check(context, index) != check {
            throw .partDiffers(index)
        }
        self.deposit = deposit
        self.secret = secret
    }
}
