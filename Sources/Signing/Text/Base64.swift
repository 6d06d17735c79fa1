/// Standard base64 with padding (RFC 4648 section 4), in its one canonical form: what signed notes carry.
public enum Base64 {
    private static let alphabet = Base64Alphabet(last: "+/")

    /// Four characters for every three bytes, the last group padded with `=`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        alphabet.encode(bytes, isPadded: true)
    }

    /// Nil for any other alphabet, white space, wrong padding, or unused bits that are not zero.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        var end = characters.count
        // No group is padding alone: two characters are the least that hold a byte.
        while characters.count - end < 2, end > 0, characters[end - 1] == Base64Alphabet.padding { end -= 1 }
        return alphabet.decode(characters[..<end])
    }
}

/// base64url without padding (RFC 4648 section 5, as in RFC 7515), in its one canonical form: what JSON carries.
public enum Base64URL {
    private static let alphabet = Base64Alphabet(last: "-_")

    /// Four characters for every three bytes, and two or three for what remains.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        alphabet.encode(bytes, isPadded: false)
    }

    /// Nil for any other alphabet, white space, padding, or unused bits that are not zero.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        alphabet.decode(Array(text.utf8)[...])
    }
}

/// Sixty-four characters, each for six bits.
private struct Base64Alphabet: Sendable {
    static let padding = UInt8(ascii: "=")
    private static let none: UInt8 = 0xff

    private let characters: [UInt8]
    private let values: [UInt8]

    /// The alphabet that ends in these two characters.
    init(last: String) {
        characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + last.utf8
        var values = [UInt8](repeating: Base64Alphabet.none, count: 256)
        for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: some Collection<UInt8>, isPadded: Bool) -> String {
        bytes.withContiguousStorageIfAvailable { source in unsafe encode(source, isPadded) }
            ?? (unsafe Array(bytes).withUnsafeBufferPointer { source in unsafe encode(source, isPadded) })
    }

    private func encode(_ source: UnsafeBufferPointer<UInt8>, _ isPadded: Bool) -> String {
        unsafe String(unsafeUninitializedCapacity: (source.count + 2) / 3 * 4) { target in
            unsafe characters.withUnsafeBufferPointer { table in
                unsafe Base64Alphabet.write(source, by: table, to: target, isPadded)
            }
        }
    }

    /// Writes the characters of the bytes; returns how many.
    private static func write(
        _ source: UnsafeBufferPointer<UInt8>, by table: UnsafeBufferPointer<UInt8>,
        to target: UnsafeMutableBufferPointer<UInt8>, _ isPadded: Bool
    ) -> Int {
        var count = 0
        for start in stride(from: 0, to: source.count, by: 3) {
            let left = min(3, source.count - start)
            var bits = unsafe UInt32(source[start]) << 16
            if left > 1 { bits |= unsafe UInt32(source[start + 1]) << 8 }
            if left > 2 { bits |= unsafe UInt32(source[start + 2]) }
            for position in 0..<4 {
                guard position <= left || isPadded else { break }
                let value = Int(bits >> UInt32(18 - 6 * position) & 63)
                unsafe target[count] = position <= left ? table[value] : padding
                count += 1
            }
        }
        return count
    }

    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        // One character alone holds six bits, which no byte fits.
        guard text.count % 4 != 1 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != Base64Alphabet.none else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            output.append(UInt8(truncatingIfNeeded: bits >> bitCount))
        }
        let unused = bits & (1 << bitCount - 1)
        return unused == 0 ? output : nil
    }
}
