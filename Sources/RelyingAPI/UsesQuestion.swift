public import Rulebook
public import Signing

/// A regulator's question which uses of a party have shown a document: the payload of a statement that it signs.
public struct UsesQuestion: Hashable, Sendable, CBORCodable {
    /// Sixteen random bytes, so that no two questions are one.
    public let nonce: [UInt8]
    /// The address of the desk that is asked: no other one answers, so that none can ask on in the regulator's name.
    public let desk: String
    /// Where the document's record stands in the log.
    public let record: UInt64
    /// The word of the record's issuer, signed, that the disclosure's tag belongs to it.
    public let attestation: [UInt8]
    /// The receipt of the regulator's final disclosure under that tag.
    public let receipt: [UInt8]
    /// Goes on behind so many uses, when an answer had more.
    public let skipping: UInt64

    /// Most bytes of a receipt.
    public static let maxReceiptByteCount = 48 << 10
    /// Most bytes of a desk's address.
    public static let maxDeskByteCount = 1_024
    /// Most bytes of a signed question: a statement's.
    public static let maxByteCount = Statement.maxByteCount

    public init(
        to desk: String, record: UInt64, attestation: [UInt8], receipt: [UInt8], skipping: UInt64 = 0
    ) {
        nonce = Random.bytes(16)
        self.desk = desk.hasSuffix("/") ? String(desk.dropLast()) : desk
        self.record = record
        self.attestation = attestation
        self.receipt = receipt
        self.skipping = skipping
    }

    /// The question as a regulator signs it, good for five minutes.
    public func signed(by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64) -> Statement {
        let header = StatementHeader(
            contentType: Purpose.usesQuestion, issuer: member.text, origin: origin, notAfter: seconds + 300)
        return Statement.signed(header, payload: encoded, by: key)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.byteString(nonce)
        encoder.text(desk)
        encoder.unsigned(record)
        encoder.byteString(attestation)
        encoder.byteString(receipt)
        encoder.unsigned(skipping)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        nonce = try decoder.byteString(count: 16)
        desk = try decoder.text(max: UsesQuestion.maxDeskByteCount)
        record = try decoder.unsigned(max: 1 << 53)
        attestation = try decoder.byteString(max: TagAttestation.maxByteCount)
        receipt = try decoder.byteString(max: UsesQuestion.maxReceiptByteCount)
        skipping = try decoder.unsigned(max: 1 << 40)
    }
}

/// A relying party's answer: which of its uses have shown a record, and nothing of what they brought.
public struct UsesAnswer: Hashable, Sendable, CBORCodable {
    /// The question that it answers.
    public let question: StatementID
    public let record: UInt64
    /// How many uses the party has kept that have shown the record.
    public let total: UInt64
    /// Those behind the ones that were to be skipped, by block; as many as fit.
    public let uses: [Line]

    /// Most uses of one answer, and most bytes that their lines take together: it must fit a statement.
    public static let maxUses = 256
    public static let maxLinesByteCount = 56 << 10
    /// Most uses that a party may say it has.
    public static let maxTotal: UInt64 = 1 << 40

    /// One use, with what proves it.
    public struct Line: Hashable, Sendable, CBORCodable {
        public let grant: GrantID
        public let index: UInt64
        public let height: UInt64
        /// Block time in ms, as the party says.
        public let time: UInt64
        /// The receipt of the use in its text form.
        public let receipt: [UInt8]

        /// Most bytes of a receipt: that of one of many uses with all its cosignatures.
        public static let maxReceiptByteCount = 48 << 10

        public init(grant: GrantID, index: UInt64, height: UInt64, time: UInt64, receipt: [UInt8]) {
            self.grant = grant
            self.index = index
            self.height = height
            self.time = time
            self.receipt = receipt
        }

        public func encode(into encoder: inout CBOREncoder) {
            encoder.array(5)
            grant.encode(into: &encoder)
            encoder.unsigned(index)
            encoder.unsigned(height)
            encoder.unsigned(time)
            encoder.byteString(receipt)
        }

        public init(from decoder: inout CBORDecoder) throws(CBORError) {
            try decoder.array(count: 5)
            grant = try GrantID(from: &decoder)
            index = try decoder.unsigned(max: Scene.maxUsesLimit)
            height = try decoder.unsigned(max: 1 << 53)
            time = try decoder.unsigned()
            receipt = try decoder.byteString(max: Line.maxReceiptByteCount)
        }
    }

    public init(question: StatementID, record: UInt64, total: UInt64, uses: [Line]) {
        self.question = question
        self.record = record
        self.total = total
        self.uses = uses
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(question.digest)
        encoder.unsigned(record)
        encoder.unsigned(total)
        encoder.list(uses) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        question = StatementID(try decoder.digest())
        record = try decoder.unsigned(max: 1 << 53)
        total = try decoder.unsigned(max: UsesAnswer.maxTotal)
        uses = try decoder.list(max: UsesAnswer.maxUses) { (inner) throws(CBORError) in try Line(from: &inner) }
    }
}
