import Credentials
import Signing
import Testing

struct DocumentTests {
    @Test func `a document says what was issued`() throws {
        let verified = try Samples.check(Samples.issued().text)
        #expect(try verified.documentClaims() == Samples.claims())
        #expect(verified.issuerKey == Samples.issuerKey.publicKey)
        #expect(verified.holderKey?.signatureKey == Samples.holderKey.publicKey)
        #expect(verified[ClaimPath("KZ_XB")] == "女")
        #expect(verified.status == StatusReference(index: 4711, uri: Samples.issuer + "/status/1"))
        #expect(verified.certificate?.names.uris == [Samples.issuer])
        let attachment = try #require(verified[ClaimPath([.member("attachments"), .index(0)])])
        #expect(try Attachment(JSONElement(attachment)) == Samples.fields.attachments[0])
    }

    @Test func `the digest of the document is that of its signed part`() throws {
        let issued = try Samples.signer.issue(Samples.claims(), fields: Samples.fields)
        let document = try SDJWT(parsing: issued.text)
        #expect(document.digest == issued.digest)
        #expect(try document.showing([]).digest == issued.digest)
        #expect(issued.digest == SHA256.digest(issued.jwt.utf8))
    }

    @Test func `any altered character is refused`() throws {
        let text = Array(try Samples.issued().text)
        var generator = Dice(seed: 7)
        for _ in 0..<300 {
            let place = generator.next(below: text.count)
            let replacement: Character = text[place] == "A" ? "B" : "A"
            var altered = text
            altered[place] = replacement
            #expect(throws: DocumentError.self, "place \(place)") { try Samples.check(String(altered)) }
        }
    }

    @Test func `disclosures of another document are refused`() throws {
        let (one, other) = (try Samples.issued(), try Samples.issued())
        let mixed = one.jwt + "~" + other.disclosures.map { $0.text + "~" }.joined()
        #expect(throws: DocumentError.disclosure(.unreferenced(index: 0))) { try Samples.check(mixed) }
    }

