import Signing
import Testing

@Suite struct JSONWritingTests {
    private static let sample: JSONValue = [
        "name": "示例", "list": [1, -2, [], [:]], "empty": [:], "on": true, "off": false, "none": .null,
        "inner": ["a": ["b": "c"]],
    ]

    @Test func `the compact form stands on one line without spaces`() {
        #expect(
            Self.sample.compact == #"""
                {"name":"示例","list":[1,-2,[],{}],"empty":{},"on":true,"off":false,"none":null,\#
                "inner":{"a":{"b":"c"}}}
                """#)
    }

    @Test func `the form for people has a member a line and two spaces a level`() {
        #expect(
            Self.sample.pretty == """
                {
                  "name": "示例",
                  "list": [
                    1,
                    -2,
                    [],
                    {}
                  ],
                  "empty": {},
                  "on": true,
                  "off": false,
                  "none": null,
                  "inner": {
                    "a": {
                      "b": "c"
                    }
                  }
                }

                """)
    }

    @Test func `only what must be escaped is`() {
        #expect(
            JSONValue.string("\"\\/\n\r\t\u{1}\u{1f}\u{7f}é\u{2028}😀").compact
                == "\"\\\"\\\\/\\n\\r\\t\\u0001\\u001f\u{7f}é\u{2028}😀\"")
        #expect(JSONValue.object(["a\"b": 1]).compact == #"{"a\"b":1}"#)
    }

    @Test func `the edges of integers are written exactly`() {
        #expect(
            JSONValue.array([.integer(.max), .integer(.min)]).compact == "[9223372036854775807,-9223372036854775808]")
    }

    @Test(arguments: UInt64(0)..<20)
    func `any value comes back from both forms`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let value = JSONValue(using: &generator)
            #expect(try JSONValue(parsing: value.compact, maxByteCount: 1 << 20) == value)
            #expect(try JSONValue(parsing: value.pretty, maxByteCount: 1 << 20) == value)
        }
    }

    @Test(arguments: UInt64(50)..<60)
    func `damaged text is refused or read as what it then says`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var bytes = Array(JSONValue(using: &generator).compact.utf8)
            guard let index = bytes.indices.randomElement(using: &generator) else { continue }
            bytes[index] = UInt8.random(in: 0...255, using: &generator)
            guard let value = try? JSONValue(parsing: bytes, maxByteCount: 1 << 20) else { continue }
            #expect(try JSONValue(parsing: value.compact, maxByteCount: 1 << 20) == value)
        }
    }
}

extension JSONValue {
    /// A random value; deeper ones are simpler.
    init(using generator: inout SeededGenerator, depth: Int = 0) {
        switch Int.random(in: 0..<(depth < 4 ? 6 : 4), using: &generator) {
        case 0: self = .integer(Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
        case 1: self = .bool(Bool.random(using: &generator))
        case 2: self = .null
        case 3:
            let letters = Array("ab\"\\\n\t\u{1}é水😀/")
            let count = Int.random(in: 0...12, using: &generator)
            self = .string(
                String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }))
        case 4:
            let count = Int.random(in: 0...4, using: &generator)
            self = .array((0..<count).map { _ in JSONValue(using: &generator, depth: depth + 1) })
        default:
            var object = JSONObject()
            for index in 0..<Int.random(in: 0...4, using: &generator) {
                object.append("member \(index)", JSONValue(using: &generator, depth: depth + 1))
            }
            self = .object(object)
        }
    }
}
