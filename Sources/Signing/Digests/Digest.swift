/// A SHA-256 digest: 32 bytes, compared and ordered as the bytes stand (FIPS 180-4).
public struct Digest: Hashable, Comparable, Sendable {
    /// The digest as four big-endian words: the first holds bytes 0 to 7.
    package var words: (UInt64, UInt64, UInt64, UInt64)

    /// Bytes in a digest.
    public static let byteCount = 32

    /// Thirty-two zero bytes: the "empty child" of a sparse Merkle tree, never the digest of known data.
    public static let zero = Digest(words: (0, 0, 0, 0))

    /// A digest from its four words.
    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Reads 32 bytes; nil for any other count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Digest.byteCount else { return nil }
        self.init(bytes, at: 0)
    }

    /// Reads 32 bytes; nil for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.byteCount else { return nil }
        let stored = bytes.withContiguousStorageIfAvailable { unsafe Digest(UnsafeRawBufferPointer($0), at: 0) }
        self = stored ?? Digest(walking: bytes)
    }

    /// Reads the 32 bytes of a collection that does not keep them side by side.
    private init(walking bytes: some Collection<UInt8>) {
        var iterator = bytes.makeIterator()
        func word() -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<8 { value = value << 8 | UInt64(iterator.next() ?? 0) }
            return value
        }
        words = (word(), word(), word(), word())
    }

    /// Reads the 32 bytes from an offset on; nil when there are fewer.
    init?(_ bytes: [UInt8], at offset: Int) {
        guard offset >= 0, bytes.count - offset >= Digest.byteCount else { return nil }
        self = unsafe bytes.withUnsafeBytes { unsafe Digest($0, at: offset) }
    }

    private init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        func word(_ index: Int) -> UInt64 {
            unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// Reads 64 lower-case hexadecimal digits; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Digest.byteCount)
        append(to: &result)
        return result
    }

    /// Appends the 32 bytes.
    public func append(to output: inout [UInt8]) {
        unsafe withBytes { bytes in unsafe output.append(contentsOf: bytes) }
    }

    /// Calls `body` with the 32 bytes where they stand.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let stored = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return unsafe withUnsafeBytes(of: stored) { bytes in unsafe body(bytes) }
    }

    /// The bit at a position, 0 being the most significant of the first byte.
    @inlinable
    public func bit(_ position: Int) -> Bool {
        word(position >> 6) >> UInt64(63 - position & 63) & 1 == 1
    }

    /// Lower-case hexadecimal.
    public var hex: String { Hex.encode(bytes) }

    @usableFromInline
    func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        default: words.3
        }
    }

    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    public static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}
