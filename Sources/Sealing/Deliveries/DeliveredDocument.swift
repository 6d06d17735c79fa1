import Signing

/// A document as its holder gets it.
public struct DeliveredDocument: Sendable {
    /// The SD-JWT with all disclosures.
    public let credential: String
    /// The Ed25519 seed of the document's correction key; the record on the ledger commits to its public part.
    public let correctionSeed: [UInt8]
    /// The receipt of issue, encoded; nil when the holder is to fetch it.
    public let receipt: [UInt8]?
    /// Where the record stands in the log.
    public let record: UInt64
    /// The registrar's signed binding of the holder's key, as the issuer found it.
    public let binding: [UInt8]
    public let erase: EraseSecret
    public let attachments: [SealedAttachment]
    /// A word of the issuer to the holder.
    public let notice: String?

    public static let maxCredentialByteCount = 512 << 10
    public static let maxReceiptByteCount = 256 << 10
    public static let maxBindingByteCount = 4096
    public static let maxNoticeByteCount = 4000
    public static let maxAttachments = 64

    public init(
        credential: String, correctionSeed: [UInt8], receipt: [UInt8]?, record: UInt64, binding: [UInt8],
        erase: EraseSecret = EraseSecret(), attachments: [SealedAttachment] = [], notice: String? = nil
    ) {
        precondition(correctionSeed.count == 32, "a correction key's seed has 32 bytes")
        self.credential = credential
        self.correctionSeed = correctionSeed
        self.receipt = receipt
        self.record = record
        self.binding = binding
        self.erase = erase
        self.attachments = attachments
        self.notice = notice
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(9)
        encoder.unsigned(kind)
        encoder.text(credential)
        encoder.byteString(correctionSeed)
        encoder.optional(receipt) { $0.byteString($1) }
        encoder.unsigned(record)
        encoder.byteString(binding)
        erase.encode(into: &encoder)
        encoder.list(attachments) { $1.encode(into: &$0) }
        encoder.optional(notice) { $0.text($1) }
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        credential = try decoder.text(max: DeliveredDocument.maxCredentialByteCount)
        correctionSeed = try decoder.byteString(count: 32)
        receipt = try decoder.optional { (inner) throws(CBORError) in
            try inner.byteString(max: DeliveredDocument.maxReceiptByteCount)
        }
        record = try decoder.unsigned(max: 1 << 53)
        binding = try decoder.byteString(max: DeliveredDocument.maxBindingByteCount)
        erase = try EraseSecret(from: &decoder)
        attachments = try decoder.list(max: DeliveredDocument.maxAttachments) { (inner) throws(CBORError) in
            try SealedAttachment(from: &inner)
        }
        notice = try decoder.optional { (inner) throws(CBORError) in
            try inner.text(max: DeliveredDocument.maxNoticeByteCount)
        }
    }
}
