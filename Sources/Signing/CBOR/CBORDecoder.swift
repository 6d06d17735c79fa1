/// Reads deterministic CBOR (RFC 8949 section 4.2.1) and refuses every other encoding of the same value.
///
/// A cursor over bytes: each call reads one item of the expected kind, with a limit on its length.
public struct CBORDecoder: Sendable {
    /// The bytes being read.
    public let bytes: [UInt8]
    /// Where the next item starts.
    public internal(set) var offset: Int
    /// True for bytes of our own making: that keys are points of their curves was checked when they came in.
    let areOwn: Bool
    let end: Int

    /// A reader at the first of these bytes; `areOwn` spares the checks of keys that were made before.
    public init(_ bytes: [UInt8], areOwn: Bool = false) {
        self.bytes = bytes
        self.areOwn = areOwn
        offset = 0
        end = bytes.count
    }

    /// A reader at the first of these bytes.
    public init(_ bytes: some Collection<UInt8>) { self.init(Array(bytes)) }

    /// True when all was read.
    public var isAtEnd: Bool { offset == end }

    /// The first byte of the next item; nil at the end.
    public var nextByte: UInt8? { offset < end ? bytes[offset] : nil }

    /// Refuses bytes behind the last item.
    public func finish() throws(CBORError) {
        guard isAtEnd else { throw .trailingBytes(offset: offset) }
    }

    /// An unsigned integer (major type 0) of at most `max`.
    public mutating func unsigned(max: UInt64 = .max) throws(CBORError) -> UInt64 {
        let start = offset
        let value = try head(0, .unsigned)
        guard value <= max else { throw .outOfRange(offset: start) }
        return value
    }

    /// Any integer of 64 bits with sign (major types 0 and 1).
    public mutating func integer() throws(CBORError) -> Int64 {
        let start = offset
        guard let first = nextByte else { throw .truncated(offset: offset) }
        let negative = first >> 5 == 1
        let value = try head(negative ? 1 : 0, .integer)
        guard value <= UInt64(Int64.max) else { throw .outOfRange(offset: start) }
        return negative ? -1 - Int64(value) : Int64(value)
    }

    /// A byte string of exactly `count` bytes.
    public mutating func byteString(count: Int) throws(CBORError) -> [UInt8] {
        let start = offset
        let found = try head(2, .byteString)
        guard found == UInt64(count) else { throw .wrongCount(offset: start, expected: count, found: found) }
        return try take(count)
    }

    /// A byte string of at most `max` bytes.
    public mutating func byteString(max: Int) throws(CBORError) -> [UInt8] {
        let start = offset
        let found = try head(2, .byteString)
        guard found <= UInt64(max) else { throw .tooLong(offset: start, limit: max, found: found) }
        return try take(Int(found))
    }

    /// A byte string of 32 bytes.
    public mutating func digest() throws(CBORError) -> Digest {
        let start = offset
        let found = try head(2, .byteString)
        guard found == UInt64(Digest.byteCount) else {
            throw .wrongCount(offset: start, expected: Digest.byteCount, found: found)
        }
        guard let digest = Digest(bytes, at: offset) else { throw .truncated(offset: start) }
        offset += Digest.byteCount
        return digest
    }

    /// A text of at most `max` bytes of UTF-8.
    public mutating func text(max: Int) throws(CBORError) -> String {
        let start = offset
        let found = try head(3, .text)
        guard found <= UInt64(max) else { throw .tooLong(offset: start, limit: max, found: found) }
        let utf8 = try take(Int(found))
        guard let text = String(validating: utf8, as: UTF8.self) else { throw .notUTF8(offset: start) }
        return text
    }

    /// The head of exactly this tag; its content follows.
    public mutating func tag(_ number: UInt64) throws(CBORError) {
        let start = offset
        let found = try head(6, .tag)
        guard found == number else { throw .unknownCode(offset: start, code: found) }
    }

    /// True or false.
    public mutating func bool() throws(CBORError) -> Bool {
        guard let byte = nextByte else { throw .truncated(offset: offset) }
        guard byte == 0xf4 || byte == 0xf5 else { throw .expected(.bool, offset: offset, found: byte) }
        offset += 1
        return byte == 0xf5
    }

    /// Null and nothing else.
    public mutating func null() throws(CBORError) {
        guard let byte = nextByte else { throw .truncated(offset: offset) }
        guard byte == 0xf6 else { throw .expected(.null, offset: offset, found: byte) }
        offset += 1
    }

    private mutating func take(_ count: Int) throws(CBORError) -> [UInt8] {
        guard count <= end - offset else { throw .truncated(offset: offset) }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// The argument of an item of this major type, in its shortest form.
    mutating func head(_ major: UInt8, _ kind: CBORKind) throws(CBORError) -> UInt64 {
        guard let first = nextByte else { throw .truncated(offset: offset) }
        guard first >> 5 == major else { throw .expected(kind, offset: offset, found: first) }
        let info = first & 31
        let width: Int
        switch info {
        case 0..<24:
            offset += 1
            return UInt64(info)
        case 24: width = 1
        case 25: width = 2
        case 26: width = 4
        case 27: width = 8
        case 31: throw .indefiniteLength(offset: offset)
        default: throw .reservedHead(offset: offset, byte: first)
        }
        guard end - offset > width else { throw .truncated(offset: offset) }
        var value: UInt64 = 0
        for index in 1...width { value = value << 8 | UInt64(bytes[offset + index]) }
        let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
        guard value >= least else { throw .notShortest(offset: offset) }
        offset += width + 1
        return value
    }
}
