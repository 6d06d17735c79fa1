public import Ledger
public import Signing

/// One validator's signature within a certificate whose content is the same for all.
public struct CertificateSignature: Hashable, Sendable, CBORCodable {
    public let validator: Int
    public let signature: [UInt8]

    public init(validator: Int, signature: [UInt8]) {
        self.validator = validator
        self.signature = signature
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(UInt64(validator))
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        validator = try decoder.validator()
        signature = try decoder.byteString(count: Vote.signatureByteCount)
    }
}

/// Proof that a quorum prevoted one block in one round, all for the same valid round: a proof of lock.
public struct PolkaCertificate: Hashable, Sendable, CBORCodable {
    /// What each of them signed: a prevote for a block.
    public let content: VoteContent
    /// In ascending order of the validators.
    public let signatures: [CertificateSignature]

    public init(height: Height, round: Round, block: BlockID, validRound: Round?, signatures: [CertificateSignature]) {
        content = .prevote(height, round, block, validRound: validRound)
        self.block = block
        self.signatures = signatures
    }

    public let block: BlockID
    public var height: Height { content.height }
    public var round: Round { content.round }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        height.encode(into: &encoder)
        round.encode(into: &encoder)
        encoder.digest(block.digest)
        encoder.optional(content.validRound) { $1.encode(into: &$0) }
        encoder.list(signatures) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        let height = try Height(from: &decoder)
        let round = try Round(from: &decoder)
        let block = BlockID(try decoder.digest())
        let start = decoder.offset
        let validRound = try decoder.optional { (inner) throws(CBORError) in try Round(from: &inner) }
        if let validRound, validRound >= round { throw .outOfRange(offset: start) }
        let signatures = try decoder.perValidator(CertificateSignature.init(from:))
        self.init(height: height, round: round, block: block, validRound: validRound, signatures: signatures)
    }
}

/// Proof that a quorum precommitted one block in one round: the block is decided.
public struct CommitCertificate: Hashable, Sendable, CBORCodable {
    /// What each of them signed: a precommit for a block.
    public let content: VoteContent
    /// In ascending order of the validators.
    public let signatures: [CertificateSignature]

    public init(height: Height, round: Round, block: BlockID, signatures: [CertificateSignature]) {
        content = .precommit(height, round, block)
        self.block = block
        self.signatures = signatures
    }

    public let block: BlockID
    public var height: Height { content.height }
    public var round: Round { content.round }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        height.encode(into: &encoder)
        round.encode(into: &encoder)
        encoder.digest(block.digest)
        encoder.list(signatures) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        let height = try Height(from: &decoder)
        let round = try Round(from: &decoder)
        let block = BlockID(try decoder.digest())
        let signatures = try decoder.perValidator(CertificateSignature.init(from:))
        self.init(height: height, round: round, block: block, signatures: signatures)
    }
}
