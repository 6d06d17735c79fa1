import Signing

/// A document's status changed: the opening of the reason that the ledger commits to.
public struct StatusNotice: Hashable, Sendable {
    /// Where the record stands in the log.
    public let record: UInt64
    /// The state's code on the ledger.
    public let state: UInt64
    /// What opens the commitment: see the rules for its encoding.
    public let opening: [UInt8]
    /// The receipt of the statement, encoded; nil when the holder is to fetch it.
    public let receipt: [UInt8]?
    public let erase: EraseSecret

    public init(
        record: UInt64, state: UInt64, opening: [UInt8], receipt: [UInt8]?, erase: EraseSecret = EraseSecret()
    ) {
        self.record = record
        self.state = state
        self.opening = opening
        self.receipt = receipt
        self.erase = erase
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.unsigned(kind)
        encoder.unsigned(record)
        encoder.unsigned(state)
        encoder.byteString(opening)
        encoder.optional(receipt) { $0.byteString($1) }
        erase.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        record = try decoder.unsigned(max: 1 << 53)
        state = try decoder.unsigned(max: 255)
        opening = try decoder.opening()
        receipt = try decoder.receipt()
        erase = try EraseSecret(from: &decoder)
    }
}

/// A correction was answered: the opening of the answer that the ledger commits to.
public struct CorrectionNotice: Hashable, Sendable {
    /// Where the record stands in the log.
    public let record: UInt64
    /// What opens the commitment: outcome, words, and the record of the corrected document.
    public let opening: [UInt8]
    /// The receipt of the statement, encoded; nil when the holder is to fetch it.
    public let receipt: [UInt8]?
    public let erase: EraseSecret

    public init(record: UInt64, opening: [UInt8], receipt: [UInt8]?, erase: EraseSecret = EraseSecret()) {
        self.record = record
        self.opening = opening
        self.receipt = receipt
        self.erase = erase
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(kind)
        encoder.unsigned(record)
        encoder.byteString(opening)
        encoder.optional(receipt) { $0.byteString($1) }
        erase.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        record = try decoder.unsigned(max: 1 << 53)
        opening = try decoder.opening()
        receipt = try decoder.receipt()
        erase = try EraseSecret(from: &decoder)
    }
}

/// A document will end.
public struct ExpiryNotice: Hashable, Sendable {
    /// Where the record stands in the log.
    public let record: UInt64
    /// POSIX seconds.
    public let expiry: UInt64
    public let erase: EraseSecret

    public init(record: UInt64, expiry: UInt64, erase: EraseSecret = EraseSecret()) {
        self.record = record
        self.expiry = expiry
        self.erase = erase
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(kind)
        encoder.unsigned(record)
        encoder.unsigned(expiry)
        erase.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        record = try decoder.unsigned(max: 1 << 53)
        expiry = try decoder.unsigned(max: 1 << 53)
        erase = try EraseSecret(from: &decoder)
    }
}

/// A document can be claimed: the offer of OpenID4VCI.
public struct OfferNotice: Hashable, Sendable {
    /// The credential offer's URI; the transaction code comes another way.
    public let offer: String
    /// A word of the issuer to the holder.
    public let words: String?
    public let erase: EraseSecret

    public init(offer: String, words: String?, erase: EraseSecret = EraseSecret()) {
        self.offer = offer
        self.words = words
        self.erase = erase
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(kind)
        encoder.text(offer)
        encoder.optional(words) { $0.text($1) }
        erase.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        offer = try decoder.text(max: 4096)
        words = try decoder.optional { (inner) throws(CBORError) in
            try inner.text(max: DeliveredDocument.maxNoticeByteCount)
        }
        erase = try EraseSecret(from: &decoder)
    }
}

/// Somebody asks to bind the account to another device; until the time named, the old device may forbid it.
public struct RebindingNotice: Hashable, Sendable {
    /// The registrar's signed binding that would come into force.
    public let binding: [UInt8]
    /// POSIX seconds from which on it would.
    public let effective: UInt64
    public let erase: EraseSecret

    public init(binding: [UInt8], effective: UInt64, erase: EraseSecret = EraseSecret()) {
        self.binding = binding
        self.effective = effective
        self.erase = erase
    }

    func encode(_ kind: UInt64, into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(kind)
        encoder.byteString(binding)
        encoder.unsigned(effective)
        erase.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        binding = try decoder.byteString(max: DeliveredDocument.maxBindingByteCount)
        effective = try decoder.unsigned(max: 1 << 53)
        erase = try EraseSecret(from: &decoder)
    }
}

extension CBORDecoder {
    fileprivate mutating func opening() throws(CBORError) -> [UInt8] { try byteString(max: 8192) }

    fileprivate mutating func receipt() throws(CBORError) -> [UInt8]? {
        try optional { (inner) throws(CBORError) in
            try inner.byteString(max: DeliveredDocument.maxReceiptByteCount)
        }
    }
}
