public import Ledger
public import Signing

/// How the holder finds a disclosure.
public enum HolderMark: Hashable, Sendable, CBORCodable {
    /// A tag that only the document's issuer and its wallet can compute.
    case tag(Digest)
    /// Not before a height: tag and details are to be dealt to the validators, under this digest of their manifest.
    ///
    /// The rules take it; nodes release nothing at the height yet, so no command makes one.
    case sealed(until: Height, deposit: Digest)

    /// The digest of the deal's manifest, for a sealed one.
    public var deposit: Digest? {
        switch self {
        case .tag: nil
        case .sealed(_, let deposit): deposit
        }
    }

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .tag(let tag): encoder.digest(tag)
        case .sealed(let until, let deposit):
            encoder.array(2)
            until.encode(into: &encoder)
            encoder.digest(deposit)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        guard decoder.nextByte.map({ $0 >> 5 == 4 }) ?? false else {
            self = .tag(try decoder.digest())
            return
        }
        try decoder.array(count: 2)
        self = .sealed(until: try Height(from: &decoder), deposit: try decoder.digest())
    }
}

/// `disclosure`: an issuer or a regulator has read a document without its holder's consent, on a listed ground.
public struct Disclose: Hashable, Sendable, CBORCodable {
    /// The code of a `LegalGround`; the rules look whether it is one.
    public let ground: UInt64
    /// Salted: who read which fields in which matter; told to the holder off the ledger.
    public let details: Commitment
    public let mark: HolderMark
    /// How many blocks ahead the end of a seal may be: a year at three blocks a second.
    public static let maxSealedBlocks: UInt64 = 100_000_000

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
