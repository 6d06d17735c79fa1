public import Sealing
public import Signing

/// One validator takes another's place in a set that deposits were dealt to: the payload of two COSE_Sign1, one by
/// each.
///
/// Old and new together never hold more positions than one; but both have held this one.
public struct SetReplacement: Hashable, Sendable, CBORCodable {
    /// The digest of the set.
    public let set: Digest
    public let position: Position
    /// The member that leaves, and the one that comes with its release key (Ed25519).
    public let leaver: String
    public let successor: String
    public let release: PublicKey

    /// The place of `leaver` in the set is taken by `successor`.
    public init(set: Digest, position: Position, leaver: String, successor: String, release: PublicKey) {
        self.set = set
        self.position = position
        self.leaver = leaver
        self.successor = successor
        self.release = release
    }

    /// One of the two signatures, in the name of the member whose release key it is.
    public func signed(by key: PrivateKey, of member: String, in origin: String, notAfter: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.replacement, issuer: member, origin: origin, notAfter: notAfter)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.digest(set)
        position.encode(into: &encoder)
        encoder.text(leaver)
        encoder.text(successor)
        release.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        set = try decoder.digest()
        position = try Position(from: &decoder)
        leaver = try decoder.text(max: GrantContext.maxTextByteCount)
        successor = try decoder.text(max: GrantContext.maxTextByteCount)
        let start = decoder.offset
        release = try PublicKey(from: &decoder)
        guard release.algorithm == .ed25519 else { throw .outOfRange(offset: start) }
    }
}

extension DealtSet {
    /// The set with the successor in the leaver's place; its digest stays, since deposits name it.
    ///
    /// Both words say the same, one signed by the leaver of this set, the other by the successor; nil otherwise.
    public func replacing(leaver: [UInt8], successor: [UInt8], in origin: String) -> DealtSet? {
        guard let word = try? SignedWord(leaver, Purpose.replacement, origin, self),
            let replacement = try? SetReplacement(decoding: word.payload), replacement.set == digest,
            replacement.leaver == word.member, replacement.position == word.position
        else { return nil }
        var members = validators
        members[word.position.value - 1] = DealtValidator(
            member: replacement.successor, release: replacement.release)
        guard let changed = DealtSet(digest: digest, quorum: quorum, validators: members),
            let other = try? SignedWord(successor, Purpose.replacement, origin, changed),
            other.member == replacement.successor, other.payload == word.payload
        else { return nil }
        return changed
    }
}

extension OwnShares {
    /// The shares of one deposit, sealed to the successor's share-sealing key of the week of the deposit's expiry.
    public func handedOver(
        _ manifest: DepositManifest, to key: SealingPublicKey, using random: inout some RandomSource
    ) -> [UInt8] {
        let own = SharesForOne(shares.map { SharesForOne.IndexedShare(index: $0.index, bytes: $0.share.bytes) })
        return key.seal(
            own.encoded, for: Purpose.handover, context: SharesForOne.context(manifest.context, position),
            ephemeral: random.bytes(32))
    }

    /// What a successor makes of shares that were handed over: each checked against the manifest.
    public static func taken(
        over sealed: [UInt8], of manifest: DepositManifest, at position: Position, by key: SealingPrivateKey
    ) throws(DepositRefusal) -> OwnShares {
        try OwnShares(of: manifest, at: position, opening: sealed, for: Purpose.handover, by: key)
    }
}
