import Credentials
import Signing
import Testing

struct SDJWTTests {
    @Test func `the published disclosure has its published digest`() throws {
        let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
        let document = try SDJWT(parsing: "a.b.c~\(text)~")
        let disclosure = try #require(document.disclosures.first)
        #expect(disclosure.digest == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0")
        #expect(disclosure.name == "family_name")
        #expect(disclosure.value == "Möbius")
        #expect(document.text == "a.b.c~\(text)~")
    }

    @Test func `a document opens to what was issued`() throws {
        let document = try Samples.issued()
        let claims = try document.unverifiedClaims().claims
        #expect(claims["CZZT"] == "示例甲")
        #expect(claims["_sd"] == nil)
        #expect(claims["_sd_alg"] == nil)
        #expect(document.disclosures.count == 7)
        #expect(try SDJWT(parsing: document.text) == document)
    }

    @Test func `nothing withheld can be read in what is shown`() throws {
        let shown = try Samples.issued().showing([ClaimPath("ZZMC")])
        #expect(shown.disclosures.map(\.name) == ["ZZMC"])
        #expect(try shown.unverifiedClaims().claims["CZZT"] == nil)
        #expect(!shown.text.contains(Base64URL.encode(Array("示例甲".utf8)).dropLast()))
        #expect(try Samples.issued().showing([]).disclosures.isEmpty)
    }

    @Test func `a field of a group brings its group, and none of its neighbours`() throws {
        let shown = try Samples.issued(Samples.file).showing([ClaimPath("medical", "medical-3")])
        let claims = try shown.unverifiedClaims()
        #expect(shown.disclosures.count == 2)
        #expect(claims.claims["medical"] == ["medical-3": "value 3 of medical"])
        #expect(claims.claims["social"] == nil)
        #expect(claims[ClaimPath("medical", "medical-3")] == "value 3 of medical")
    }

    @Test func `a group that is chosen brings all that is below it`() throws {
        let shown = try Samples.issued(Samples.file).showing([ClaimPath("credit")])
        #expect(shown.disclosures.count == 9)
    }

    @Test func `elements of an array are shown one by one or all`() throws {
        let document = try Samples.issued()
        let one = try document.showing([ClaimPath([.member("attachments"), .index(1), .member("name")])])
        #expect(one.disclosures.count == 2)
        #expect(try one.unverifiedClaims()[ClaimPath([.member("attachments"), .index(0), .member("name")])] == "page")
        let all = try document.showing([ClaimPath([.member("attachments"), .all])])
        #expect(all.disclosures.count == 3)
    }

    @Test func `a path to nothing is refused`() throws {
        let path = ClaimPath("KZ_NONE")
        #expect(throws: SDJWTError.nothingAt(path)) { try Samples.issued().showing([path]) }
    }

    @Test func `four of ninety-three fields in groups stay below three kilobytes`() throws {
        let groups = (1...8).map { group in
            DocumentFields.Item.group(
                name: "dimension-\(group)",
                fields: (1...12).map {
                    .init(name: "field-\(group)-\($0)", value: .string("a value of thirty-two characters"))
                })
        }
        let shown = try Samples.issued(DocumentFields(groups)).showing(
            (1...4).map { ClaimPath("dimension-3", "field-3-\($0)") })
        let bound = try #require(shown.bound(by: Samples.holderKey, audience: "bank", nonce: "n", issuedAt: 1))
        // The certificate of the signer is not part of the comparison.
        #expect(bound.text.utf8.count - Base64.encode(Samples.certificate).utf8.count * 4 / 3 < 3_072)
    }

    @Test func `decoys fill the digests up, and no disclosure opens them`() throws {
        let signer = try #require(DocumentSigner(Samples.issuerKey, chain: [Samples.certificate], decoyMultiple: 8))
        let document = try SDJWT(parsing: signer.issue(Samples.claims(), fields: Samples.fields).text)
        let digests = try digests(document)
        #expect(digests.count == 8)
        #expect(digests == digests.sorted())
        #expect(document.disclosures.count == 7)
        _ = try document.unverifiedClaims()
    }

    @Test func `two documents share no salt and no digest`() throws {
        let documents = try (0..<20).map { _ in try Samples.issued() }
        let disclosures = documents.flatMap(\.disclosures)
        #expect(Set(disclosures.map(\.text)).count == 140)
        #expect(Set(disclosures.map(\.digest)).count == 140)
    }

    @Test func `claims without anything to withhold have no digests`() throws {
        let signer = SDJWTSigner(try #require(JWSSigner(Samples.issuerKey, type: "t")))
        let issued = try signer.issue([.open("a", .value(1))])
        #expect(issued.text == issued.jwt + "~")
        #expect(try CompactJWS(parsing: issued.jwt, type: "t").unverified == ["a": 1])
    }

    @Test(arguments: ["_sd", "..."])
    func `a reserved name cannot be issued`(_ name: String) throws {
        let signer = SDJWTSigner(try #require(JWSSigner(Samples.issuerKey, type: "t")))
        #expect(throws: ClaimFault.reservedName(name)) { try signer.issue([.disclosable(name, .value(1))]) }
        #expect(throws: ClaimFault.reservedName(name)) {
            try signer.issue([.open("a", .object([.open(name, .value(1))]))])
        }
    }

    @Test func `a name twice cannot be issued, nor the algorithm`() throws {
        let signer = SDJWTSigner(try #require(JWSSigner(Samples.issuerKey, type: "t")))
        #expect(throws: ClaimFault.nameTwice("a")) {
            try signer.issue([.open("a", .value(1)), .disclosable("a", .value(2))])
        }
        #expect(throws: ClaimFault.reservedName("_sd_alg")) { try signer.issue([.open("_sd_alg", .value(1))]) }
        #expect(throws: ClaimFault.neverDisclosable("status")) {
            try Samples.signer.issue([.disclosable("status", .value(1))])
        }
    }

    private func digests(_ document: SDJWT) throws -> [String] {
        let payload = try CompactJWS(parsing: document.jwt, type: SDJWTType.document).unverified
        return try JSONElement(try #require(payload["_sd"])).list { (item) throws(JSONError) in try item.string() }
    }
}
