public import Signing

/// What a sender puts into a holder's mailbox: sealed to the mailbox key, under a tag that only the two can compute.
public enum Delivery: Sendable, CBORCodable {
    /// A document with all that its holder needs.
    case document(DeliveredDocument)
    /// A document's status changed; why.
    case status(StatusNotice)
    /// A correction was answered.
    case correction(CorrectionNotice)
    /// A document will end.
    case expiry(ExpiryNotice)
    /// A document can be claimed.
    case offer(OfferNotice)
    /// Somebody asks to bind the account to another device.
    case rebinding(RebindingNotice)

    /// What erases the sealed bytes from the strongroom once they are read.
    public var erase: EraseSecret {
        switch self {
        case .document(let body): body.erase
        case .status(let body): body.erase
        case .correction(let body): body.erase
        case .expiry(let body): body.erase
        case .offer(let body): body.erase
        case .rebinding(let body): body.erase
        }
    }

    /// The first item of each encoding.
    fileprivate enum Kind: UInt64 {
        case document = 1
        case status, correction, expiry, offer, rebinding
    }

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .document(let body): body.encode(Kind.document.rawValue, into: &encoder)
        case .status(let body): body.encode(Kind.status.rawValue, into: &encoder)
        case .correction(let body): body.encode(Kind.correction.rawValue, into: &encoder)
        case .expiry(let body): body.encode(Kind.expiry.rawValue, into: &encoder)
        case .offer(let body): body.encode(Kind.offer.rawValue, into: &encoder)
        case .rebinding(let body): body.encode(Kind.rebinding.rawValue, into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 10)
        let code = try decoder.unsigned()
        guard let kind = Kind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        let expected = kind.itemCount
        guard count == expected else { throw .wrongCount(offset: start, expected: expected, found: UInt64(count)) }
        switch kind {
        case .document: self = .document(try DeliveredDocument(from: &decoder))
        case .status: self = .status(try StatusNotice(from: &decoder))
        case .correction: self = .correction(try CorrectionNotice(from: &decoder))
        case .expiry: self = .expiry(try ExpiryNotice(from: &decoder))
        case .offer: self = .offer(try OfferNotice(from: &decoder))
        case .rebinding: self = .rebinding(try RebindingNotice(from: &decoder))
        }
    }
}

extension Delivery {
    /// Sealed lengths are multiples of this plus what sealing adds, so that a length tells little of the document.
    public static let paddingStep = 512
    /// Most bytes sealed: the strongroom's limit for one body.
    public static let maxSealedByteCount = 1 << 20

    /// Seals for one mailbox: HPKE with the ledger and the tag as associated data. Refuses what is too long.
    public func sealed(
        to key: SealingPublicKey, origin: String, at tag: MailboxTag
    ) throws(SealingError) -> [UInt8] {
        var plaintext = encoded
        let rest = plaintext.count % Delivery.paddingStep
        if rest > 0 { plaintext.append(contentsOf: repeatElement(0, count: Delivery.paddingStep - rest)) }
        let limit = Delivery.maxSealedByteCount
        let size = plaintext.count + SealingPublicKey.overhead
        guard size <= limit else { throw .wrongSize(found: size, limit: limit) }
        return key.seal(plaintext, for: Purpose.delivery, context: Delivery.context(origin, tag))
    }

    /// Opens what `sealed` made: strictly, and for that ledger and tag alone.
    public init(
        opening sealed: [UInt8], by key: SealingPrivateKey, origin: String, at tag: MailboxTag
    ) throws(SealingError) {
        let limit = Delivery.maxSealedByteCount
        guard sealed.count <= limit else { throw .wrongSize(found: sealed.count, limit: limit) }
        let plaintext = try key.open(sealed, for: Purpose.delivery, context: Delivery.context(origin, tag))
        var decoder = CBORDecoder(plaintext)
        do throws(CBORError) { self = try Delivery(from: &decoder) } catch { throw .encoding(error) }
        let padding = plaintext[decoder.offset...]
        guard plaintext.count.isMultiple(of: Delivery.paddingStep), padding.count < Delivery.paddingStep,
            padding.allSatisfy({ $0 == 0 })
        else { throw .wrongPadding }
    }

    private static func context(_ origin: String, _ tag: MailboxTag) -> [UInt8] { Array(origin.utf8) + tag.bytes }
}

extension Delivery.Kind {
    /// Items of the array, the kind among them.
    fileprivate var itemCount: Int {
        switch self {
        case .document: 9
        case .status: 6
        case .correction: 5
        case .expiry: 4
        case .offer: 4
        case .rebinding: 4
        }
    }
}
