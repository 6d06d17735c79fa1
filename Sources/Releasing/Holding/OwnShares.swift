public import Sealing
public import Signing

/// The shares that one validator holds of one deposit, each of them what the manifest says. Prints as `<secret>`.
///
/// The node keeps them beside the sealed parts, under a key of its own: the sealed shares of all can then go early.
public struct OwnShares: Sendable, CustomStringConvertible, CustomReflectable {
    /// The digest of the manifest.
    public let manifest: Digest
    public let position: Position
    /// When the deposit expires, POSIX seconds.
    public let expiry: UInt64
    /// In the order of their indices.
    private(set) var shares: [(index: SecretIndex, share: KeyShare)]

    /// Opens the shares that were sealed to a validator, from what it keeps of the deposit.
    ///
    /// The key is its share-sealing key of the week in which the deposit expires.
    public init(
        of manifest: DepositManifest, at position: Position, opening sealed: [UInt8], by key: SealingPrivateKey
    ) throws(DepositRefusal) {
        let read: SharesForOne
        do throws(SealingError) {
            let context = SharesForOne.context(manifest.context, position)
            let plaintext = try key.open(sealed, for: Purpose.sealedShares, context: context)
            do throws(CBORError) { read = try SharesForOne(decoding: plaintext) } catch { throw .encoding(error) }
        } catch { throw .sharesDoNotOpen(position) }
        guard read.shares.map(\.index) == manifest.uses.secrets else { throw .sharesIncomplete(position) }
        self.manifest = manifest.digest
        self.position = position
        expiry = manifest.expiry
        shares = read.shares.map { ($0.index, KeyShare(FieldVector($0.bytes), at: position)) }
        for (index, share) in shares where !manifest.differing([share], index).isEmpty {
            throw .shareDiffers(position, index)
        }
    }

    /// The share of a secret; nil when it was never there or was deleted.
    public func share(of index: SecretIndex) -> KeyShare? { shares.first { $0.index == index }?.share }

    /// Which shares are held.
    public var indices: [SecretIndex] { shares.map(\.index) }

    /// Deletes shares for good, as `DepositEvent` says.
    public mutating func delete(_ indices: [SecretIndex]) { shares.removeAll { indices.contains($0.index) } }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension OwnShares: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(manifest)
        position.encode(into: &encoder)
        encoder.unsigned(expiry)
        SharesForOne(shares.map { SharesForOne.IndexedShare(index: $0.index, bytes: $0.share.bytes) })
            .encode(into: &encoder)
    }

    /// Reads what this node wrote: nothing is checked against a manifest again.
    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        manifest = try decoder.digest()
        let position = try Position(from: &decoder)
        self.position = position
        expiry = try decoder.unsigned(max: ExpiryWeek.lastSecond)
        shares = try SharesForOne(from: &decoder).shares.map { share in
            (share.index, KeyShare(FieldVector(share.bytes), at: position))
        }
    }
}
