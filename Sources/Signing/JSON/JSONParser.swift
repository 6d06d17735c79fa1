/// Reads JSON text (RFC 8259), and refuses all that two readers could understand differently.
struct JSONParser {
    let bytes: [UInt8]
    var offset = 0
    /// True when numbers of every form become strings.
    var keepsNumbers = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let result = try value(depth: 0)
        skipSpace()
        guard offset == bytes.count else { throw fault(.trailingText) }
        return result
    }

    /// A refusal at this place, or at the one named.
    func fault(_ fault: JSONFault, at place: Int? = nil) -> JSONError {
        .malformed(fault, at: JSONPosition(of: place ?? offset, in: bytes))
    }

    /// A refusal of whatever stands here.
    func unexpected() -> JSONError {
        offset < bytes.count ? fault(.unexpectedByte(bytes[offset])) : fault(.unexpectedEnd)
    }

    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        case UInt8(ascii: "n"): try word("null", .null)
        default: keepsNumbers ? .string(try numberText()) : .integer(try integer())
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try items(depth: depth, end: UInt8(ascii: "]")) { (parser) throws(JSONError) in
            elements.append(try parser.value(depth: depth))
        }
        return elements
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        // Bytes, because to `==` on strings some names that differ are equal.
        var names: Set<[UInt8]> = []
        try items(depth: depth, end: UInt8(ascii: "}")) { (parser) throws(JSONError) in
            let start = parser.offset
            guard parser.next == UInt8(ascii: "\"") else { throw parser.unexpected() }
            let name = try parser.string()
            guard names.insert(Array(name.utf8)).inserted else {
                throw parser.fault(.duplicateMember(name), at: start)
            }
            parser.skipSpace()
            try parser.take(UInt8(ascii: ":"))
            parser.skipSpace()
            members.append(JSONObject.Member(name: name, value: try parser.value(depth: depth)))
        }
        return JSONObject(distinct: members)
    }

    /// What stands between brackets: nothing, or items with commas between them.
    private mutating func items(
        depth: Int, end: UInt8, _ item: (inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard depth <= JSONValue.maxDepth else { throw fault(.tooDeep(limit: JSONValue.maxDepth)) }
        offset += 1
        skipSpace()
        if next == end {
            offset += 1
            return
        }
        while true {
            try item(&self)
            skipSpace()
            if next == end { break }
            try take(UInt8(ascii: ","))
            skipSpace()
        }
        offset += 1
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let firstDigit = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > firstDigit else { throw unexpected() }
        let isZero = bytes[firstDigit] == 0x30
        guard !isZero || offset == firstDigit + 1 else { throw fault(.leadingZero, at: start) }
        let isFraction = next == UInt8(ascii: ".") || next == UInt8(ascii: "e") || next == UInt8(ascii: "E")
        guard !isFraction, !isZero || firstDigit == start else { throw fault(.notAnInteger, at: start) }
        guard let value = Int64(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
            throw fault(.integerOutOfRange, at: start)
        }
        return value
    }

    /// A number as RFC 8259 section 6 writes it, whole or not, as it stands.
    private mutating func numberText() throws(JSONError) -> String {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let isZero = next == 0x30
        let whole = try digits()
        guard !isZero || whole == 1 else { throw fault(.leadingZero, at: start) }
        if next == UInt8(ascii: ".") {
            offset += 1
            _ = try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            _ = try digits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Reads over one digit or more; returns how many.
    private mutating func digits() throws(JSONError) -> Int {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > start else { throw unexpected() }
        return offset - start
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in word.utf8 { try take(byte) }
        return value
    }

    private mutating func take(_ byte: UInt8) throws(JSONError) {
        guard next == byte else { throw unexpected() }
        offset += 1
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { offset += 1 }
    }
}
