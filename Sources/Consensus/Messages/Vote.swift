public import Signing

/// A signed proposal, prevote or precommit whose signature nobody has checked yet.
public struct Vote: Hashable, Sendable {
    /// Bytes of an Ed25519 signature.
    static let signatureByteCount = 64

    public let content: VoteContent
    /// The signer's place among the validators.
    public let validator: Int
    public let signature: [UInt8]

    public init(content: VoteContent, validator: Int, signature: [UInt8]) {
        self.content = content
        self.validator = validator
        self.signature = signature
    }
}

extension Vote: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        content.encode(into: &encoder)
        encoder.unsigned(UInt64(validator))
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        content = try VoteContent(from: &decoder)
        validator = try decoder.validator()
        signature = try decoder.byteString(count: Vote.signatureByteCount)
    }
}
