public import Ledger
public import Signing

/// How long a disclosure stays closed, and what was dealt for its opening.
public struct DisclosureSeal: Hashable, Sendable, CBORCodable {
    /// The first height at which it may be opened.
    public let until: Height
    /// In POSIX seconds of block time: from then on it may be opened whatever the height, for heights have no date.
    public let latest: UInt64
    /// The digest of the deal.
    public let deposit: Digest
    /// The salted commitment of the tag.
    public let mark: Commitment

    /// How many blocks ahead the end of a seal may be: a year at three blocks a second.
    public static let maxBlocks: UInt64 = 100_000_000
    /// How many seconds ahead `latest` may be: nodes have keys of weeks for longer, so that who comes back late still
    /// opens its share.
    public static let maxSeconds: UInt64 = 600 * 86_400

    public init(until: Height, latest: UInt64, deposit: Digest, mark: Commitment) {
        self.until = until
        self.latest = latest
        self.deposit = deposit
        self.mark = mark
    }

    /// True when a block of that height and time (ms) may open it.
    public func isOver(at height: Height, time: UInt64) -> Bool { height >= until || time / 1_000 >= latest }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        until.encode(into: &encoder)
        encoder.unsigned(latest)
        encoder.digest(deposit)
        mark.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        until = try Height(from: &decoder)
        latest = try decoder.unsigned(max: .posixLimit)
        deposit = try decoder.digest()
        mark = try Commitment(from: &decoder)
    }
}

/// A disclosure that is still closed, as it stands in the state under its statement: who, on which ground, when, until
/// when. Whatever is over and still stands there is overdue.
public struct SealedEntry: Hashable, Sendable, CBORCodable {
    public let discloser: MemberID
    public let ground: LegalGround
    /// Block time in ms.
    public let time: UInt64
    public let height: Height
    public let seal: DisclosureSeal

    public init(discloser: MemberID, ground: LegalGround, time: UInt64, height: Height, seal: DisclosureSeal) {
        self.discloser = discloser
        self.ground = ground
        self.time = time
        self.height = height
        self.seal = seal
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        discloser.encode(into: &encoder)
        encoder.unsigned(ground.rawValue)
        encoder.unsigned(time)
        height.encode(into: &encoder)
        seal.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        discloser = try MemberID(from: &decoder)
        ground = try LegalGround(from: &decoder)
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
        seal = try DisclosureSeal(from: &decoder)
    }
}
