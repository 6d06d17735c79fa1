public import Ledger
public import Rulebook
public import Signing

/// A document that the wallet keeps: what the ledger says of it, and what only the holder has.
public struct HeldDocument: Hashable, Sendable {
    /// Its number in this wallet.
    public let id: Int64
    public let commitment: Commitment
    public let issuer: MemberID
    public let type: TypeCode
    public let version: UInt64
    /// Where its record stands in the log.
    public let record: LeafIndex
    /// POSIX seconds; nil when it has no end.
    public let expiry: UInt64?
    /// When the wallet stored it, in ms.
    public let received: UInt64
    public let content: DocumentContent
}

/// The part of a document that tells of a person; sealed wherever it lies.
public struct DocumentContent: Hashable, Sendable, CBORCodable {
    /// The SD-JWT with all disclosures, as it was received.
    public let credential: String
    /// The seed of the correction key.
    let correctionSeed: [UInt8]
    /// The receipt of issue, encoded.
    public let receipt: [UInt8]
    /// The registrar's binding with which it came.
    let binding: [UInt8]
    /// A word of the issuer; nil when it said none.
    public let notice: String?

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.unsigned(1)
        encoder.text(credential)
        encoder.byteString(correctionSeed)
        encoder.byteString(receipt)
        encoder.byteString(binding)
        encoder.optional(notice) { $0.text($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        let start = decoder.offset
        let version = try decoder.unsigned()
        guard version == 1 else { throw .unknownCode(offset: start, code: version) }
        credential = try decoder.text(max: 1 << 20)
        correctionSeed = try decoder.byteString(count: 32)
        receipt = try decoder.byteString(max: Receipt.maxByteCount)
        binding = try decoder.byteString(max: 1 << 16)
        notice = try decoder.optional { (inner) throws(CBORError) in try inner.text(max: 1 << 16) }
    }

    init(credential: String, correctionSeed: [UInt8], receipt: [UInt8], binding: [UInt8], notice: String?) {
        self.credential = credential
        self.correctionSeed = correctionSeed
        self.receipt = receipt
        self.binding = binding
        self.notice = notice
    }

    /// Where it is sealed: a content moved to another document does not open.
    static func place(_ commitment: Commitment) -> String { "document/content/" + commitment.description }
}
