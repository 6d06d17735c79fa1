public import Signing

/// What the state holds under one key, or that it holds nothing, tied to a final checkpoint through a seal.
///
/// It speaks as of the seal's height and time, never of the checkpoint's.
public struct SealedProof: Hashable, Sendable {
    /// The receipt of the seal leaf that names the state's root.
    public let seal: Receipt
    public let proof: StateProof

    public init(seal: Receipt, proof: StateProof) {
        self.seal = seal
        self.proof = proof
    }

    /// The value under the key as of the seal, nil when there is none; refuses what does not hold together.
    ///
    /// A checkpoint that is known to be final already is not verified again.
    public func value(
        of key: StateKey, policy: CheckpointPolicy, known: FinalCheckpoint? = nil
    ) throws(SealedProofError) -> (value: [UInt8]?, seal: Seal, checkpoint: FinalCheckpoint) {
        let (seal, checkpoint) = try SealedProof.check(self.seal, policy, known)
        do { return (try proof.value(of: key, under: seal.stateRoot), seal, checkpoint) } catch { throw .proof(error) }
    }

    /// Reads the seal of a receipt and checks its place in the log.
    static func check(
        _ receipt: Receipt, _ policy: CheckpointPolicy, _ known: FinalCheckpoint? = nil
    ) throws(SealedProofError) -> (Seal, FinalCheckpoint) {
        let checkpoint: FinalCheckpoint
        do { checkpoint = try receipt.verify(policy, known: known) } catch { throw .receipt(error) }
        do { return (try Seal(decoding: receipt.leaf), checkpoint) } catch { throw .notASeal(error) }
    }
}

/// A bucket of the state, tied to a final checkpoint through a seal.
public struct SealedBucket: Hashable, Sendable {
    public let seal: Receipt
    public let bucket: StateBucket

    public init(seal: Receipt, bucket: StateBucket) {
        self.seal = seal
        self.bucket = bucket
    }

    /// Cuts out the proof of one key; refuses a bucket that does not hold together as a whole.
    public func proof(of key: StateKey, policy: CheckpointPolicy) throws(SealedProofError) -> SealedProof {
        let (seal, _) = try SealedProof.check(self.seal, policy)
        do {
            try bucket.verify(root: seal.stateRoot)
            return SealedProof(seal: self.seal, proof: try bucket.proof(key))
        } catch { throw .proof(error) }
    }
}

/// Why a sealed proof proves nothing.
public enum SealedProofError: Error, Equatable, Sendable {
    case encoding(CBORError)
    case receipt(ReceiptError)
    case notASeal(CBORError)
    case proof(ProofError)
}

extension SealedProof {
    static let version: UInt64 = 1
    static let maxByteCount = 65_536

    /// The CBOR form: `[1, receipt of the seal, state proof]`.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(SealedProof.version)
        encoder.byteString(seal.encoded)
        proof.encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads the CBOR form.
    public init(decoding bytes: [UInt8]) throws(SealedProofError) {
        var reader = ReceiptReader()
        try self.init(decoding: bytes, by: &reader)
    }

    /// The same, by who reads many of one checkpoint.
    public init(decoding bytes: [UInt8], by reader: inout ReceiptReader) throws(SealedProofError) {
        (seal, proof) = try sealedParts(bytes, max: SealedProof.maxByteCount, &reader) { (decoder) throws(CBORError) in
            try StateProof(from: &decoder)
        }
    }
}

extension SealedBucket {
    static let maxByteCount = 1 << 20

    /// The CBOR form: `[1, receipt of the seal, bucket]`.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.unsigned(SealedProof.version)
        encoder.byteString(seal.encoded)
        bucket.encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads the CBOR form.
    public init(decoding bytes: [UInt8]) throws(SealedProofError) {
        var reader = ReceiptReader()
        (seal, bucket) = try sealedParts(bytes, max: SealedBucket.maxByteCount, &reader) {
            (decoder) throws(CBORError) in
            try StateBucket(from: &decoder)
        }
    }
}

/// Reads the receipt of a seal and what follows it.
private func sealedParts<Part>(
    _ bytes: [UInt8], max: Int, _ reader: inout ReceiptReader, _ read: (inout CBORDecoder) throws(CBORError) -> Part
) throws(SealedProofError) -> (Receipt, Part) {
    guard bytes.count <= max else {
        throw .encoding(.tooLong(offset: 0, limit: max, found: UInt64(bytes.count)))
    }
    let receipt: [UInt8]
    let part: Part
    do throws(CBORError) {
        var decoder = CBORDecoder(bytes)
        try decoder.array(count: 3)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == SealedProof.version else { throw .unknownCode(offset: start, code: version) }
        receipt = try decoder.byteString(max: Receipt.maxByteCount)
        part = try read(&decoder)
        try decoder.finish()
    } catch { throw .encoding(error) }
    do { return (try reader.receipt(receipt), part) } catch { throw .receipt(error) }
}
