import Signing

/// Any item that the encoding knows, for reading what a test does not expect in detail.
indirect enum CBORItem: Equatable {
    case integer(Int64)
    /// Beyond what a signed integer holds.
    case large(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBORItem])
    case map([[CBORItem]])
    case tagged(UInt64, CBORItem)
    case bool(Bool)
    case null

    /// Tags that can be read here.
    static let tags: [UInt64] = [0, 1, 2, 18, 23, 24, 32, 98, 1000]

    var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encode(into: &encoder)
        return encoder.bytes
    }

    func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .integer(let value): encoder.integer(value)
        case .large(let value): encoder.unsigned(value)
        case .bytes(let value): encoder.byteString(value)
        case .text(let value): encoder.text(value)
        case .array(let items): encoder.list(items) { encoder, item in item.encode(into: &encoder) }
        case .map(let pairs):
            encoder.map(pairs.count)
            for item in pairs.joined() { item.encode(into: &encoder) }
        case .tagged(let number, let item):
            encoder.tag(number)
            item.encode(into: &encoder)
        case .bool(let value): encoder.bool(value)
        case .null: encoder.null()
        }
    }

    init(decoding bytes: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(bytes)
        self = try CBORItem(from: &decoder)
        try decoder.finish()
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        switch (decoder.nextByte ?? 0xff) >> 5 {
        case 0 where decoder.nextByte == 0x1b: self = try CBORItem(large: &decoder)
        case 0, 1: self = .integer(try decoder.integer())
        case 2: self = .bytes(try decoder.byteString(max: 1 << 20))
        case 3: self = .text(try decoder.text(max: 1 << 20))
        case 4:
            self = .array(
                try decoder.list(max: 1 << 20) { (inner) throws(CBORError) in try CBORItem(from: &inner) })
        case 5:
            var pairs: [[CBORItem]] = []
            try decoder.map(max: 1 << 20) { (inner) throws(CBORError) in
                pairs.append([try CBORItem(from: &inner), try CBORItem(from: &inner)])
            }
            self = .map(pairs)
        case 6: self = try CBORItem(tagged: &decoder)
        default: self = try CBORItem(simple: &decoder)
        }
    }

    private init(large decoder: inout CBORDecoder) throws(CBORError) {
        let value = try decoder.unsigned()
        self = Int64(exactly: value).map(CBORItem.integer) ?? .large(value)
    }

    private init(tagged decoder: inout CBORDecoder) throws(CBORError) {
        for tag in CBORItem.tags {
            var probe = decoder
            guard (try? probe.tag(tag)) != nil else { continue }
            decoder = probe
            self = .tagged(tag, try CBORItem(from: &decoder))
            return
        }
        try decoder.tag(CBORItem.tags[0])
        self = .null
    }

    private init(simple decoder: inout CBORDecoder) throws(CBORError) {
        if decoder.nextByte == 0xf6 {
            try decoder.null()
            self = .null
        } else {
            self = .bool(try decoder.bool())
        }
    }
}

extension CBORItem {
    /// A random item; deeper ones are simpler.
    init(using generator: inout SeededGenerator, depth: Int = 0) {
        switch Int.random(in: 0..<(depth < 4 ? 9 : 6), using: &generator) {
        case 0: self = .integer(Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
        case 1: self = .bytes(generator.bytes(Int.random(in: 0...300, using: &generator)))
        case 2: self = .text(String(repeating: "证a", count: Int.random(in: 0...40, using: &generator)))
        case 3: self = .bool(Bool.random(using: &generator))
        case 4: self = .null
        case 5: self = .large(.max - UInt64.random(in: 0...UInt64(Int64.max), using: &generator))
        case 6:
            let count = Int.random(in: 0...4, using: &generator)
            self = .array((0..<count).map { _ in CBORItem(using: &generator, depth: depth + 1) })
        case 7:
            let keys = Set((0..<4).map { _ in Int64.random(in: -300...300, using: &generator) })
            let ordered = keys.map(CBORItem.integer).sorted { $0.encoded.lexicographicallyPrecedes($1.encoded) }
            self = .map(ordered.map { [$0, CBORItem(using: &generator, depth: depth + 1)] })
        default:
            let tag = CBORItem.tags[Int.random(in: 0..<CBORItem.tags.count, using: &generator)]
            self = .tagged(tag, CBORItem(using: &generator, depth: depth + 1))
        }
    }
}
