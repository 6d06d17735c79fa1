import Sealing
import Signing

/// The shares that one validator gets: one of each secret of a deposit, in the order of their indices.
struct SharesForOne: Sendable, CBORCodable {
    let shares: [IndexedShare]

    /// One share of one secret, without its position: that is the reader's.
    struct IndexedShare: Sendable {
        let index: SecretIndex
        let bytes: [UInt8]
    }

    init(_ shares: [IndexedShare]) { self.shares = shares }

    func encode(into encoder: inout CBOREncoder) {
        encoder.list(shares) { encoder, share in
            encoder.array(2)
            share.index.encode(into: &encoder)
            encoder.byteString(share.bytes)
        }
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        var previous: SecretIndex?
        shares = try decoder.list(max: UseRange.maxCount + 1) { (inner) throws(CBORError) in
            let start = inner.offset
            try inner.array(count: 2)
            let index = try SecretIndex(from: &inner)
            if let previous, index <= previous { throw .outOfRange(offset: start) }
            previous = index
            return IndexedShare(index: index, bytes: try inner.byteString(count: KeyShare.byteCount))
        }
    }

    /// What a validator's sealed shares are bound to: the context, and its position in one byte.
    static func context(_ context: GrantContext, _ position: Position) -> [UInt8] {
        context.bytes + [UInt8(position.value)]
    }
}
