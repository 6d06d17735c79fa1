public import Signing

/// `evidence.pass`: a relying party hands the evidence of one of its uses to somebody else. The addressee of a use is
/// bound: only with this on the ledger a third party's verdict says that it is addressed to it.
public struct PassEvidence: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    /// As many as its party has passed on of this grant before: 0 for the first.
    public let number: UInt64
    /// The use's index.
    public let index: UInt64
    /// The statement of that use: a `use`, or the `use.many` above its record.
    public let use: StatementID
    public let recipient: Recipient
    public let basis: PassingBasis

    /// How many times a party may pass on uses of one grant: what stands in the state for ever stays bounded.
    public static let maxCount: UInt64 = 1_024

    public init(
        grant: GrantID, number: UInt64, index: UInt64, use: StatementID, recipient: Recipient, basis: PassingBasis
    ) {
        self.grant = grant
        self.number = number
        self.index = index
        self.use = use
        self.recipient = recipient
        self.basis = basis
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        grant.encode(into: &encoder)
        encoder.unsigned(number)
        encoder.unsigned(index)
        encoder.digest(use.digest)
        recipient.encode(into: &encoder)
        basis.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        grant = try GrantID(from: &decoder)
        number = try decoder.unsigned(max: PassEvidence.maxCount - 1)
        index = try decoder.useIndex()
        use = StatementID(try decoder.digest())
        recipient = try Recipient(from: &decoder)
        basis = try PassingBasis(from: &decoder)
    }
}

/// By what right evidence is passed on.
public enum PassingBasis: Hashable, Sendable, CBORCodable {
    /// The code of a `LegalGround`, and the number of the matter, salted afresh; the rules look whether it is one.
    case ground(UInt64, caseCommitment: Commitment)
    /// The holder agreed.
    case leave(PassingLeave)

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .ground(let code, let matter):
            encoder.array(2)
            encoder.unsigned(code)
            matter.encode(into: &encoder)
        case .leave(let leave): leave.encode(into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        guard decoder.nextByte == 0x82 else {
            self = .leave(try PassingLeave(from: &decoder))
            return
        }
        try decoder.array(count: 2)
        self = .ground(try decoder.unsigned(), caseCommitment: try Commitment(from: &decoder))
    }
}
