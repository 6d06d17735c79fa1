internal import Ledger
internal import Peering
internal import Rulebook
internal import Signing
internal import Storage

/// What one node's strongroom sends another's. Nothing in it is believed before it is checked.
enum StrongroomWord: Sendable {
    /// The sender holds a put; with its bytes when they are short. `isAwaited`: a client waits.
    case offer(StatementID, isAwaited: Bool, [UInt8]?)
    /// Asks for the bytes of a put as they travel, from an offset on.
    case wanted(StatementID, offset: Int)
    /// Bytes of a put, of so many in all.
    case part(StatementID, total: Int, offset: Int, [UInt8])
    /// The sender holds a put durably, and signs it.
    case acknowledged([UInt8])
    /// The put that was asked for is not there.
    case absent(StatementID)
    /// Bodies have been erased: by tag, with what erases them.
    case erased([StrongroomErasure])
    /// The owner's signed deletion.
    case deleted([UInt8])
    /// Asks what was erased from a put.
    case erasuresWanted(StatementID)
    /// What was erased from a put, by position.
    case erasures(StatementID, [(position: Int, secret: Digest)])
    /// What the sender holds, in ranges; with `isAll` there is nothing outside of them.
    case compare(isAll: Bool, [RangeSum])
    /// The puts that the sender holds in a range.
    case holdings(PutRange, [PutState])

    /// A range with the number of puts in it and their sum.
    struct RangeSum: Hashable, Sendable {
        let range: PutRange
        let puts: Int
        let sum: Digest
    }

    /// A put and what it holds, as one number.
    struct PutState: Hashable, Sendable {
        let id: StatementID
        let fingerprint: Digest
    }

    /// Bytes of one part, and of an offer's put.
    static let maxPartByteCount = 60_000
    /// Bytes that are sent for one `wanted`.
    static let windowByteCount = 17 * maxPartByteCount
    /// Erasures in one word.
    static let maxErasures = 800
    /// Ranges in one word.
    static let maxRanges = 640
    /// Puts in one word.
    static let maxHoldings = 512

    /// The byte that tells the link what the payload is.
    enum Kind: UInt8, CaseIterable, Sendable {
        case offer = 64, wanted, part, acknowledged, absent, erased, deleted, erasuresWanted, erasures, compare
        case holdings

        /// Long words go in the background; short ones that a client may wait for do not stand behind them.
        var rule: FrameRule {
            switch self {
            case .wanted, .acknowledged, .absent, .erasuresWanted:
                FrameRule(kind: rawValue, lane: .normal, maxByteCount: 1_024)
            case .offer, .part, .erased, .deleted, .erasures, .compare, .holdings:
                FrameRule(kind: rawValue, lane: .background, maxByteCount: 64 << 10)
            }
        }
    }

    var kind: Kind {
        switch self {
        case .offer: .offer
        case .wanted: .wanted
        case .part: .part
        case .acknowledged: .acknowledged
        case .absent: .absent
        case .erased: .erased
        case .deleted: .deleted
        case .erasuresWanted: .erasuresWanted
        case .erasures: .erasures
        case .compare: .compare
        case .holdings: .holdings
        }
    }
}
