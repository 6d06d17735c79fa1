public import Ledger
public import Signing

/// How the holder finds a disclosure.
public enum HolderMark: Hashable, Sendable, CBORCodable {
    /// A tag that only the document's issuer and its wallet can compute.
    case tag(Digest)
    /// Not before a height or a time: tag and details are dealt to the validators.
    case sealed(DisclosureSeal)

    /// What a sealed one says of its deal.
    public var seal: DisclosureSeal? {
        switch self {
        case .tag: nil
        case .sealed(let seal): seal
        }
    }

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .tag(let tag): encoder.digest(tag)
        case .sealed(let seal): seal.encode(into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        guard decoder.nextByte.map({ $0 >> 5 == 4 }) ?? false else {
            self = .tag(try decoder.digest())
            return
        }
        self = .sealed(try DisclosureSeal(from: &decoder))
    }
}

/// `disclosure`: an issuer or a regulator has read a document without its holder's consent, on a listed ground.
public struct Disclose: Hashable, Sendable, CBORCodable {
    /// The code of a `LegalGround`; the rules look whether it is one.
    public let ground: UInt64
    /// Salted: who read which fields in which matter; told to the holder off the ledger.
    public let details: Commitment
    public let mark: HolderMark

    public init(ground: UInt64, details: Commitment, mark: HolderMark) {
        self.ground = ground
        self.details = details
        self.mark = mark
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(ground)
        details.encode(into: &encoder)
        mark.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        ground = try decoder.unsigned()
        details = try Commitment(from: &decoder)
        mark = try HolderMark(from: &decoder)
    }
}

/// An open disclosure as it stands in the state under its tag, for its holder to find, and to find absent.
public struct DisclosureEntry: Hashable, Sendable, CBORCodable {
    public let discloser: MemberID
    public let ground: LegalGround
    /// Block time in ms.
    public let time: UInt64
    public let height: Height

    public init(discloser: MemberID, ground: LegalGround, time: UInt64, height: Height) {
        self.discloser = discloser
        self.ground = ground
        self.time = time
        self.height = height
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        discloser.encode(into: &encoder)
        encoder.unsigned(ground.rawValue)
        encoder.unsigned(time)
        height.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        discloser = try MemberID(from: &decoder)
        ground = try LegalGround(from: &decoder)
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
    }
}

extension LegalGround {
    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let ground = LegalGround(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self = ground
    }
}
