internal import Peering
internal import Signing

/// What one node tells another of weekly keys: signed words of any validators. Nothing in it is believed before it is
/// checked.
enum WeeklyWord {
    /// The byte that tells the link what the payload is.
    static let kind: UInt8 = 96
    static let rule = FrameRule(kind: kind, lane: .background, maxByteCount: 64 << 10)
    /// Most bytes of a payload that is sent; the rule has room for its head.
    private static let partByteCount = 60_000
    /// Most words of one payload.
    private static let maxWords = 1 << 16
    private static let maxWordByteCount = 1_024

    /// The words as one list.
    static func payload(_ words: [[UInt8]]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.list(words) { $0.byteString($1) }
        return encoder.bytes
    }

    /// The words of a payload; none when it is no list of them.
    static func words(in payload: [UInt8]) -> [[UInt8]] {
        var decoder = CBORDecoder(payload)
        let words = try? decoder.list(max: maxWords) { (inner) throws(CBORError) in
            try inner.byteString(max: maxWordByteCount)
        }
        return words ?? []
    }

    /// Payloads that fit the link.
    static func payloads(_ words: [[UInt8]]) -> [[UInt8]] {
        var parts: [[[UInt8]]] = []
        var room = 0
        for word in words {
            if word.count + 3 > room {
                parts.append([])
                room = partByteCount
            }
            parts[parts.count - 1].append(word)
            room -= word.count + 3
        }
        return parts.map(payload)
    }
}

/// What brings the weekly keys work.
enum WeeklyNews: Sendable {
    case connected(Int)
    case disconnected(Int)
    case message([UInt8], from: Int)

    var byteCount: Int {
        switch self {
        case .connected, .disconnected: 0
        case .message(let bytes, _): bytes.count + 256
        }
    }
}

typealias WeeklyMail = LinkMail<WeeklyNews>

extension LinkMail<WeeklyNews> {
    convenience init() { self.init(maxBytes: 16 << 20) { $0.byteCount } }
}
