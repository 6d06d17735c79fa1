internal import NodeAPI
internal import Peering
internal import Releasing
internal import Rulebook
internal import Signing

/// What one node sends another about sealed disclosures. Nothing in it is believed before it is checked.
enum SealedWord: Sendable {
    /// A deal with the signed disclosure, as a client handed it in.
    case deal([UInt8])
    /// Asks for a deal.
    case wanted(Digest)
    /// Signed words over a deal that the sender knows, its own among them when it has one.
    case acknowledged(Digest, [[UInt8]])
    /// Why the sender does not acknowledge it.
    case refused(Digest, code: String, Bilingual)
    /// Signed shares of disclosures whose time is over, of any validators.
    case shares([[UInt8]])

    /// The byte that tells the link what the payload is.
    enum Kind: UInt8, CaseIterable, Sendable {
        case deal = 97, wanted, acknowledged, refused, shares

        var rule: FrameRule {
            switch self {
            case .wanted: FrameRule(kind: rawValue, lane: .normal, maxByteCount: 1_024)
            case .refused: FrameRule(kind: rawValue, lane: .normal, maxByteCount: 8_192)
            case .acknowledged: FrameRule(kind: rawValue, lane: .normal, maxByteCount: 64 << 10)
            case .deal, .shares: FrameRule(kind: rawValue, lane: .background, maxByteCount: 64 << 10)
            }
        }
    }

    /// Most words of one message.
    static let maxWords = 63
    private static let maxWordByteCount = 1_000
    private static let maxDealByteCount = SealedDeal.maxByteCount + HandedDeposit.maxLeaveByteCount + 16
    private static let maxCodeByteCount = 64
    private static let maxDetailByteCount = 2_000

    var kind: Kind {
        switch self {
        case .deal: .deal
        case .wanted: .wanted
        case .acknowledged: .acknowledged
        case .refused: .refused
        case .shares: .shares
        }
    }
}

extension SealedWord {
    var payload: [UInt8] {
        var encoder = CBOREncoder()
        switch self {
        case .deal(let bytes): encoder.byteString(bytes)
        case .wanted(let deal): encoder.digest(deal)
        case .acknowledged(let deal, let words):
            encoder.array(2)
            encoder.digest(deal)
            encoder.list(words) { $0.byteString($1) }
        case .refused(let deal, let code, let detail):
            encoder.array(4)
            encoder.digest(deal)
            encoder.text(code)
            encoder.text(SealedWord.cut(detail.zh))
            encoder.text(SealedWord.cut(detail.en))
        case .shares(let words): encoder.list(words) { $0.byteString($1) }
        }
        return encoder.bytes
    }

    /// Reads a payload of a kind, and nothing else.
    init(_ kind: Kind, payload: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(payload)
        switch kind {
        case .deal: self = .deal(try decoder.byteString(max: SealedWord.maxDealByteCount))
        case .wanted: self = .wanted(try decoder.digest())
        case .acknowledged:
            try decoder.array(count: 2)
            self = .acknowledged(try decoder.digest(), try SealedWord.words(from: &decoder))
        case .refused:
            try decoder.array(count: 4)
            let (deal, code) = (try decoder.digest(), try decoder.text(max: SealedWord.maxCodeByteCount))
            let zh = try decoder.text(max: SealedWord.maxDetailByteCount)
            let en = try decoder.text(max: SealedWord.maxDetailByteCount)
            self = .refused(deal, code: code, Bilingual(zh: zh, en: en))
        case .shares: self = .shares(try SealedWord.words(from: &decoder))
        }
        try decoder.finish()
    }

    private static func words(from decoder: inout CBORDecoder) throws(CBORError) -> [[UInt8]] {
        try decoder.list(max: maxWords) { (inner) throws(CBORError) in try inner.byteString(max: maxWordByteCount) }
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= maxDetailByteCount ? text : String(text.prefix(maxDetailByteCount / 4))
    }
}

/// What brings the sealed disclosures work.
enum SealedNews: Sendable {
    case connected(Int)
    case disconnected(Int)
    case message(SealedWord.Kind, [UInt8], from: Int)
    /// A statement or a block names a deal that is not here.
    case lacking(Digest)

    var byteCount: Int {
        switch self {
        case .connected, .disconnected: 0
        case .lacking: 64
        case .message(_, let bytes, _): bytes.count + 256
        }
    }
}

typealias SealedMail = LinkMail<SealedNews>

extension LinkMail<SealedNews> {
    convenience init() { self.init(maxBytes: DepositLimits.maxWaitingBytes) { $0.byteCount } }
}
