public import Signing

/// The counter at which a holder stands, as a request names it, and until when its number counts.
public struct CounterPlace: Hashable, Sendable, CBORCodable {
    /// Which counter: `Window 3`.
    public let name: String
    /// Where: `Sample branch`.
    public let place: String
    /// POSIX seconds: until then the clerk may type the number that the phone shows.
    public let numberUntil: UInt64

    /// How long a number counts, from the first fetch.
    public static let numberSeconds: UInt64 = 60
    /// Most bytes of a name and of a place.
    public static let maxByteCount = 100

    /// Nil for a name or a place that is empty or too long.
    public init?(name: String, place: String, numberUntil: UInt64) {
        guard CounterPlace.isFit(name), CounterPlace.isFit(place) else { return nil }
        self.name = name
        self.place = place
        self.numberUntil = numberUntil
    }

    /// True for a text that can name a counter or its place.
    public static func isFit(_ text: String) -> Bool {
        (1...maxByteCount).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.text(name)
        encoder.text(place)
        encoder.unsigned(numberUntil)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 3)
        let (name, place) = (
            try decoder.text(max: CounterPlace.maxByteCount), try decoder.text(max: CounterPlace.maxByteCount)
        )
        guard let counter = CounterPlace(name: name, place: place, numberUntil: try decoder.unsigned()) else {
            throw .outOfRange(offset: start)
        }
        self = counter
    }
}

/// The two digits that a phone at a counter shows and the clerk types: made from the signed request, in which the
/// desk's fresh nonce and the wallet's fresh grant key stand. Another session, and another wallet in the same one, has
/// another number but for one chance in a hundred.
public struct CounterNumber: Hashable, Sendable, CustomStringConvertible {
    /// 0 to 99.
    public let value: UInt64

    /// The number of a signed request (COSE_Sign1).
    public init(of request: [UInt8]) {
        var hasher = SHA256()
        hasher.update(Purpose.counterNumber)
        hasher.update(request)
        value = hasher.finalize().bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } % 100
    }

    /// Reads two digits; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 2, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        value = UInt64(digits[0] - 0x30) * 10 + UInt64(digits[1] - 0x30)
    }

    /// Two digits.
    public var description: String { (value < 10 ? "0" : "") + String(value) }
}
