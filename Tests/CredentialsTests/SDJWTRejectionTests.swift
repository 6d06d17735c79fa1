import Credentials
import Signing
import Testing

/// Every rejection of RFC 9901 section 7.1, by documents that an issuer signed and no issuer should.
struct SDJWTRejectionTests {
    private static let salt = "c2FsdHNhbHRzYWx0c2FsdA"

    @Test func `a disclosure that no digest refers to is refused`() throws {
        let stray = disclosure(#"["\#(Self.salt)","a",1]"#)
        #expect(throws: SDJWTError.unreferenced(index: 0)) { try open(#"{"b":2}"#, [stray]) }
    }

    @Test(arguments: ["_sd", "..."])
    func `a disclosure with a reserved name is refused`(_ name: String) throws {
        let bad = disclosure(#"["\#(Self.salt)","\#(name)",["x"]]"#)
        #expect(throws: SDJWTError.reservedName(name)) { try open(#"{"_sd":["\#(digest(bad))"]}"#, [bad]) }
    }

    @Test func `a missing last tilde is refused, and what stands there must be a key binding`() throws {
        let document = try Samples.issued()
        #expect(throws: SDJWTError.malformed) { try SDJWT(parsing: String(document.text.dropLast())) }
        #expect(throws: SDJWTError.malformed) { try SDJWT(parsing: document.jwt) }
        for text in ["", "~", "a.b~", "~a.b.c", "a.b.c~x.y", "a.b.c~..", "a..c~", "a.b.c.d~"] {
            #expect(throws: SDJWTError.malformed) { try SDJWT(parsing: text) }
        }
    }

    @Test func `a wrong arity is refused in both places`() throws {
        let two = disclosure(#"["\#(Self.salt)",1]"#)
        let three = disclosure(#"["\#(Self.salt)","a",1]"#)
        #expect(throws: SDJWTError.wrongArity(index: 0, expected: 3, found: 2)) {
            try open(#"{"_sd":["\#(digest(two))"]}"#, [two])
        }
        #expect(throws: SDJWTError.wrongArity(index: 0, expected: 2, found: 3)) {
            try open(#"{"a":[{"...":"\#(digest(three))"}]}"#, [three])
        }
        for text in ["[]", #"["s"]"#, #"["s","a",1,2]"#, #"["s",1,2]"#] {
            #expect(throws: SDJWTError.self) { try open("{}", [disclosure(text)]) }
        }
    }

    @Test func `a member that is there already is refused`() throws {
        let first = disclosure(#"["\#(Self.salt)","a",1]"#)
        let second = disclosure(#"["c2FsdA","a",2]"#)
        #expect(throws: SDJWTError.nameTwice("a")) { try open(#"{"a":1,"_sd":["\#(digest(first))"]}"#, [first]) }
        #expect(throws: SDJWTError.nameTwice("a")) {
            try open(#"{"_sd":["\#(digest(first))","\#(digest(second))"]}"#, [first, second])
        }
    }

    @Test func `a digest that stands twice is refused, with its disclosure and without`() throws {
        let once = disclosure(#"["\#(Self.salt)","a",1]"#)
        let twice = #"{"_sd":["\#(digest(once))"],"b":{"_sd":["\#(digest(once))"]}}"#
        #expect(throws: SDJWTError.digestTwice(digest(once))) { try open(twice, [once]) }
        #expect(throws: SDJWTError.digestTwice(digest(once))) { try open(twice, []) }
        #expect(throws: SDJWTError.digestTwice(digest(once))) {
            try open(#"{"_sd":["\#(digest(once))"]}"#, [once, once])
        }
        let parent = disclosure(#"["\#(Self.salt)","p",{"_sd":["\#(digest(once))"]}]"#)
        #expect(throws: SDJWTError.digestTwice(digest(once))) {
            try open(#"{"_sd":["\#(digest(parent))","\#(digest(once))"]}"#, [parent, once])
        }
    }

    @Test func `a child without its parent is refused`() throws {
        let child = disclosure(#"["\#(Self.salt)","a",1]"#)
        let parent = disclosure(#"["\#(Self.salt)","p",{"_sd":["\#(digest(child))"]}]"#)
        let payload = #"{"_sd":["\#(digest(parent))"]}"#
        #expect(try open(payload, [child, parent]).claims == ["p": ["a": 1]])
        #expect(try open(payload, [parent]).claims == ["p": [:]])
        #expect(throws: SDJWTError.unreferenced(index: 0)) { try open(payload, [child]) }
    }

    @Test(arguments: ["sha-512", "md5", "SHA-256", ""])
    func `another digest algorithm is refused`(_ name: String) {
        #expect(throws: SDJWTError.self) { try open(#"{"_sd_alg":"\#(name)"}"#, []) }
    }

    @Test func `the default algorithm may be named or left out`() throws {
        #expect(try open(#"{"_sd_alg":"sha-256","a":1}"#, []).claims == ["a": 1])
        #expect(throws: SDJWTError.self) { try open(#"{"_sd_alg":1}"#, []) }
    }

    @Test(arguments: [
        #"{"_sd":"x"}"#, #"{"_sd":[1]}"#, #"{"_sd":{}}"#, #"{"...":"x"}"#, #"{"a":{"...":"x"}}"#,
        #"{"a":[{"...":1}]}"#, #"{"a":[{"...":"x","b":1}]}"#, #"{"a":{"_sd":null}}"#,
    ])
    func `digests that are none, or stand elsewhere, are refused`(_ payload: String) {
        #expect(throws: SDJWTError.self) { try open(payload, []) }
    }

    @Test func `unmatched digests, decoys and empty lists vanish`() throws {
        #expect(try open(#"{"_sd":["x","y"],"a":[{"...":"z"},1],"b":{"_sd":[]}}"#, []).claims == ["a": [1], "b": [:]])
    }

    @Test func `bad disclosures are refused with their place`() throws {
        #expect(throws: SDJWTError.disclosureNotBase64URL(index: 1)) {
            try SDJWT(parsing: "a.b.c~\(disclosure(#"["s","a",1]"#))~a=~")
        }
        #expect(throws: SDJWTError.disclosureNotBase64URL(index: 0)) { try SDJWT(parsing: "a.b.c~~") }
        #expect(throws: SDJWTError.saltMissing(index: 0)) { try SDJWT(parsing: "a.b.c~\(disclosure(#"[1,"a",1]"#))~") }
        for text in ["{}", "1", #"["s","a",{"b":1,"b":2}]"#, #"["s","a",1]x"#] {
            #expect(throws: SDJWTError.self) { try SDJWT(parsing: "a.b.c~\(disclosure(text))~") }
        }
    }

    @Test func `too many, too long and too deep are refused`() {
        let many = String(repeating: disclosure(#"["s",1]"#) + "~", count: SDJWT.maxDisclosures + 1)
        #expect(throws: SDJWTError.self) { try SDJWT(parsing: "a.b.c~" + many) }
        #expect(throws: SDJWTError.tooLarge(byteCount: 6, limit: 5)) { try SDJWT(parsing: "a.b.c~", maxByteCount: 5) }
        var disclosures = [disclosure(#"["s","a",1]"#)]
        for _ in 0..<40 {
            disclosures.append(disclosure(#"["s","a",{"_sd":["\#(digest(disclosures[disclosures.count - 1]))"]}]"#))
        }
        let top = digest(disclosures[disclosures.count - 1])
        #expect(throws: SDJWTError.tooDeep(limit: 32)) { try open(#"{"_sd":["\#(top)"]}"#, disclosures) }
    }

    private func disclosure(_ json: String) -> String { Base64URL.encode(Array(json.utf8)) }

    private func digest(_ disclosure: String) -> String {
        Base64URL.encode(SHA256.digest(disclosure.utf8).bytes)
    }

    private func open(_ payload: String, _ disclosures: [String]) throws -> DisclosedClaims {
        let jwt = "e30." + Base64URL.encode(Array(payload.utf8)) + ".AA"
        return try SDJWT(parsing: jwt + "~" + disclosures.map { $0 + "~" }.joined()).unverifiedClaims()
    }
}
