public import Ledger
public import Signing

/// What a salted commitment on the ledger stands for, shown off the ledger to whom it concerns.
public protocol Opened: Hashable, CBORCodable {
    /// The tag of the commitment.
    static var purpose: [UInt8] { get }
}

/// A text on the ledger's outside with the salt that ties it to its commitment.
public struct Opening<Body: Opened>: Hashable, Sendable, CBORCodable {
    /// Thirty-two random bytes.
    public let salt: [UInt8]
    public let body: Body

    private static var saltByteCount: Int { 32 }

    /// An opening under a fresh salt.
    public init(_ body: Body) {
        salt = Random.bytes(Self.saltByteCount)
        self.body = body
    }

    /// An opening under a salt that is known; nil for any other count than 32 bytes.
    public init?(_ body: Body, salt: [UInt8]) {
        guard salt.count == Self.saltByteCount else { return nil }
        self.salt = salt
        self.body = body
    }

    /// What stands on the ledger: SHA-256 over the tag, the salt and the body's encoding.
    public var commitment: Commitment {
        var hasher = SHA256()
        hasher.update(Body.purpose)
        hasher.update(salt)
        hasher.update(body.encoded)
        return Commitment(hasher.finalize())
    }

    /// True when this is what the commitment stands for.
    public func opens(_ commitment: Commitment) -> Bool { self.commitment == commitment }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.byteString(salt)
        body.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        salt = try decoder.byteString(count: Self.saltByteCount)
        body = try Body(from: &decoder)
    }
}

/// Why a document's status was set: opened to the holder, the regulator, and whom the holder allows.
public struct StatusReason: Opened {
    public static let purpose = Purpose.reason
    public let state: DocumentState
    /// A code of the issuer's list, as `lost`.
    public let code: String
    public let text: String
    /// The provision by which the issuer acts.
    public let legalBasis: String
    /// The record of the document that takes this one's place.
    public let successor: LeafIndex?
    /// From when on, in POSIX seconds; nil: from the block on.
    public let effective: UInt64?

    public init(
        state: DocumentState, code: String, text: String, legalBasis: String, successor: LeafIndex? = nil,
        effective: UInt64? = nil
    ) {
        self.state = state
        self.code = code
        self.text = text
        self.legalBasis = legalBasis
        self.successor = successor
        self.effective = effective
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.unsigned(state.rawValue)
        encoder.text(code)
        encoder.text(text)
        encoder.text(legalBasis)
        encoder.optional(successor) { $0.unsigned($1.value) }
        encoder.optional(effective) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        let start = decoder.offset
        let number = try decoder.unsigned()
        guard let state = DocumentState(rawValue: number) else { throw .unknownCode(offset: start, code: number) }
        self.state = state
        code = try decoder.text(max: 64)
        text = try decoder.text(max: 2_000)
        legalBasis = try decoder.text(max: 1_000)
        successor = try decoder.record()
        effective = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
    }
}

/// What a holder says is wrong: opened to the issuer.
public struct CorrectionClaim: Opened {
    public static let purpose = Purpose.correctionClaim
    /// The paths of the fields, at most 64.
    public let paths: [String]
    /// What is wrong with them, and what would be right.
    public let text: String

    public init(paths: [String], text: String) {
        self.paths = paths
        self.text = text
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.list(paths) { $0.text($1) }
        encoder.text(text)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        paths = try decoder.list(max: 64) { (inner) throws(CBORError) in try inner.text(max: 256) }
        text = try decoder.text(max: 4_000)
    }
}

/// What the issuer answers: opened to the holder.
public struct CorrectionReply: Opened {
    public static let purpose = Purpose.correctionAnswer
    public let outcome: CorrectionOutcome
    public let text: String
    /// The record of the corrected document.
    public let successor: LeafIndex?

    public init(outcome: CorrectionOutcome, text: String, successor: LeafIndex? = nil) {
        self.outcome = outcome
        self.text = text
        self.successor = successor
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(outcome.rawValue)
        encoder.text(text)
        encoder.optional(successor) { $0.unsigned($1.value) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        outcome = try CorrectionOutcome(from: &decoder)
        text = try decoder.text(max: 4_000)
        successor = try decoder.record()
    }
}

extension CBORDecoder {
    fileprivate mutating func record() throws(CBORError) -> LeafIndex? {
        try optional { (inner) throws(CBORError) in LeafIndex(try inner.unsigned(max: 1 << 53)) }
    }
}
