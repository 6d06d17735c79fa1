public import Ledger
public import Rulebook
public import Signing

/// What stands on the ledger about a holder's documents without his doing: an authority has read one, or has traced
/// whose a grant is, or a party has passed a use on for a legal ground.
///
/// Nobody sends it. The wallet finds it there, because it alone can compute where to look.
public struct OfficialNotice: Hashable, Sendable, CBORCodable {
    /// What was done.
    public enum Deed: Hashable, Sendable {
        /// The document of that number in the wallet was read, the so-and-so-manieth time from 0.
        case disclosure(document: Int64, number: UInt64)
        /// The same in a reading that was sealed for a while: its numbers are of a sequence of its own.
        case sealedDisclosure(document: Int64, number: UInt64)
        /// The registrar was, or may be, asked whose that grant is, the so-and-so-manieth time from 1.
        case trace(GrantID, number: UInt64)
        /// Its party has passed that use of the grant on, the so-and-so-manieth time from 0.
        case passing(GrantID, number: UInt64, use: UInt64, to: Recipient)
    }

    public let deed: Deed
    /// Who did it.
    public let member: MemberID
    public let ground: LegalGround
    /// Block time in ms, and the block.
    public let time: UInt64
    public let height: Height
    /// Of a disclosure that was sealed: until when, and what was read.
    public let seal: NoticedSeal?

    package init(_ entry: DisclosureEntry, document: Int64, number: UInt64) {
        deed = .disclosure(document: document, number: number)
        member = entry.discloser
        ground = entry.ground
        time = entry.time
        height = entry.height
        seal = nil
    }

    package init(_ entry: OpenedEntry, document: Int64, number: UInt64, details: NoticedDetails) {
        deed = .sealedDisclosure(document: document, number: number)
        member = entry.discloser
        ground = entry.ground
        time = entry.time
        height = entry.height
        seal = NoticedSeal(until: entry.until, opened: entry.opened, details: details)
    }

    package init(_ entry: TraceEntry, grant: GrantID) {
        deed = .trace(grant, number: entry.number)
        member = entry.regulator
        ground = entry.ground
        time = entry.time
        height = entry.height
        seal = nil
    }

    /// Nil for one with the holder's leave: that is his own doing.
    package init?(_ entry: PassingEntry, grant: GrantID, number: UInt64) {
        guard let ground = entry.ground else { return nil }
        deed = .passing(grant, number: number, use: entry.index, to: entry.recipient)
        member = entry.party
        self.ground = ground
        time = entry.time
        height = entry.height
        seal = nil
    }

    /// The document that a disclosure is about.
    var document: Int64? {
        switch deed {
        case .disclosure(let document, _), .sealedDisclosure(let document, _): document
        case .trace, .passing: nil
        }
    }

    /// The member to whom a use was passed on.
    var recipient: MemberID? {
        if case .passing(_, _, _, .member(let member)) = deed { member } else { nil }
    }

    /// Every member that it names.
    var members: [MemberID] { [member] + [recipient].compactMap(\.self) }

    /// What it is about, as bytes: no two notices have the same.
    package var subject: [UInt8] {
        var encoder = CBOREncoder()
        encode(deed, into: &encoder)
        return encoder.bytes
    }

    private func encode(_ deed: Deed, into encoder: inout CBOREncoder) {
        switch deed {
        case .disclosure(let document, let number):
            encoder.array(3)
            encoder.unsigned(1)
            encoder.unsigned(UInt64(clamping: document))
            encoder.unsigned(number)
        case .sealedDisclosure(let document, let number):
            encoder.array(3)
            encoder.unsigned(3)
            encoder.unsigned(UInt64(clamping: document))
            encoder.unsigned(number)
        case .trace(let grant, let number):
            encoder.array(3)
            encoder.unsigned(2)
            grant.encode(into: &encoder)
            encoder.unsigned(number)
        case .passing(let grant, let number, let use, let recipient):
            encoder.array(5)
            encoder.unsigned(4)
            grant.encode(into: &encoder)
            encoder.unsigned(number)
            encoder.unsigned(use)
            recipient.encode(into: &encoder)
        }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(seal == nil ? 5 : 6)
        encode(deed, into: &encoder)
        member.encode(into: &encoder)
        encoder.unsigned(ground.rawValue)
        encoder.unsigned(time)
        height.encode(into: &encoder)
        seal?.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let outside = decoder.offset
        let count = try decoder.array(max: 6)
        let parts = try decoder.array(max: 5)
        let start = decoder.offset
        let kind = try decoder.unsigned()
        switch kind {
        case 1:
            let document = Int64(clamping: try decoder.unsigned(max: 1 << 53))
            deed = .disclosure(document: document, number: try decoder.unsigned())
        case 2:
            let grant = try GrantID(from: &decoder)
            deed = .trace(grant, number: try decoder.unsigned())
        case 3:
            let document = Int64(clamping: try decoder.unsigned(max: 1 << 53))
            deed = .sealedDisclosure(document: document, number: try decoder.unsigned())
        case 4:
            let grant = try GrantID(from: &decoder)
            let number = try decoder.unsigned(max: PassEvidence.maxCount)
            deed = .passing(
                grant, number: number, use: try decoder.unsigned(max: Scene.maxUsesLimit + 1),
                to: try Recipient(from: &decoder))
        case _: throw .unknownCode(offset: start, code: kind)
        }
        guard parts == (kind == 4 ? 5 : 3), count == (kind == 3 ? 6 : 5) else { throw .outOfRange(offset: outside) }
        member = try MemberID(from: &decoder)
        let place = decoder.offset
        let code = try decoder.unsigned()
        guard let ground = LegalGround(rawValue: code) else { throw .unknownCode(offset: place, code: code) }
        self.ground = ground
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
        seal = kind == 3 ? try NoticedSeal(from: &decoder) : nil
    }
}
