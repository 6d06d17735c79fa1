import Signing
import Testing

@Suite struct JSONReaderTests {
    private enum Colour: String, CaseIterable { case red, blue }

    private static let network = """
        {"name": "sample", "validators": [{"keys": {"log": "AAEC"}, "weight": 3, "votes": true, "colour": "red"}]}
        """

    /// What the sample holds, read member by member.
    private func read(_ text: String) throws(JSONError) -> [[UInt8]] {
        try JSONElement(parsing: text, maxByteCount: 1000).object { (network) throws(JSONError) in
            _ = try network.member("name").string(maxByteCount: 10)
            return try network.member("validators").list(max: 2) { (validator) throws(JSONError) in
                try validator.object { (validator) throws(JSONError) in
                    _ = try validator.member("weight").integer(in: 0...9)
                    _ = try validator.member("votes").bool()
                    _ = try validator.member("colour").code(Colour.self)
                    _ = try validator.optionalMember("note")?.string()
                    return try validator.member("keys").object { (keys) throws(JSONError) in
                        try keys.member("log").base64URL(count: 3)
                    }
                }
            }
        }
    }

    @Test func `members are read by name and kind`() throws {
        #expect(try read(Self.network) == [[0, 1, 2]])
    }

    @Test(arguments: [
        ("\"name\": \"sample\"", "\"name\": 7", JSONError.expected(.string, path: "name", found: .integer)),
        (
            "\"name\": \"sample\"", "\"name\": \"sample sample\"",
            .invalid(path: "name", reason: "has 13 bytes, at most 10 are allowed")
        ),
        ("\"name\": \"sample\", ", "", .missing(path: "name")),
        ("\"log\": \"AAEC\"", "", .missing(path: "validators[0].keys.log")),
        (
            "\"AAEC\"", "\"AAE\"",
            .invalid(path: "validators[0].keys.log", reason: "has 2 bytes, and must have 3")
        ),
        (
            "\"AAEC\"", "\"AAEC=\"",
            .invalid(path: "validators[0].keys.log", reason: "must be base64url without padding")
        ),
        ("\"AAEC\"", "null", .expected(.string, path: "validators[0].keys.log", found: .null)),
        ("{\"log\": \"AAEC\"}", "[]", .expected(.object, path: "validators[0].keys", found: .array)),
        (
            "\"weight\": 3", "\"weight\": 10",
            .invalid(path: "validators[0].weight", reason: "is 10, and must be from 0 to 9")
        ),
        (
            "\"weight\": 3", "\"weight\": -1",
            .invalid(path: "validators[0].weight", reason: "is -1, and must be from 0 to 9")
        ),
        ("\"weight\": 3", "\"weight\": \"3\"", .expected(.integer, path: "validators[0].weight", found: .string)),
        ("\"votes\": true", "\"votes\": 1", .expected(.bool, path: "validators[0].votes", found: .integer)),
        ("\"red\"", "\"Red\"", .invalid(path: "validators[0].colour", reason: "must be one of red, blue")),
        (
            "\"weight\": 3", "\"weight\": 3, \"note\": null",
            .expected(.string, path: "validators[0].note", found: .null)
        ),
        ("\"weight\": 3", "\"weight\": 3, \"Weight\": 3", .unknownMember(path: "validators[0].Weight")),
        ("\"AAEC\"", "\"AAEC\", \"a b\": 1", .unknownMember(path: "validators[0].keys[\"a b\"]")),
        ("\"name\": \"sample\"", "\"name\": \"sample\", \"\": 1", .unknownMember(path: "[\"\"]")),
        (
            "\"name\": \"sample\", \"validators\": [", "\"name\": \"sample\", \"validators\": [1,2,",
            .invalid(path: "validators", reason: "has 3 items, at most 2 are allowed")
        ),
        (
            "\"validators\": [", "\"validators\": [7,",
            .expected(.object, path: "validators[0]", found: .integer)
        ),
    ])
    func `a refusal names the path, the rule and the fact`(
        _ old: String, _ new: String, _ reason: JSONError
    ) {
        let text = Self.network.replacing(old, with: new)
        #expect(text != Self.network)
        #expect(throws: reason) { try read(text) }
    }

