public import Ledger
public import Signing

/// A promise that a validator broke, named so that the ledger counts it once.
public struct Offence: Hashable, Comparable, Sendable, CBORCodable {
    /// Which promise it was.
    public enum Kind: UInt64, Hashable, Sendable {
        /// Two different prevotes of one round.
        case prevotes = 1
        /// Two different precommits of one round.
        case precommits
        /// Part of two quorums of prevotes of one round.
        case polkas
        /// A lock forgotten: part of a decision, and of a later quorum against it.
        case amnesia
        /// Cosignatures over two logs of one size.
        case heads

        /// The word that files and the API use.
        public var word: String {
            switch self {
            case .prevotes: "prevotes"
            case .precommits: "precommits"
            case .polkas: "polkas"
            case .amnesia: "amnesia"
            case .heads: "heads"
            }
        }
    }

    public let member: MemberID
    public let kind: Kind
    /// The height; for cosigned heads the size of the log.
    public let place: UInt64
    /// The round of the votes; for a forgotten lock that of the decision, and 0 for cosigned heads.
    public let round: UInt64

    public init(member: MemberID, kind: Kind, place: UInt64, round: UInt64) {
        self.member = member
        self.kind = kind
        self.place = place
        self.round = round
    }

    public static func < (left: Offence, right: Offence) -> Bool {
        (left.member, left.place, left.round, left.kind.rawValue)
            < (right.member, right.place, right.round, right.kind.rawValue)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        member.encode(into: &encoder)
        encoder.unsigned(kind.rawValue)
        encoder.unsigned(place)
        encoder.unsigned(round)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        member = try MemberID(from: &decoder)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let kind = Kind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.kind = kind
        place = try decoder.unsigned()
        round = try decoder.unsigned()
    }
}

/// What the state holds of an offence.
public struct OffenceEntry: Hashable, Sendable, CBORCodable {
    /// The vote key of the validator that committed it, as of then: who has another one now is another node.
    public let key: PublicKey
    /// The block that recorded it, and its time in ms.
    public let height: Height
    public let time: UInt64

    init(key: PublicKey, height: Height, time: UInt64) {
        self.key = key
        self.height = height
        self.time = time
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        key.encode(into: &encoder)
        height.encode(into: &encoder)
        encoder.unsigned(time)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        key = try PublicKey(from: &decoder)
        height = try Height(from: &decoder)
        time = try decoder.unsigned()
    }
}
