public import Ledger
public import Rulebook
public import Signing

/// How a reading was sealed, and what the validators' shares have opened of it.
public struct NoticedSeal: Hashable, Sendable, CBORCodable {
    /// The height until which it was sealed.
    public let until: Height
    /// When it was opened: block time in ms.
    public let opened: UInt64
    public let details: NoticedDetails

    init(until: Height, opened: UInt64, details: NoticedDetails) {
        self.until = until
        self.opened = opened
        self.details = details
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        until.encode(into: &encoder)
        encoder.unsigned(opened)
        switch details {
        case .missing: encoder.unsigned(0)
        case .read(let opening): encoder.byteString(opening.encoded)
        case .unfit: encoder.unsigned(1)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        until = try Height(from: &decoder)
        opened = try decoder.unsigned()
        if decoder.nextByte.map({ $0 >> 5 == 2 }) ?? false {
            details = .read(try Opening(decoding: try decoder.byteString(max: 64 << 10)))
        } else {
            details = try decoder.unsigned(max: 1) == 0 ? .missing : .unfit
        }
    }
}

/// What a wallet knows of what was read.
public enum NoticedDetails: Hashable, Sendable {
    /// The nodes have not given enough yet: they are asked again.
    case missing
    case read(Opening<DisclosureDetails>)
    /// What was dealt does not open for this wallet, or is not what stands on the ledger: the discloser's doing.
    case unfit
}
