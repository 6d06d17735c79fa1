public import Signing

/// `member.register`: an institution joins. Its sequence number is the next of governance.
public struct RegisterMember: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    public let member: MemberID
    public let details: MemberDetails

    public init(sequence: UInt64, member: MemberID, details: MemberDetails) {
        self.sequence = sequence
        self.member = member
        self.details = details
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(sequence)
        member.encode(into: &encoder)
        details.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        sequence = try decoder.unsigned(max: 1 << 53)
        member = try MemberID(from: &decoder)
        details = try MemberDetails(from: &decoder)
    }
}

/// `member.update`: new details for an institution, and, when it says so, the end of its suspension.
public struct UpdateMember: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    public let member: MemberID
    public let details: MemberDetails
    /// True lifts a suspension in the same block.
    public let reinstates: Bool

    public init(sequence: UInt64, member: MemberID, details: MemberDetails, reinstates: Bool) {
        self.sequence = sequence
        self.member = member
        self.details = details
        self.reinstates = reinstates
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(sequence)
        member.encode(into: &encoder)
        details.encode(into: &encoder)
        encoder.bool(reinstates)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        sequence = try decoder.unsigned(max: 1 << 53)
        member = try MemberID(from: &decoder)
        details = try MemberDetails(from: &decoder)
        reinstates = try decoder.bool()
    }
}

/// `member.suspend`: from this block on nothing by this institution is accepted.
public struct SuspendMember: Hashable, Sendable, CBORCodable {
    public let sequence: UInt64
    public let member: MemberID

    public init(sequence: UInt64, member: MemberID) {
        self.sequence = sequence
        self.member = member
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(sequence)
        member.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        sequence = try decoder.unsigned(max: 1 << 53)
        member = try MemberID(from: &decoder)
    }
}
