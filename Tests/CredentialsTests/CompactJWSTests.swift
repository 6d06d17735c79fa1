import Credentials
import Signing
import Testing

struct CompactJWSTests {
    /// RFC 7515 appendix A.3.
    static let published =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
        + "Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

    private func publishedKey() throws -> PublicKey {
        let x = try #require(Base64URL.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"))
        let y = try #require(Base64URL.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        return try #require(PublicKey(.es256, bytes: x + y))
    }

    @Test func `the published example verifies, under no other key`() throws {
        let message = try CompactJWS(parsing: Self.published, maxByteCount: 1_000)
        let signed = try message.verified(by: publishedKey())
        #expect(signed.claims["iss"] == "joe")
        #expect(throws: JOSEError.wrongSignature) { try message.verified(by: Samples.holderKey.publicKey) }
        #expect(throws: JOSEError.wrongSignature) {
            try message.verified(by: PrivateKey(generating: .ed25519).publicKey)
        }
    }

    @Test func `either value of s is accepted`() throws {
        let signer = try #require(JWSSigner(Samples.issuerKey, type: "test+jwt"))
        let text = signer.sign(["a": 1])
        let parts = text.split(separator: ".").map(String.init)
        let signature = try #require(Base64URL.decode(parts[2]))
        let other =
            parts[0] + "." + parts[1] + "." + Base64URL.encode(signature.prefix(32) + negated(signature.suffix(32)))
        let key = Samples.issuerKey.publicKey
        #expect(try CompactJWS(parsing: other, type: "test+jwt").verified(by: key).claims["a"] == 1)
        #expect(try CompactJWS(parsing: text, type: "test+jwt").verified(by: key).claims["a"] == 1)
        #expect(key.verifies(signature, over: Array((parts[0] + "." + parts[1]).utf8)))
    }

    @Test func `another typ is refused, and so is none`() throws {
        let text = try #require(JWSSigner(Samples.issuerKey, type: "a+jwt")).sign([:])
        #expect(throws: JOSEError.type(expected: "b+jwt", found: "a+jwt")) {
            try CompactJWS(parsing: text, type: "b+jwt")
        }
        #expect(throws: JOSEError.type(expected: "b+jwt", found: nil)) {
            try CompactJWS(parsing: Self.published, type: "b+jwt")
        }
    }

    @Test(arguments: ["none", "HS256", "ES384", "EdDSA", "es256", "RS256"])
    func `no other algorithm is read`(_ name: String) throws {
        let text = try compact(#"{"alg":"\#(name)","typ":"t"}"#, "{}")
        #expect(throws: JOSEError.algorithm(expected: "ES256", found: name)) {
            try CompactJWS(parsing: text, type: "t")
        }
    }

    @Test(arguments: [
        #"{"alg":"ES256","typ":"t","crit":["exp"],"exp":1}"#, #"{"alg":"ES256","typ":"t","b64":false}"#,
    ])
    func `members that change the meaning are refused`(_ header: String) throws {
        let text = try compact(header, "{}")
        #expect(throws: JOSEError.self) { try CompactJWS(parsing: text, type: "t") }
    }

    @Test(arguments: [
        #"{"alg":"ES256","typ":"t","alg":"ES256"}"#, #"{"alg":"ES256","typ":"t","typ":"t"}"#, "[]", "{", "null",
        #"{"alg":1,"typ":"t"}"#, #"{"typ":"t"}"#, #"{"alg":"ES256","typ":"t","x5c":[]}"#,
        #"{"alg":"ES256","typ":"t","x5c":["_"]}"#, #"{"alg":"ES256","typ":"t","jwk":{"kty":"EC"}}"#,
    ])
    func `a header that is not exactly one is refused`(_ header: String) throws {
        let text = try compact(header, "{}")
        #expect(throws: JOSEError.self) { try CompactJWS(parsing: text, type: "t") }
    }

    @Test(arguments: [#"{"a":1,"a":1}"#, "[]", "", "1", #"{"a":01}"#, "{}{}", #"{"a":1.5}"#])
    func `a payload that is no strict JSON object is refused`(_ payload: String) throws {
        let text = try compact(#"{"alg":"ES256","typ":"t"}"#, payload)
        #expect(throws: JOSEError.self) { try CompactJWS(parsing: text, type: "t") }
    }

    @Test func `text beside the three parts is refused`() throws {
        let text = try compact(#"{"alg":"ES256","typ":"t"}"#, "{}")
        for altered in [text + ".", "." + text, text + "=", text + "\n", " " + text, text + ".a", text + "A"] {
            #expect(throws: JOSEError.self) {
                try CompactJWS(parsing: altered, type: "t").verified(by: Samples.issuerKey.publicKey)
            }
        }
        #expect(throws: JOSEError.tooLarge(byteCount: text.utf8.count, limit: 10)) {
            try CompactJWS(parsing: text, type: "t", maxByteCount: 10)
        }
        #expect(try CompactJWS(parsing: text, type: "t").verified(by: Samples.issuerKey.publicKey).claims == [:])
    }

    @Test func `a signer takes keys of ES256 alone`() {
        #expect(JWSSigner(PrivateKey(generating: .ed25519), type: "t") == nil)
    }

    /// Signed with the sample issuer's key.
    private func compact(_ header: String, _ payload: String) throws -> String {
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        return input + "." + Base64URL.encode(Samples.issuerKey.sign(Array(input.utf8)))
    }

    /// The group order less a scalar.
    private func negated(_ scalar: some Collection<UInt8>) -> [UInt8] {
        let order = Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551") ?? []
        var borrow = 0
        return zip(order, scalar).reversed().map { high, low in
            let difference = Int(high) - Int(low) - borrow
            borrow = difference < 0 ? 1 : 0
            return UInt8(truncatingIfNeeded: difference)
        }.reversed()
    }
}
