public import Ledger
public import Signing

/// A passing of evidence as it stands in the state, for the holder to find by walking the numbers: under its grant,
/// the party that passed it on, and its number. Absence: not passed on so often.
public struct PassingEntry: Hashable, Sendable, CBORCodable {
    public let party: MemberID
    /// The use's index.
    public let index: UInt64
    public let recipient: Recipient
    /// Nil: with the holder's leave.
    public let ground: LegalGround?
    /// Block time in ms.
    public let time: UInt64
    public let height: Height

    public init(
        party: MemberID, index: UInt64, recipient: Recipient, ground: LegalGround?, time: UInt64, height: Height
    ) {
        self.party = party
        self.index = index
        self.recipient = recipient
        self.ground = ground
        self.time = time
        self.height = height
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        party.encode(into: &encoder)
        encoder.unsigned(index)
        recipient.encode(into: &encoder)
        encoder.optional(ground) { $0.unsigned($1.rawValue) }
        encoder.unsigned(time)
        height.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        party = try MemberID(from: &decoder)
        index = try decoder.useIndex()
        recipient = try Recipient(from: &decoder)
        ground = try decoder.optional { (inner) throws(CBORError) in try LegalGround(from: &inner) }
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
    }
}
