import Sealing
public import Signing

/// What a use shows: presentations of the holder's documents, without key bindings, and what the ledger says of them.
public struct DepositBody: Hashable, Sendable, CBORCodable {
    /// Each an SD-JWT with the chosen disclosures, as it will be shown.
    public let presentations: [String]
    /// For each presentation the receipt of its record, as the wallet has it: the text of a tlog-proof. None at all, or
    /// one a presentation; one of no bytes where the wallet has none.
    public let receipts: [[UInt8]]

    /// Most documents of one body.
    public static let maxPresentations = 64
    /// Most bytes of one presentation.
    public static let maxPresentationByteCount = 512 << 10
    /// Most bytes of one receipt.
    public static let maxReceiptByteCount = 256 << 10
    /// Most bytes of a sealed body: what the strongroom takes.
    public static let maxSealedByteCount = 1 << 20
    /// Bodies are padded to multiples of so many bytes.
    static let paddingStep = 512

    /// Presentations of documents, with the receipts of their records; the limits are checked when it is sealed.
    public init(presentations: [String], receipts: [[UInt8]] = []) {
        self.presentations = presentations
        self.receipts = receipts
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(1)
        encoder.list(presentations) { $0.text($1) }
        encoder.list(receipts) { $0.byteString($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        try decoder.code(1)
        presentations = try decoder.list(max: DepositBody.maxPresentations) { (inner) throws(CBORError) in
            try inner.text(max: DepositBody.maxPresentationByteCount)
        }
        let start = decoder.offset
        receipts = try decoder.list(max: DepositBody.maxPresentations) { (inner) throws(CBORError) in
            try inner.byteString(max: DepositBody.maxReceiptByteCount)
        }
        guard receipts.isEmpty || receipts.count == presentations.count else { throw .outOfRange(offset: start) }
    }

    /// Padded, and sealed under a key that seals nothing else.
    func seal(_ key: OneTimeKey, _ context: GrantContext) -> [UInt8] {
        key.seal(
            Padding.padded(encoded, to: DepositBody.paddingStep), context: Purpose.dealtBody + context.bytes)
    }

    /// The body that was sealed; a body of another form is refused.
    static func open(
        _ sealed: [UInt8], _ key: OneTimeKey, _ context: GrantContext
    ) throws(SealingError) -> DepositBody {
        try Sealed.read(
            try key.open(sealed, context: Purpose.dealtBody + context.bytes), step: paddingStep)
    }
}

/// What was sealed with padding, read strictly.
enum Sealed {
    static func read<Value: CBORCodable>(_ plaintext: [UInt8], step: Int) throws(SealingError) -> Value {
        var decoder = CBORDecoder(plaintext)
        let value: Value
        do throws(CBORError) { value = try Value(from: &decoder) } catch { throw .encoding(error) }
        guard Padding.isRight(plaintext, from: decoder.offset, step: step) else { throw .wrongPadding }
        return value
    }
}
