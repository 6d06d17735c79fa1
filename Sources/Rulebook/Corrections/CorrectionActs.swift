public import Ledger
public import Signing

/// `correction.open`: the holder of a document says that something in it is wrong.
///
/// Signed by the document's correction key. The two hashes from which the record's commitment is made are shown, so
/// that every node sees that the record commits to this very key: nobody else can put the document in dispute.
public struct OpenCorrection: Hashable, Sendable, CBORCodable {
    /// Where the record stands in the log.
    public let record: LeafIndex
    /// Who recorded it.
    public let issuer: MemberID
    /// The correction key, which came sealed with the document.
    public let key: PublicKey
    /// SHA-256 of the issuer-signed JWT, without disclosures.
    public let document: Digest
    /// Salted: which fields, what is claimed. Opened to the issuer.
    public let claim: Commitment

    public init(record: LeafIndex, issuer: MemberID, key: PublicKey, document: Digest, claim: Commitment) {
        self.record = record
        self.issuer = issuer
        self.key = key
        self.document = document
        self.claim = claim
    }

    /// The commitment that a record to this key and document has.
    public var commitment: Commitment { IssueRecord.commitment(correctionKey: key, document: document) }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(record.value)
        issuer.encode(into: &encoder)
        key.encode(into: &encoder)
        encoder.digest(document)
        claim.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        record = LeafIndex(try decoder.unsigned(max: 1 << 53))
        issuer = try MemberID(from: &decoder)
        key = try PublicKey(from: &decoder)
        document = try decoder.digest()
        claim = try Commitment(from: &decoder)
    }
}

/// `correction.answer`: the issuer says what came of a correction.
public struct AnswerCorrection: Hashable, Sendable, CBORCodable {
    /// Where the record stands in the log.
    public let record: LeafIndex
    public let commitment: Commitment
    public let outcome: CorrectionOutcome
    /// Salted: the words of the answer and the record of a corrected document. Opened to the holder.
    public let answer: Commitment

    public init(record: LeafIndex, commitment: Commitment, outcome: CorrectionOutcome, answer: Commitment) {
        self.record = record
        self.commitment = commitment
        self.outcome = outcome
        self.answer = answer
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(record.value)
        commitment.encode(into: &encoder)
        encoder.unsigned(outcome.rawValue)
        answer.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        record = LeafIndex(try decoder.unsigned(max: 1 << 53))
        commitment = try Commitment(from: &decoder)
        outcome = try CorrectionOutcome(from: &decoder)
        answer = try Commitment(from: &decoder)
    }
}

/// What came of a correction.
public enum CorrectionOutcome: UInt64, Sendable, CaseIterable {
    /// The holder was right: a new document takes the old one's place.
    case corrected = 1
    /// The document stays as it is.
    case upheld = 2
    /// The data should not be there at all: the document goes, and none takes its place.
    case removed = 3

    /// The word that files and the API use.
    public var word: String {
        switch self {
        case .corrected: "corrected"
        case .upheld: "upheld"
        case .removed: "removed"
        }
    }

    public init?(word: String) {
        guard let match = CorrectionOutcome.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let outcome = CorrectionOutcome(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self = outcome
    }
}
