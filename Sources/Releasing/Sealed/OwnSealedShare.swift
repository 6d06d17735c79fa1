public import Sealing
public import Signing

/// The share that one validator holds of a sealed disclosure, opened when the deal came and found to be what it says:
/// neither weeks nor a new set lose it. Prints as `<secret>`.
public struct OwnSealedShare: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The digest of the deal.
    public let deposit: Digest
    public let position: Position
    /// POSIX seconds.
    public let latest: UInt64
    let share: KeyShare

    /// Opens what was sealed to a validator, by its share-sealing key of the week of `latest`.
    public init(
        of deal: SealedDeal, _ digest: Digest, at position: Position, by key: SealingPrivateKey
    ) throws(DepositRefusal) {
        guard deal.sealedShares.indices.contains(position.value - 1) else { throw .sharesIncomplete(position) }
        let bytes: [UInt8]
        do throws(SealingError) {
            bytes = try key.open(
                deal.sealedShares[position.value - 1], for: Purpose.sealedShares,
                context: SharesForOne.context(deal.terms.context, position))
        } catch { throw .sharesDoNotOpen(position) }
        guard let share = KeyShare(bytes, at: position), deal.fitting([share]) == [share] else {
            throw .shareDiffers(position, SealedDeal.index)
        }
        deposit = digest
        self.position = position
        latest = deal.terms.latest
        self.share = share
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension OwnSealedShare: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(deposit)
        position.encode(into: &encoder)
        encoder.unsigned(latest)
        encoder.byteString(share.bytes)
    }

    /// Reads what this node wrote: nothing is checked against the deal again.
    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        deposit = try decoder.digest()
        let position = try Position(from: &decoder)
        self.position = position
        latest = try decoder.unsigned(max: ExpiryWeek.lastSecond)
        share = KeyShare(FieldVector(try decoder.byteString(count: KeyShare.byteCount)), at: position)
    }
}

/// A validator's share of a sealed disclosure whose time is over, in the clear: the payload of a COSE_Sign1 by its
/// release key. Whoever has a quorum of them opens the deal; one that does not fit is the evidence against its signer.
public struct DisclosureShare: Hashable, Sendable, CBORCodable {
    /// The id of the sealed `disclosure`.
    public let statement: Digest
    /// The digest of the deal.
    public let deposit: Digest
    public let share: KeyShare

    public init(_ own: OwnSealedShare, of statement: Digest) {
        self.statement = statement
        deposit = own.deposit
        share = own.share
    }

    /// Signs it with the deal's `latest` as its not-after; the same bytes whenever it is asked for.
    public func signed(by key: PrivateKey, of member: String, in origin: String, latest: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.disclosureShare, issuer: member, origin: origin, notAfter: latest)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    /// Reads a signed share of a deal; nil unless it is one of a validator of the set that the deal was dealt to, for
    /// that statement, at the signer's position. Whether it fits the deal is not asked.
    public init?(
        verifying bytes: [UInt8], of statement: Digest, _ deal: SealedDeal, _ digest: Digest, from set: DealtSet
    ) {
        guard set.digest == deal.terms.set,
            let signed = try? SignedWord(bytes, Purpose.disclosureShare, deal.terms.origin, set),
            let word = try? DisclosureShare(decoding: signed.payload), word.share.position == signed.position,
            word.statement == statement, word.deposit == digest
        else { return nil }
        self = word
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(statement)
        encoder.digest(deposit)
        share.position.encode(into: &encoder)
        encoder.byteString(share.bytes)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        statement = try decoder.digest()
        deposit = try decoder.digest()
        let position = try Position(from: &decoder)
        share = KeyShare(FieldVector(try decoder.byteString(count: KeyShare.byteCount)), at: position)
    }
}
