internal import NodeAPI
internal import Peering
internal import Releasing
internal import Rulebook
internal import Signing

/// What one node sends another about deposits; each names a manifest by its digest. Nothing in it is believed before it
/// is checked.
enum DepositWord: Sendable {
    /// The sender holds a deposit; with its leave and its bytes when they are short. `isAwaited`: a client waits.
    case offer(Digest, isAwaited: Bool, [UInt8]?)
    /// Asks for the bytes of a deposit with its leave, from an offset on.
    case wanted(Digest, offset: Int)
    /// Bytes of a deposit with its leave, of so many in all.
    case part(Digest, total: Int, offset: Int, [UInt8])
    /// The deposit that was asked for is not there, or not whole any more.
    case absent(Digest)
    /// Signed acknowledgements that the sender knows, its own among them when it has one.
    case acknowledged(Digest, [[UInt8]])
    /// Why the sender does not acknowledge it.
    case refused(Digest, code: String, Bilingual)
    /// Asks for the acknowledgements that the other knows.
    case acknowledgementsWanted(Digest)

    /// Bytes of one part, and of an offer's deposit.
    static let maxPartByteCount = 60_000
    /// Bytes that are sent for one `wanted`.
    static let windowByteCount = 17 * maxPartByteCount

    /// The byte that tells the link what the payload is.
    enum Kind: UInt8, CaseIterable, Sendable {
        case offer = 80, wanted, part, absent, acknowledged, refused, acknowledgementsWanted

        /// Long words go in the background; short ones that a client may wait for do not stand behind them.
        var rule: FrameRule {
            switch self {
            case .wanted, .absent, .acknowledgementsWanted:
                FrameRule(kind: rawValue, lane: .normal, maxByteCount: 1_024)
            case .refused: FrameRule(kind: rawValue, lane: .normal, maxByteCount: 8_192)
            case .acknowledged: FrameRule(kind: rawValue, lane: .normal, maxByteCount: 64 << 10)
            case .offer, .part: FrameRule(kind: rawValue, lane: .background, maxByteCount: 64 << 10)
            }
        }
    }

    var kind: Kind {
        switch self {
        case .offer: .offer
        case .wanted: .wanted
        case .part: .part
        case .absent: .absent
        case .acknowledged: .acknowledged
        case .refused: .refused
        case .acknowledgementsWanted: .acknowledgementsWanted
        }
    }
}

extension DepositWord {
    private static let maxAcknowledgementByteCount = 1_000
    private static let maxCodeByteCount = 64
    private static let maxDetailByteCount = 2_000

    /// The words that fit one message.
    static func acknowledged(of manifest: Digest, _ words: some Sequence<[UInt8]>) -> DepositWord {
        let fitting = words.lazy.filter { $0.count <= maxAcknowledgementByteCount }
        return .acknowledged(manifest, Array(fitting.prefix(Position.limit)))
    }

    /// A refusal in words that fit one message.
    static func refused(_ manifest: Digest, _ code: String, _ detail: Bilingual) -> DepositWord {
        func cut(_ text: String) -> String {
            text.utf8.count <= maxDetailByteCount ? text : String(text.prefix(maxDetailByteCount / 4))
        }
        return .refused(manifest, code: code, Bilingual(zh: cut(detail.zh), en: cut(detail.en)))
    }

    var payload: [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .offer(let manifest, let isAwaited, let bytes):
            encoder.array(3)
            encoder.digest(manifest)
            encoder.bool(isAwaited)
            encoder.optional(bytes) { $0.byteString($1) }
        case .wanted(let manifest, let offset):
            encoder.array(2)
            encoder.digest(manifest)
            encoder.unsigned(UInt64(offset))
        case .part(let manifest, let total, let offset, let bytes):
            encoder.array(4)
            encoder.digest(manifest)
            encoder.unsigned(UInt64(total))
            encoder.unsigned(UInt64(offset))
            encoder.byteString(bytes)
        case .absent(let manifest), .acknowledgementsWanted(let manifest):
            encoder.digest(manifest)
        case .acknowledged(let manifest, let words):
            encoder.array(2)
            encoder.digest(manifest)
            encoder.list(words) { $0.byteString($1) }
        case .refused(let manifest, let code, let detail):
            encoder.array(4)
            encoder.digest(manifest)
            encoder.text(code)
            encoder.text(detail.zh)
            encoder.text(detail.en)
        }
        return encoder.bytes
    }

    /// Reads a payload of a kind, and nothing else.
    init(_ kind: Kind, payload: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(payload)
        self = try DepositWord.read(kind, from: &decoder)
        try decoder.finish()
    }

    private static func read(_ kind: Kind, from decoder: inout CBORDecoder) throws(CBORError) -> DepositWord {
        func offset(_ decoder: inout CBORDecoder) throws(CBORError) -> Int {
            Int(try decoder.unsigned(max: UInt64(HandedDeposit.maxByteCount)))
        }
        switch kind {
        case .offer:
            try decoder.array(count: 3)
            let (manifest, isAwaited) = (try decoder.digest(), try decoder.bool())
            let bytes = try decoder.optional { (inner) throws(CBORError) in
                try inner.byteString(max: maxPartByteCount)
            }
            return .offer(manifest, isAwaited: isAwaited, bytes)
        case .wanted:
            try decoder.array(count: 2)
            return .wanted(try decoder.digest(), offset: try offset(&decoder))
        case .part:
            try decoder.array(count: 4)
            let (manifest, total, start) = (try decoder.digest(), try offset(&decoder), try offset(&decoder))
            return .part(manifest, total: total, offset: start, try decoder.byteString(max: maxPartByteCount))
        case .absent: return .absent(try decoder.digest())
        case .acknowledgementsWanted: return .acknowledgementsWanted(try decoder.digest())
        case .acknowledged:
            try decoder.array(count: 2)
            return .acknowledged(
                try decoder.digest(),
                try decoder.list(max: Position.limit) { (inner) throws(CBORError) in
                    try inner.byteString(max: maxAcknowledgementByteCount)
                })
        case .refused:
            try decoder.array(count: 4)
            let (manifest, code) = (try decoder.digest(), try decoder.text(max: maxCodeByteCount))
            let zh = try decoder.text(max: maxDetailByteCount)
            return .refused(
                manifest, code: code, Bilingual(zh: zh, en: try decoder.text(max: maxDetailByteCount)))
        }
    }
}
