extension JSONParser {
    /// Reads a string; the cursor stands at its opening quote.
    mutating func string() throws(JSONError) -> String {
        let start = offset
        var utf8: [UInt8] = []
        offset += 1
        while true {
            guard let byte = next else { throw fault(.unexpectedEnd) }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let text = String(validating: utf8, as: UTF8.self) else { throw fault(.invalidUTF8, at: start) }
                return text
            case UInt8(ascii: "\\"):
                utf8.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw fault(.controlCharacter(byte))
            default:
                let plain = bytes[offset...].prefix { JSONParser.isPlain($0) }
                utf8.append(contentsOf: plain)
                offset += plain.count
            }
        }
    }

    /// True for a byte of a string that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func escape() throws(JSONError) -> UnicodeScalar {
        let start = offset
        offset += 1
        guard let letter = next else { throw fault(.unexpectedEnd) }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UnicodeScalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar(from: start)
        default: throw fault(.unknownEscape, at: start)
        }
    }

    /// The scalar of one `\u` with its four digits, or of two that are a surrogate pair.
    private mutating func scalar(from start: Int) throws(JSONError) -> UnicodeScalar {
        let first = try codeUnit()
        if let scalar = UnicodeScalar(first) { return scalar }
        guard first < 0xdc00, bytes[offset...].starts(with: "\\u".utf8) else { throw fault(.loneSurrogate, at: start) }
        offset += 2
        let second = try codeUnit()
        let value = 0x10000 + (UInt32(first) & 0x3ff) << 10 + UInt32(second) & 0x3ff
        guard (0xdc00...0xdfff).contains(second), let scalar = UnicodeScalar(value) else {
            throw fault(.loneSurrogate, at: start)
        }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw fault(.unexpectedEnd) }
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault(.unknownEscape)
            }
            value = value << 4 | UInt16(digit)
            offset += 1
        }
        return value
    }
}
