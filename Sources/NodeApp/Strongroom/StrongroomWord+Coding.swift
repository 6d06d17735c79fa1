internal import Ledger
internal import Rulebook
internal import Signing
internal import Storage

extension StrongroomWord {
    /// The one encoding of what stands behind the kind.
    var payload: [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .offer(let id, let isAwaited, let bytes):
            encoder.array(3)
            encoder.digest(id.digest)
            encoder.bool(isAwaited)
            encoder.optional(bytes) { $0.byteString($1) }
        case .wanted(let id, let offset):
            encoder.array(2)
            encoder.digest(id.digest)
            encoder.unsigned(UInt64(offset))
        case .part(let id, let total, let offset, let bytes):
            encoder.array(4)
            encoder.digest(id.digest)
            encoder.unsigned(UInt64(total))
            encoder.unsigned(UInt64(offset))
            encoder.byteString(bytes)
        case .acknowledged(let bytes), .deleted(let bytes): encoder.byteString(bytes)
        case .absent(let id), .erasuresWanted(let id): encoder.digest(id.digest)
        case .erased(let erasures):
            encoder.list(erasures) { encoder, erasure in
                encoder.array(2)
                encoder.digest(erasure.tag.digest)
                encoder.digest(erasure.secret)
            }
        case .erasures(let id, let erasures):
            encoder.array(2)
            encoder.digest(id.digest)
            encoder.list(erasures) { encoder, erasure in
                encoder.array(2)
                encoder.unsigned(UInt64(erasure.position))
                encoder.digest(erasure.secret)
            }
        case .compare(let isAll, let sums):
            encoder.array(2)
            encoder.bool(isAll)
            encoder.list(sums) { $1.encode(into: &$0) }
        case .holdings(let range, let states):
            encoder.array(2)
            range.encode(into: &encoder)
            encoder.list(states) { encoder, state in
                encoder.array(2)
                encoder.digest(state.id.digest)
                encoder.digest(state.fingerprint)
            }
        }
        return encoder.bytes
    }

    /// Reads a payload of a kind, and nothing else.
    init(_ kind: Kind, payload: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(payload)
        self = try StrongroomWord.read(kind, from: &decoder)
        try decoder.finish()
    }

    private static func read(_ kind: Kind, from decoder: inout CBORDecoder) throws(CBORError) -> StrongroomWord {
        switch kind {
        case .offer:
            try decoder.array(count: 3)
            let (id, isAwaited) = (StatementID(try decoder.digest()), try decoder.bool())
            let bytes = try decoder.optional { (inner) throws(CBORError) in
                try inner.byteString(max: maxPartByteCount)
            }
            return .offer(id, isAwaited: isAwaited, bytes)
        case .wanted:
            try decoder.array(count: 2)
            let id = StatementID(try decoder.digest())
            return .wanted(id, offset: Int(try decoder.unsigned(max: UInt64(TravellingPut.maxByteCount))))
        case .part:
            try decoder.array(count: 4)
            let id = StatementID(try decoder.digest())
            let total = Int(try decoder.unsigned(max: UInt64(TravellingPut.maxByteCount)))
            let offset = Int(try decoder.unsigned(max: UInt64(TravellingPut.maxByteCount)))
            return .part(id, total: total, offset: offset, try decoder.byteString(max: maxPartByteCount))
        case .acknowledged: return .acknowledged(try decoder.byteString(max: 1_024))
        case .deleted: return .deleted(try decoder.byteString(max: Statement.maxByteCount))
        case .absent: return .absent(StatementID(try decoder.digest()))
        case .erasuresWanted: return .erasuresWanted(StatementID(try decoder.digest()))
        case .erased:
            return .erased(
                try decoder.list(max: maxErasures) { (inner) throws(CBORError) in
                    try inner.array(count: 2)
                    return StrongroomErasure(tag: StrongroomTag(try inner.digest()), secret: try inner.digest())
                })
        case .erasures:
            try decoder.array(count: 2)
            let id = StatementID(try decoder.digest())
            return .erasures(
                id,
                try decoder.list(max: maxErasures) { (inner) throws(CBORError) in
                    try inner.array(count: 2)
                    let position = Int(try inner.unsigned(max: UInt64(StoredPut.maxEntries - 1)))
                    return (position, try inner.digest())
                })
        case .compare:
            try decoder.array(count: 2)
            let isAll = try decoder.bool()
            return .compare(
                isAll: isAll,
                try decoder.list(max: maxRanges) { (inner) throws(CBORError) in try RangeSum(from: &inner) })
        case .holdings:
            try decoder.array(count: 2)
            let range = try PutRange(from: &decoder)
            return .holdings(
                range,
                try decoder.list(max: maxHoldings) { (inner) throws(CBORError) in
                    try inner.array(count: 2)
                    return PutState(id: StatementID(try inner.digest()), fingerprint: try inner.digest())
                })
        }
    }
}

extension PutRange {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(day)
        encoder.unsigned(UInt64(depth))
        encoder.unsigned(prefix)
    }

    fileprivate init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        let start = decoder.offset
        let (day, depth, prefix) = (
            try decoder.unsigned(), try decoder.unsigned(max: UInt64(PutRange.maxDepth)), try decoder.unsigned()
        )
        guard let range = PutRange(day: day, depth: Int(depth), prefix: prefix) else {
            throw .outOfRange(offset: start)
        }
        self = range
    }
}

extension StrongroomWord.RangeSum {
    fileprivate func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        range.encode(into: &encoder)
        encoder.unsigned(UInt64(puts))
        encoder.digest(sum)
    }

    fileprivate init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        range = try PutRange(from: &decoder)
        puts = Int(try decoder.unsigned(max: 1 << 48))
        sum = try decoder.digest()
    }
}
