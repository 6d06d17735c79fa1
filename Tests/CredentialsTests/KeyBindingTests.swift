import Credentials
import Signing
import Testing

struct KeyBindingTests {
    private static let demand = KeyBindingDemand(audience: "x509_hash:abc", nonce: "fresh")

    private func presented(_ fields: DocumentFields = Samples.fields) throws -> SDJWT {
        try Samples.issued(fields).showing([ClaimPath("ZZMC")])
    }

    private func bound(
        by key: PrivateKey = Samples.holderKey, audience: String = "x509_hash:abc", nonce: String = "fresh",
        at time: UInt64 = Samples.now
    ) throws -> SDJWT {
        try #require(presented().bound(by: key, audience: audience, nonce: nonce, issuedAt: time, extra: ["extra": 1]))
    }

    @Test func `the holder's presentation is accepted, with what it binds`() throws {
        let verified = try Samples.check(bound().text, .keyBinding(Self.demand))
        #expect(verified.keyBinding?["extra"] == 1)
        #expect(verified.disclosed == [ClaimPath("ZZMC")])
    }

    @Test func `whether a key binding is needed is never read off the text`() throws {
        #expect(throws: DocumentError.disclosure(.keyBindingUnexpected)) { try Samples.check(bound().text) }
        #expect(throws: DocumentError.disclosure(.keyBindingMissing)) {
            try Samples.check(presented().text, .keyBinding(Self.demand))
        }
        let free = try Samples.signer.issue(Samples.claims(holder: nil), fields: Samples.fields)
        let text = try #require(
            SDJWT(parsing: free.text).bound(by: Samples.holderKey, audience: "a", nonce: "n", issuedAt: 1)
        ).text
        #expect(throws: DocumentError.disclosure(.holderKeyMissing)) {
            try Samples.check(text, .keyBinding(Self.demand))
        }
    }

    @Test func `another nonce, audience, key or time is refused`() throws {
        try expect(.nonce(found: "old"), bound(nonce: "old"))
        try expect(.audience(found: "abc"), bound(audience: "abc"))
        try expect(.jose(.wrongSignature), bound(by: Samples.issuerKey))
        try expect(.tooOld(issued: Samples.now - 600, limit: 600), bound(at: Samples.now - 600))
        try expect(.fromFuture(issued: Samples.now + 100), bound(at: Samples.now + 100))
    }

    @Test func `a signature over other disclosures is refused`() throws {
        let bound = try bound()
        let more = try Samples.issued()
        let other = try #require(bound.keyBinding)
        try expect(.otherPresentation, SDJWT(parsing: bound.jwt + "~" + other))
        try expect(.otherPresentation, SDJWT(parsing: more.showing([ClaimPath("CZZT")]).text + other))
    }

    @Test func `a message of another kind is no key binding`() throws {
        let presented = try presented()
        let signer = try #require(JWSSigner(Samples.holderKey, type: "jwt"))
        let text = presented.text + signer.sign(["iat": 1, "aud": "x509_hash:abc", "nonce": "fresh", "sd_hash": "a"])
        try expect(.jose(.type(expected: "kb+jwt", found: "jwt")), SDJWT(parsing: text))
        let empty = try #require(JWSSigner(Samples.holderKey, type: "kb+jwt")).sign(["aud": ["x509_hash:abc"]])
        #expect(throws: DocumentError.self) {
            try Samples.check(presented.text + empty, .keyBinding(Self.demand))
        }
    }

    @Test func `the four claims of the standard cannot be replaced`() throws {
        let presented = try presented()
        let key = Samples.holderKey
        #expect(presented.bound(by: key, audience: "a", nonce: "n", issuedAt: 1, extra: ["nonce": "x"]) == nil)
        let edwards = PrivateKey(generating: .ed25519)
        #expect(presented.bound(by: edwards, audience: "a", nonce: "n", issuedAt: 1) == nil)
    }

    private func expect(_ error: KeyBindingError, _ document: SDJWT) throws {
        #expect(throws: DocumentError.disclosure(.keyBinding(error))) {
            try Samples.check(document.text, .keyBinding(Self.demand), at: Samples.now)
        }
    }
}