    @Test(arguments: ["[]", "1", "null", "\"a\""])
    func `another kind at the top is refused as the text`(_ text: String) {
        #expect {
            try read(text)
        } throws: {
            guard case .expected(.object, path: "the text", found: _)? = $0 as? JSONError else { return false }
            return true
        }
    }

    @Test func `an object whose names are data is read in order, each name in its path`() throws {
        let element = try JSONElement(parsing: #"{"b":1,"a c":2}"#, maxByteCount: 100)
        let entries = try element.entries { (name, value) throws(JSONError) in "\(name)=\(try value.integer())" }
        #expect(entries == ["b=1", "a c=2"])
        #expect(throws: JSONError.expected(.string, path: "[\"a c\"]", found: .integer)) {
            try element.entries { (name, value) throws(JSONError) in
                name == "b" ? "" : try value.string()
            }
        }
        #expect(throws: JSONError.invalid(path: "the text", reason: "has 2 items, at most 1 are allowed")) {
            try element.entries(max: 1) { (_, _) throws(JSONError) in }
        }
    }

    @Test func `a reader can refuse a value for a reason of its own`() {
        #expect(throws: JSONError.invalid(path: "a", reason: "must rhyme")) {
            try JSONElement(["a": "b"]).object { (object) throws(JSONError) in
                throw try object.member("a").invalid("must rhyme")
            }
        }
    }

    @Test func `unsigned integers, digests and fixed words are held to their form`() throws {
        let digest = SHA256.digest([])
        #expect(try JSONElement(.string(digest.hex)).digest() == digest)
        #expect(throws: JSONError.self) { try JSONElement(.string(digest.hex.uppercased())).digest() }
        #expect(try JSONElement(7).unsigned(max: 7) == 7)
        #expect(throws: JSONError.self) { try JSONElement(8).unsigned(max: 7) }
        #expect(throws: JSONError.self) { try JSONElement(-1).unsigned() }
        #expect(try JSONElement(.integer(.max)).unsigned(max: .max) == UInt64(Int64.max))
        #expect(throws: Never.self) { try JSONElement("v1").exactly("v1") }
        #expect(throws: JSONError.invalid(path: "the text", reason: "must be v1")) {
            try JSONElement("v2").exactly("v1")
        }
    }

    @Test func `a name that only looks like the one asked for is not taken for it`() {
        #expect(throws: JSONError.missing(path: "K")) {
            try JSONElement(parsing: "{\"\u{212a}\": 1}", maxByteCount: 100).object { (object) throws(JSONError) in
                try object.member("K").integer()
            }
        }
        #expect(throws: JSONError.self) { try JSONElement(.string("\u{212a}")).exactly("K") }
    }

    @Test(arguments: [
        (JSONError.missing(path: "a.b"), "a.b is missing"),
        (.expected(.string, path: "a", found: .null), "a must be a string, and is null"),
        (.unknownMember(path: "a[0].x"), "a[0].x is not a member that is known here"),
        (.invalid(path: "a", reason: "must rhyme"), "a must rhyme"),
        (.tooLarge(byteCount: 5, limit: 4), "the text has 5 bytes, at most 4 are allowed"),
        (.malformed(.unexpectedByte(0x2c), at: JSONPosition(line: 2, column: 7)), "unexpected ',' (line 2, column 7)"),
        (
            .malformed(.controlCharacter(9), at: JSONPosition(line: 1, column: 1)),
            "byte 0x09 must be escaped in a string (line 1, column 1)"
        ),
    ])
    func `a refusal reads as a sentence`(_ error: JSONError, _ sentence: String) {
        #expect("\(error)" == sentence)
    }
}
