public import Ledger
public import Signing

/// `trace`: a regulator wants to know whose a grant is. Only when this is final do nodes release the trace packet.
public struct Trace: Hashable, Sendable, CBORCodable {
    /// A grant that was given; whether it stands in the state yet does not matter.
    public let grant: GrantID
    /// The code of a `LegalGround`; the rules look whether it is one.
    public let ground: UInt64
    /// The regulator's case number, salted afresh.
    public let caseCommitment: Commitment
    /// To which the nodes seal their shares.
    public let releaseKey: ReleaseKey

    public init(grant: GrantID, ground: UInt64, caseCommitment: Commitment, releaseKey: ReleaseKey) {
        self.grant = grant
        self.ground = ground
        self.caseCommitment = caseCommitment
        self.releaseKey = releaseKey
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        grant.encode(into: &encoder)
        encoder.unsigned(ground)
        caseCommitment.encode(into: &encoder)
        releaseKey.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        grant = try GrantID(from: &decoder)
        ground = try decoder.unsigned()
        caseCommitment = try Commitment(from: &decoder)
        releaseKey = try ReleaseKey(from: &decoder)
    }
}

/// What the state says of a grant's traces: how many there were, and the last of them. Absence: none, ever.
public struct TraceEntry: Hashable, Sendable, CBORCodable {
    /// 1 for the first.
    public let number: UInt64
    public let ground: LegalGround
    public let regulator: MemberID
    /// Block time in ms.
    public let time: UInt64
    public let height: Height

    public init(number: UInt64, ground: LegalGround, regulator: MemberID, time: UInt64, height: Height) {
        self.number = number
        self.ground = ground
        self.regulator = regulator
        self.time = time
        self.height = height
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(number)
        encoder.unsigned(ground.rawValue)
        regulator.encode(into: &encoder)
        encoder.unsigned(time)
        height.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        number = try decoder.unsigned()
        ground = try LegalGround(from: &decoder)
        regulator = try MemberID(from: &decoder)
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
    }
}