    @Test func `the old name of the type is told`() throws {
        let signer = try #require(JWSSigner(Samples.issuerKey, type: "vc+sd-jwt", x5c: [Samples.certificate]))
        let text = signer.sign(["iss": .string(Samples.issuer), "vct": "a"]) + "~"
        #expect(throws: DocumentError.oldType) { try Samples.check(text) }
        let plain = try #require(JWSSigner(Samples.issuerKey, type: "JWT", x5c: [Samples.certificate]))
        #expect(throws: DocumentError.jose(.type(expected: "dc+sd-jwt", found: "JWT"))) {
            try Samples.check(plain.sign(["vct": "a"]) + "~")
        }
    }

    @Test func `a document counts from its issue until the second of its end`() throws {
        let text = try Samples.issued().text
        let end = Samples.now + Samples.year
        #expect(throws: DocumentError.expired(at: end)) { try Samples.check(text, at: end) }
        _ = try Samples.check(text, at: end - 1)
        _ = try Samples.check(text, at: Samples.now - 10)
        #expect(throws: DocumentError.self) { try Samples.check(text, at: Samples.now - 61) }
        let later = try document([.open("nbf", .value(.integer(Int64(Samples.now) + 100)))])
        #expect(throws: DocumentError.notYetValid(from: Samples.now + 100)) { try Samples.check(later) }
    }

    @Test(arguments: ["iss", "exp", "nbf", "cnf", "vct", "status", "deedbox", "vct#integrity", "aud"])
    func `a claim that must be open is refused as a disclosure`(_ name: String) throws {
        let claims = Samples.claims().members.filter { $0.name != name } + [.disclosable(name, .value(1))]
        let signer = SDJWTSigner(
            try #require(JWSSigner(Samples.issuerKey, type: SDJWTType.document, x5c: [Samples.certificate])))
        #expect(throws: DocumentError.neverDisclosable(name)) { try Samples.check(signer.issue(claims).text) }
        #expect(throws: ClaimFault.neverDisclosable(name)) { try Samples.signer.issue(claims) }
    }

    @Test func `a document of another issuer than the certificate's is refused`() throws {
        let issued = try Samples.signer.issue(
            Samples.claims(issuer: "https://issuer.example/bank"), fields: Samples.fields)
        #expect(throws: DocumentError.otherIssuer(found: "https://issuer.example/bank")) {
            try Samples.check(issued.text)
        }
    }

    @Test func `published keys are trusted for their issuer alone, and only when that is the way`() throws {
        let text = try Samples.issued().text
        let keys = PublishedKeys(
            issuer: Samples.issuer, keys: [Samples.holderKey.publicKey, Samples.issuerKey.publicKey])
        let read = try PublishedKeys(parsing: keys.encoded, issuer: Samples.issuer)
        #expect(read == keys)
        let check = DocumentCheck(.published(issuer: Samples.issuer, keys.keys))
        #expect(try check.verified(text, holder: .none, at: Samples.now).certificate == nil)
        let other = DocumentCheck(.published(issuer: "https://other.example", keys.keys))
        #expect(throws: DocumentError.otherIssuer(found: Samples.issuer)) {
            try other.verified(text, holder: .none, at: Samples.now)
        }
        let none = DocumentCheck(.published(issuer: Samples.issuer, JSONWebKeySet([])))
        #expect(throws: DocumentError.issuerKeyMissing) { try none.verified(text, holder: .none, at: Samples.now) }
        let bare = try #require(DocumentSigner(Samples.issuerKey, chain: []))
        #expect(throws: DocumentError.issuerKeyMissing) {
            try Samples.check(bare.issue(Samples.claims(), fields: Samples.fields).text)
        }
        #expect(throws: JSONError.self) { try PublishedKeys(parsing: keys.encoded, issuer: "https://other.example") }
    }

    @Test func `a key on the ledger is enough, whatever the chain says`() throws {
        let bare = try #require(DocumentSigner(Samples.issuerKey, chain: []))
        let keys = [Samples.holderKey.publicKey, Samples.issuerKey.publicKey]
        for signer in [Samples.signer, bare] {
            let text = try signer.issue(Samples.claims(), fields: Samples.fields).text
            let check = DocumentCheck(.registered(keys))
            #expect(try check.verified(text, holder: .none, at: Samples.now).issuerKey == Samples.issuerKey.publicKey)
            #expect(throws: DocumentError.issuerKeyMissing) {
                try DocumentCheck(.registered([keys[0]])).verified(text, holder: .none, at: Samples.now)
            }
        }
    }

    @Test func `a holder reads a document beyond its end`() throws {
        let text = try Samples.issued().text
        let end = Samples.now + Samples.year
        let check = DocumentCheck(.registered([Samples.issuerKey.publicKey]), judgesValidity: false)
        #expect(try check.verified(text, holder: .none, at: end + 1).expiry == end)
    }

    @Test func `the ledger's claim is read strictly`() throws {
        let good = try Samples.check(Samples.issued().text).claims
        let ledger = try #require(good["deedbox"])
        guard case .object(let members) = ledger else { throw JSONError.missing(path: "deedbox") }
        let changes: [(String, JSONValue)] = [
            ("as_of", "2090-01-01"), ("correction", "AAAA"), ("label", "private"), ("version", -1), ("origin", ""),
        ]
        for (name, value) in changes {
            #expect(throws: JSONError.self, "\(name)") {
                try DocumentClaims(good.with("deedbox", .object(members.with(name, value))))
            }
        }
        var longer = members
        longer.append("more", 1)
        #expect(throws: JSONError.unknownMember(path: "deedbox.more")) {
            try DocumentClaims(good.with("deedbox", .object(longer)))
        }
        #expect(try DocumentClaims(good) == Samples.claims())
    }

    private func document(_ claims: [ClaimMember]) throws -> String {
        try Samples.signer.issue([.open("iss", .value(.string(Samples.issuer))), .open("vct", .value("a"))] + claims)
            .text
    }
}

extension JSONObject {
    /// The same with another value.
    func with(_ name: String, _ value: JSONValue) -> JSONObject {
        var object = JSONObject()
        for member in members { object.append(member.name, member.name == name ? value : member.value) }
        return object
    }
}

/// A small generator, so that a failure can be seen again.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
