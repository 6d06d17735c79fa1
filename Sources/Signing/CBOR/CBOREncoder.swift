/// Writes deterministic CBOR (RFC 8949 section 4.2.1): shortest lengths, definite sizes, no floats.
///
/// The writer of a map gives its keys in their encoded order; `CBORDecoder` refuses any other.
public struct CBOREncoder: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// An empty writer with room for so many bytes.
    public init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// An unsigned integer: major type 0.
    public mutating func unsigned(_ value: UInt64) { head(0, value) }

    /// Any integer: negative ones by major type 1.
    public mutating func integer(_ value: Int64) {
        if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(-1 - value)) }
    }

    /// A byte string: major type 2.
    public mutating func byteString(_ value: [UInt8]) {
        head(2, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A byte string: major type 2.
    public mutating func byteString(_ value: some Collection<UInt8>) {
        head(2, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// The 32 bytes of a digest as a byte string.
    public mutating func digest(_ value: Digest) {
        head(2, UInt64(Digest.byteCount))
        value.append(to: &bytes)
    }

    /// A text in UTF-8: major type 3.
    public mutating func text(_ value: String) {
        let utf8 = value.utf8
        head(3, UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    /// Opens an array; its `count` items follow.
    public mutating func array(_ count: Int) { head(4, UInt64(count)) }

    /// Opens a map; its `count` pairs follow, keys in ascending encoded order.
    public mutating func map(_ count: Int) { head(5, UInt64(count)) }

    /// The head of a tag; its content follows.
    public mutating func tag(_ number: UInt64) { head(6, number) }

    /// True or false.
    public mutating func bool(_ value: Bool) { bytes.append(value ? 0xf5 : 0xf4) }

    /// Null.
    public mutating func null() { bytes.append(0xf6) }

    /// Bytes that are one encoded item already.
    public mutating func encoded(_ item: some Collection<UInt8>) { bytes.append(contentsOf: item) }

    /// A value that writes itself, or null.
    public mutating func optional<Value>(_ value: Value?, _ write: (inout CBOREncoder, Value) -> Void) {
        if let value { write(&self, value) } else { null() }
    }

    /// An array of values that write themselves.
    public mutating func list<Items: Collection>(_ items: Items, _ write: (inout CBOREncoder, Items.Element) -> Void) {
        array(items.count)
        for item in items { write(&self, item) }
    }

    private mutating func head(_ major: UInt8, _ value: UInt64) {
        let type = major << 5
        switch value {
        case 0..<24:
            bytes.append(type | UInt8(value))
        case 24...0xff:
            bytes.append(type | 24)
            bytes.append(UInt8(value))
        case 0x100...0xffff:
            bytes.append(type | 25)
            big(value, 2)
        case 0x1_0000...0xffff_ffff:
            bytes.append(type | 26)
            big(value, 4)
        default:
            bytes.append(type | 27)
            big(value, 8)
        }
    }

    private mutating func big(_ value: UInt64, _ count: Int) {
        for index in stride(from: count - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index * 8)))
        }
    }
}

/// A value with exactly one deterministic CBOR encoding.
public protocol CBORCodable: Sendable {
    /// Appends the one encoding.
    func encode(into encoder: inout CBOREncoder)
    /// Reads the one encoding and nothing else.
    init(from decoder: inout CBORDecoder) throws(CBORError)
}

extension CBORCodable {
    /// The one encoding.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder()
        encode(into: &encoder)
        return encoder.bytes
    }

    /// Reads one value that fills all the bytes.
    public init(decoding bytes: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(bytes)
        self = try Self(from: &decoder)
        try decoder.finish()
    }

    /// Reads one value that fills all the bytes.
    public init(decoding bytes: some Collection<UInt8>) throws(CBORError) {
        var decoder = CBORDecoder(bytes)
        self = try Self(from: &decoder)
        try decoder.finish()
    }
}
