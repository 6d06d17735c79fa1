public import Ledger
public import Signing

/// Proof that a quorum ended a round, each with whatever precommit: only this moves a node on (deviation D4).
public struct RoundCertificate: Hashable, Sendable, CBORCodable {
    public let height: Height
    public let round: Round
    /// In ascending order of the validators.
    public let precommits: [Precommit]

    /// One validator's precommit of the round.
    public struct Precommit: Hashable, Sendable {
        public let validator: Int
        public let block: BlockID?
        public let signature: [UInt8]

        public init(validator: Int, block: BlockID?, signature: [UInt8]) {
            self.validator = validator
            self.block = block
            self.signature = signature
        }
    }

    public init(height: Height, round: Round, precommits: [Precommit]) {
        self.height = height
        self.round = round
        self.precommits = precommits
    }

    /// The precommits as they were signed.
    var votes: [Vote] {
        precommits.map { precommit in
            Vote(
                content: .precommit(height, round, precommit.block), validator: precommit.validator,
                signature: precommit.signature)
        }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        height.encode(into: &encoder)
        round.encode(into: &encoder)
        encoder.list(precommits) { (encoder, precommit) in
            encoder.array(3)
            encoder.unsigned(UInt64(precommit.validator))
            encoder.optional(precommit.block) { $0.digest($1.digest) }
            encoder.byteString(precommit.signature)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        height = try Height(from: &decoder)
        round = try Round(from: &decoder)
        precommits = try decoder.perValidator { (inner) throws(CBORError) in
            try inner.array(count: 3)
            return Precommit(
                validator: try inner.validator(),
                block: try inner.optional { (digest) throws(CBORError) in BlockID(try digest.digest()) },
                signature: try inner.byteString(count: Vote.signatureByteCount))
        }
    }
}
