import Signing

/// Any item of deterministic CBOR, read without `CBORDecoder` and written by `CBOREncoder`.
///
/// It reads every width of a number: whatever is not the shortest form comes out otherwise than it went in.
indirect enum AnyItem {
    case number(major: UInt8, UInt64)
    case string(major: UInt8, ArraySlice<UInt8>)
    case array([AnyItem])
    case map([AnyItem])
    case tag(UInt64, AnyItem)
    case simple(UInt8)

    /// Nil when bytes are missing, or of a kind that is not used.
    init?(_ bytes: inout ArraySlice<UInt8>) {
        guard let first = bytes.popFirst() else { return nil }
        let major = first >> 5
        if major == 7 {
            self = .simple(first)
            return
        }
        guard let argument = AnyItem.argument(first & 31, &bytes) else { return nil }
        switch major {
        case 0, 1: self = .number(major: major, argument)
        case 2, 3:
            guard argument <= bytes.count else { return nil }
            self = .string(major: major, bytes.prefix(Int(argument)))
            bytes = bytes.dropFirst(Int(argument))
        case 4, 5:
            guard argument <= bytes.count, let items = AnyItem.items(Int(argument) * (major == 4 ? 1 : 2), &bytes)
            else { return nil }
            self = major == 4 ? .array(items) : .map(items)
        case _:
            guard let content = AnyItem(&bytes) else { return nil }
            self = .tag(argument, content)
        }
    }

    func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .number(0, let value): encoder.unsigned(value)
        case .number(_, let value) where value > UInt64(Int64.max): encoder.encoded([0x3b] + AnyItem.big(value))
        case .number(_, let value): encoder.integer(-1 - Int64(value))
        case .string(2, let bytes): encoder.byteString(bytes)
        case .string(_, let bytes): encoder.text(String(decoding: bytes, as: UTF8.self))
        case .array(let items):
            encoder.array(items.count)
            for item in items { item.encode(into: &encoder) }
        case .map(let items):
            encoder.map(items.count / 2)
            for item in AnyItem.sorted(items) { item.encode(into: &encoder) }
        case .tag(let number, let content):
            encoder.tag(number)
            content.encode(into: &encoder)
        case .simple(0xf6): encoder.null()
        case .simple(let first): encoder.bool(first == 0xf5)
        }
    }

    var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encode(into: &encoder)
        return encoder.bytes
    }

    /// The pairs of a map in the order of their keys' encodings, and of equal keys one.
    private static func sorted(_ items: [AnyItem]) -> [AnyItem] {
        let pairs = stride(from: 0, to: items.count, by: 2).map { (items[$0].encoded, items[$0], items[$0 + 1]) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
        return pairs.enumerated().filter { $0.offset == 0 || pairs[$0.offset - 1].0 != $0.element.0 }
            .flatMap { [$0.element.1, $0.element.2] }
    }

    private static func items(_ count: Int, _ bytes: inout ArraySlice<UInt8>) -> [AnyItem]? {
        var items: [AnyItem] = []
        for _ in 0..<count {
            guard let item = AnyItem(&bytes) else { return nil }
            items.append(item)
        }
        return items
    }

    private static func argument(_ info: UInt8, _ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        guard info >= 24 else { return UInt64(info) }
        guard info <= 27, bytes.count >= 1 << (info - 24) else { return nil }
        var value: UInt64 = 0
        for _ in 0..<1 << (info - 24) { value = value << 8 | UInt64(bytes.removeFirst()) }
        return value
    }

    private static func big(_ value: UInt64) -> [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
