import Signing
import Testing

@Suite struct JSONParsingTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: text, maxByteCount: 100_000)
    }

    private func fault(_ text: String) -> JSONFault? {
        do {
            _ = try parse(text)
        } catch {
            if case .malformed(let fault, at: _) = error { return fault }
        }
        return nil
    }

    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", true), ("false", false), ("0", 0), ("-1", -1), ("10", 10),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("\"\"", ""), ("\"水\"", "水"), ("[]", []), ("{}", [:]), (" \t\r\n1 \t\r\n", 1),
            ("[1,[2],{}]", [1, [2], [:]]),
            ("{\"b\":1,\"a\":[null]}", ["b": 1, "a": [.null]]), ("[ 1 , 2 ]", [1, 2]), ("{ \"a\" : 1 }", ["a": 1]),
            ("{\"\":0}", ["": 0]),
        ] as [(String, JSONValue)])
    func `strict JSON is read as what it says`(_ text: String, _ value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u6c34""#, "Aé水"), (#""\ud83d\ude00""#, "😀"),
        (#""\uD83D\uDE00""#, "😀"), (#""\u0000""#, "\0"), (#""\uffff""#, "\u{ffff}"), ("\"\u{7f}\"", "\u{7f}"),
        (#""\udbff\udfff""#, "\u{10ffff}"), (#""\ud800\udc00""#, "\u{10000}"),
    ])
    func `escapes are read as their characters`(_ text: String, _ value: String) throws {
        #expect(try parse(text) == .string(value))
    }

    @Test func `members keep their order`() throws {
        guard case .object(let object) = try parse(#"{"z":1,"a":2,"m":3}"#) else {
            Issue.record("an object was read as something else")
            return
        }
        #expect(object.members.map(\.name) == ["z", "a", "m"])
        #expect(object["a"] == 2)
        #expect(object["b"] == nil)
    }

    @Test(arguments: [
        #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"[{"x":{"a":1,"a":1}}]"#,
    ])
    func `a name twice in one object is refused, however it is escaped`(_ text: String) {
        #expect(fault(text) == .duplicateMember("a"))
    }

    /// Swift holds both for equal: they are one character, composed and not.
    @Test func `names that only look alike are two names`() throws {
        guard case .object(let object) = try parse("{\"\u{e9}\":1,\"e\u{301}\":2,\"\u{212a}\":3,\"K\":4}") else {
            Issue.record("an object was read as something else")
            return
        }
        #expect(object["\u{e9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(object["\u{212a}"] == 3)
        #expect(object["K"] == 4)
    }

    @Test(arguments: ["1.0", "1.5", "-0.1", "1e2", "1E2", "1e-2", "0.0", "0e1", "-0", "[-0]", "-0.0"])
    func `numbers that are not whole, and minus zero, are refused`(_ text: String) {
        #expect(fault(text) == .notAnInteger)
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "100000000000000000000000000000"])
    func `numbers beyond 64 bits are refused`(_ text: String) {
        #expect(fault(text) == .integerOutOfRange)
    }

    @Test(arguments: ["01", "-01", "00", "[007]"])
    func `leading zeros are refused`(_ text: String) {
        #expect(fault(text) == .leadingZero)
    }

    @Test(
        arguments: [
            ("+1", UInt8(ascii: "+")), (".5", UInt8(ascii: ".")), ("-a", UInt8(ascii: "a")), ("NaN", UInt8(ascii: "N")),
            ("Infinity", UInt8(ascii: "I")), ("-Infinity", UInt8(ascii: "I")), ("True", UInt8(ascii: "T")),
            ("tru e", UInt8(ascii: " ")), ("nulL", UInt8(ascii: "L")), ("'a'", UInt8(ascii: "'")),
            ("[1,]", UInt8(ascii: "]")),
            ("[,1]", UInt8(ascii: ",")), ("[1 2]", UInt8(ascii: "2")), ("[1,,2]", UInt8(ascii: ",")),
            ("{\"a\":1,}", UInt8(ascii: "}")), ("{a:1}", UInt8(ascii: "a")), ("{1:1}", UInt8(ascii: "1")),
            ("{\"a\" 1}", UInt8(ascii: "1")), ("{\"a\":}", UInt8(ascii: "}")), ("{,}", UInt8(ascii: ",")),
            ("[1}", UInt8(ascii: "}")), ("{\"a\":1]", UInt8(ascii: "]")), ("]", UInt8(ascii: "]")),
            ("// a\n1", UInt8(ascii: "/")),
            ("/* a */1", UInt8(ascii: "/")), ("[1,/**/2]", UInt8(ascii: "/")), ("\u{feff}1", 0xef), ("\u{a0}1", 0xc2),
            ("\u{c}1", 0x0c), ("１", 0xef), ("\0", 0x00),
        ] as [(String, UInt8)])
    func `a character that does not belong is refused and named`(_ text: String, _ byte: UInt8) {
        #expect(fault(text) == .unexpectedByte(byte))
    }

    @Test(arguments: [
        "", " ", "[", "[1", "[1,", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"a", "\"\\", "\"\\u00", "-",
        "tr",
    ])
    func `a text that ends too early is refused`(_ text: String) {
        #expect(fault(text) == .unexpectedEnd)
    }

    @Test(arguments: ["1 2", "{}{}", "[]x", "null null", "\"a\"\"b\"", "1\0", "1x"])
    func `text behind the value is refused`(_ text: String) {
        #expect(fault(text) == .trailingText)
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\u0041""#, #""\ud83d\ud83d""#,
        #""\ude00\ud83d""#, #""\ude00\ude00""#, #""\ud83d\\ude00""#,
    ])
    func `half of a surrogate pair is refused`(_ text: String) {
        #expect(fault(text) == .loneSurrogate)
    }

    @Test(arguments: [#""\x41""#, #""\a""#, #""\'""#, #""\U0041""#, #""\u00g0""#, #""\u 041""#, #""\u+041""#, #""\0""#])
    func `unknown escapes are refused`(_ text: String) {
        #expect(fault(text) == .unknownEscape)
    }

    @Test func `control characters in a string are refused unless escaped`() {
        for byte in UInt8(0)..<0x20 {
            let text = "\"a" + String(UnicodeScalar(byte)) + "\""
            #expect(fault(text) == .controlCharacter(byte))
        }
    }

    @Test(
        arguments: [
            [0x22, 0xff, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
            [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0x22, 0xe6, 0xb0, 0x22],
        ] as [[UInt8]])
    func `a string that is not UTF-8 is refused`(_ bytes: [UInt8]) {
        #expect(throws: JSONError.malformed(.invalidUTF8, at: JSONPosition(line: 1, column: 1))) {
            try JSONValue(parsing: bytes, maxByteCount: 100)
        }
    }

    @Test func `thirty-two levels are read, thirty-three refused`() throws {
        func nested(_ open: String, _ close: String, _ count: Int) -> String {
            String(repeating: open, count: count) + "0" + String(repeating: close, count: count)
        }
        #expect(throws: Never.self) { try parse(nested("[", "]", 32)) }
        #expect(throws: Never.self) { try parse(nested("{\"a\":", "}", 32)) }
        #expect(fault(nested("[", "]", 33)) == .tooDeep(limit: 32))
        #expect(fault(nested("{\"a\":", "}", 33)) == .tooDeep(limit: 32))
        #expect(fault(nested("[{\"a\":", "}]", 17)) == .tooDeep(limit: 32))
        #expect(fault(String(repeating: "[", count: 90_000)) == .tooDeep(limit: 32))
    }

    @Test func `a text longer than its reader allows is refused before it is read`() {
        #expect(throws: Never.self) { try JSONValue(parsing: "[1]", maxByteCount: 3) }
        #expect(throws: JSONError.tooLarge(byteCount: 4, limit: 3)) { try JSONValue(parsing: "[1] ", maxByteCount: 3) }
        #expect(throws: JSONError.tooLarge(byteCount: 5, limit: 4)) { try JSONValue(parsing: "\"水\"", maxByteCount: 4) }
    }

    @Test(arguments: [
        ("[1,\n 2,\n  x]", 3, 3), ("x", 1, 1), ("{\"水水\": x}", 1, 8), ("[1]\n\n\nx", 4, 1),
        ("{\"a\":1,\n\"a\":2}", 2, 1),
        ("[", 1, 2), ("{\n\"a\": 1.5}", 2, 6),
    ])
    func `a refusal names the line and the column`(_ text: String, _ line: Int, _ column: Int) {
        do {
            _ = try parse(text)
            Issue.record("\(text) was read")
        } catch {
            guard case .malformed(_, at: let position) = error else { return }
            #expect(position == JSONPosition(line: line, column: column))
        }
    }

    @Test func `ten thousand members are read without comparing each with each`() throws {
        let text = "{" + (0..<9000).map { "\"m\($0)\":0" }.joined(separator: ",") + "}"
        guard case .object(let object) = try parse(text) else {
            Issue.record("an object was read as something else")
            return
        }
        #expect(object.members.count == 9000)
        #expect(fault(text.dropLast() + ",\"m17\":1}") == .duplicateMember("m17"))
    }
}
