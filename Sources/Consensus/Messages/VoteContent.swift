public import Ledger
public import Signing

/// The three things that a validator signs while agreeing, in the order of a round.
public enum VoteKind: UInt64, Hashable, Comparable, Sendable {
    case proposal = 1
    case prevote = 2
    case precommit = 3

    public static func < (left: VoteKind, right: VoteKind) -> Bool { left.rawValue < right.rawValue }
}

/// What a proposal, a prevote or a precommit says; who says it stands beside it.
public struct VoteContent: Hashable, Sendable {
    public let kind: VoteKind
    public let height: Height
    public let round: Round
    /// Nil for a vote against every block of this round; a proposal always names one.
    public let block: BlockID?
    /// The round in which a quorum prevoted the block before; nil for a new block, and in every precommit.
    public let validRound: Round?

    private init(_ kind: VoteKind, _ height: Height, _ round: Round, _ block: BlockID?, _ validRound: Round?) {
        self.kind = kind
        self.height = height
        self.round = round
        self.block = block
        self.validRound = validRound
    }

    /// The proposal of a block, new or prevoted by a quorum in `validRound`.
    public static func proposal(_ height: Height, _ round: Round, _ block: BlockID, validRound: Round?) -> VoteContent {
        VoteContent(.proposal, height, round, block, validRound)
    }

    /// A prevote for a block as it was proposed: with the proposal's valid round (deviation D1).
    public static func prevote(_ height: Height, _ round: Round, _ block: BlockID, validRound: Round?) -> VoteContent {
        VoteContent(.prevote, height, round, block, validRound)
    }

    /// A prevote for no block.
    public static func prevoteNil(_ height: Height, _ round: Round) -> VoteContent {
        VoteContent(.prevote, height, round, nil, nil)
    }

    /// A precommit for a block, or for none.
    public static func precommit(_ height: Height, _ round: Round, _ block: BlockID?) -> VoteContent {
        VoteContent(.precommit, height, round, block, nil)
    }

    /// The bytes to sign, of one length in a ledger: purpose ‖ kind ‖ origin ‖ height ‖ round ‖ flag ‖ block ‖
    /// valid round + 1 ‖ digest of the validator set ‖ digest of the parameters. Numbers are big-endian.
    public func signedBytes(in setup: HeightSetup) -> [UInt8] {
        var bytes = Purpose.vote
        bytes.append(UInt8(kind.rawValue))
        let origin = Array(setup.origin.utf8)
        bytes.append(contentsOf: bigEndian(UInt64(origin.count), 2))
        bytes.append(contentsOf: origin)
        bytes.append(contentsOf: bigEndian(height.value, 8))
        bytes.append(contentsOf: bigEndian(round.value, 4))
        bytes.append(block == nil ? 0 : 1)
        (block?.digest ?? .zero).append(to: &bytes)
        bytes.append(contentsOf: bigEndian(validRound.map { $0.value + 1 } ?? 0, 4))
        setup.validatorsDigest.append(to: &bytes)
        setup.parametersDigest.append(to: &bytes)
        return bytes
    }

    private func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }
}

extension VoteContent: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(kind.rawValue)
        height.encode(into: &encoder)
        round.encode(into: &encoder)
        encoder.optional(block) { $0.digest($1.digest) }
        encoder.optional(validRound) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let kind = VoteKind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.kind = kind
        height = try Height(from: &decoder)
        round = try Round(from: &decoder)
        block = try decoder.optional { (inner) throws(CBORError) in BlockID(try inner.digest()) }
        validRound = try decoder.optional { (inner) throws(CBORError) in try Round(from: &inner) }
        guard isMeaningful else { throw .outOfRange(offset: start) }
    }

    /// A proposal names a block; only proposals and prevotes of a block name a valid round, and an earlier one.
    private var isMeaningful: Bool {
        if kind == .proposal, block == nil { return false }
        guard let validRound else { return true }
        return kind != .precommit && block != nil && validRound < round
    }
}
