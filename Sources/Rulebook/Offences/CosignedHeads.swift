public import Ledger
public import Signing

/// Two cosignatures of one validator over logs of one size with different roots: it told two histories.
///
/// One offence gives one encoding: the smaller root stands first.
public struct CosignedHeads: Hashable, Sendable {
    /// A cosignature as it stands behind the key id in a note's line, with the root it is over.
    public struct Side: Hashable, Sendable {
        public let root: Digest
        public let cosignature: [UInt8]

        public init(root: Digest, cosignature: [UInt8]) {
            self.root = root
            self.cosignature = cosignature
        }
    }

    /// The height at which this was seen: it says which set the validator belongs to.
    public let height: Height
    /// The place of the validator in that set.
    public let validator: Int
    public let size: UInt64
    public let first: Side
    public let second: Side

    /// Nil when both are over one root.
    public init?(height: Height, validator: Int, size: UInt64, _ one: Side, _ other: Side) {
        guard one.root != other.root else { return nil }
        self.height = height
        self.validator = validator
        self.size = size
        (first, second) = one.root < other.root ? (one, other) : (other, one)
    }

    /// True when the validator of that place signed both.
    func isTrue(in network: Network) -> Bool {
        guard network.validators.indices.contains(validator) else { return false }
        let accused = network.validators[validator]
        let (key, name) = (accused.keys.cosigner, network.genesis.cosignerName(accused))
        return [first, second].allSatisfy { side in
            let note = NoteSignature(name: name, keyID: 0, bytes: side.cosignature)
            guard let time = note.cosignatureTime else { return false }
            let checkpoint = Checkpoint(origin: network.origin, head: TreeHead(size: size, root: side.root))
            return key.verifies(
                Array(side.cosignature[8...]), over: Checkpoint.cosignedMessage(text: checkpoint.text, time: time))
        }
    }
}

extension CosignedHeads: CBORCodable {
    /// Bytes of a time and an Ed25519 signature.
    private static let byteCount = 72

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        height.encode(into: &encoder)
        encoder.unsigned(UInt64(validator))
        encoder.unsigned(size)
        for side in [first, second] {
            encoder.digest(side.root)
            encoder.byteString(side.cosignature)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        height = try Height(from: &decoder)
        validator = Int(try decoder.unsigned(max: Seal.maxValidators - 1))
        size = try decoder.unsigned(max: LeafIndex.limit)
        let start = decoder.offset
        first = Side(root: try decoder.digest(), cosignature: try decoder.byteString(count: CosignedHeads.byteCount))
        second = Side(root: try decoder.digest(), cosignature: try decoder.byteString(count: CosignedHeads.byteCount))
        guard first.root < second.root else { throw .outOfRange(offset: start) }
    }
}
