import Credentials
import Signing
import Testing

struct PresentationQueryTests {
    private func query(_ text: String) throws -> PresentationQuery {
        try PresentationQuery(JSONElement(parsing: text, maxByteCount: 65_536))
    }

    private static let type = Samples.issuer + "/types/11100000000013127D001/1"

    private func one(_ members: String) throws -> CredentialQuery {
        let text = """
            {"credentials":[{"id":"card","format":"dc+sd-jwt","meta":{"vct_values":["\(Self.type)"]}\(members)}]}
            """
        return try #require(try query(text).credential("card"))
    }

    private func document() throws -> DisclosedClaims { try Samples.issued().unverifiedClaims() }

    @Test func `a query is written as it is read`() throws {
        let asked = PresentationQuery(
            [
                CredentialQuery(
                    id: "a", types: ["t"],
                    claims: [
                        ClaimQuery(id: "x", path: ClaimPath("X"), values: ["1", 2, true]),
                        ClaimQuery(id: "y", path: ClaimPath([.member("L"), .all])),
                    ], claimSets: [["x", "y"], ["x"]]), CredentialQuery(id: "b", types: ["u", "v"], claims: nil),
            ], sets: [.init(options: [["a"], ["b"]]), .init(options: [["b"]], isRequired: false)])
        #expect(try query(asked.json.compact) == asked)
    }

    @Test(arguments: [
        #"{"credentials":[]}"#, #"{}"#, #"{"credentials":[{"id":"a","format":"dc+sd-jwt"}]}"#,
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":[]}}]}"#,
        #"{"credentials":[{"id":"a b","format":"dc+sd-jwt","meta":{"vct_values":["t"]}}]}"#,
        #"""
        {"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]}},
            {"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]}}]}
        """#,
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]},"claims":[]}]}"#,
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]},"claims":[{"path":[]}]}]}"#,
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]},"claims":[{"path":["x",-1]}]}]}"#,
        #"""
        {"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]},"claims":[{"id":"x","path":["x"]}],
            "claim_sets":[["y"]]}]}
        """#,
        #"""
        {"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]}}],
            "credential_sets":[{"options":[["b"]]}]}
        """#,
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]}}],"credential_sets":[]}"#,
    ])
    func `what is no query is refused`(_ text: String) throws {
        #expect(throws: JSONError.self) { try query(text) }
    }

    @Test func `a document answers by the claims that are asked for, and nothing more`() throws {
        let document = try document()
        let asked = try one(#","claims":[{"path":["CZZT"]},{"path":["KZ_XB"],"values":["男","女"]}]"#)
        #expect(asked.match(document, type: Self.type) == .answers([[ClaimPath("CZZT"), ClaimPath("KZ_XB")]]))
        #expect(try one("").match(document, type: Self.type) == .answers([[]]))
        let excess = Set(asked.excess(of: document))
        #expect(excess.contains(ClaimPath("ZZMC")) && !excess.contains(ClaimPath("CZZT")))
    }

    @Test func `every clause that fails is named`() throws {
        let document = try document()
        let asked = try one(#","claims":[{"path":["NO"]},{"path":["CZZT"],"values":["other",1]},{"path":["ZZMC"]}]"#)
        #expect(
            asked.match(document, type: Self.type)
                == .fails([.missing(ClaimPath("NO")), .value(ClaimPath("CZZT"))]))
        #expect(asked.match(document, type: "other") == .fails([.type(found: "other")]))
        let mdoc = try query(#"{"credentials":[{"id":"m","format":"mso_mdoc","meta":{"doctype_value":"x"}}]}"#)
        #expect(
            try #require(mdoc.credential("m")).match(document, type: Self.type) == .fails([.format("mso_mdoc")]))
    }

    @Test func `values match by type too`() throws {
        let asked = try one(#","claims":[{"path":["deedbox","version"],"values":["1"]}]"#)
        let path = ClaimPath("deedbox", "version")
        #expect(try asked.match(document(), type: Self.type) == .fails([.value(path)]))
        let number = try one(#","claims":[{"path":["deedbox","version"],"values":[1]}]"#)
        #expect(try number.match(document(), type: Self.type) == .answers([[path]]))
    }

    @Test func `of claim sets the verifier's preference comes first, and what all need is required`() throws {
        let claims = #","claims":[{"id":"a","path":["CZZT"]},{"id":"b","path":["NO"]},{"id":"c","path":["KZ_XB"]}]"#
        let asked = try one(claims + #","claim_sets":[["a","b"],["a","c"],["a"]]"#)
        #expect(
            try asked.match(document(), type: Self.type)
                == .answers([[ClaimPath("CZZT"), ClaimPath("KZ_XB")], [ClaimPath("CZZT")]]))
        #expect(asked.required.map(\.id) == ["a"])
    }

    @Test func `a path with null means every element`() throws {
        let issued = try Samples.signer.issue([
            .open("vct", .value(.string(Self.type))),
            .open("list", .array([.disclosable(.value("x")), .disclosable(.value("y"))])),
        ])
        let document = try SDJWT(parsing: issued.text).unverifiedClaims()
        let asked = try one(#","claims":[{"path":["list",null],"values":["y"]}]"#)
        guard case .answers(let found) = asked.match(document, type: Self.type) else {
            Issue.record("it does not answer")
            return
        }
        #expect(found == [[ClaimPath([.member("list"), .all])]] && asked.excess(of: document).isEmpty)
    }

    @Test func `sets say what is needed together`() throws {
        let parts = ["a", "b", "c"].map { CredentialQuery(id: $0, types: ["t"], claims: nil) }
        let all = PresentationQuery(parts)
        #expect(all.needed(of: ["a", "b"]) == nil && all.needed(of: ["a", "b", "c"]) == ["a", "b", "c"])
        let sets = PresentationQuery(
            parts, sets: [.init(options: [["a", "b"], ["c"]]), .init(options: [["b"]], isRequired: false)])
        #expect(sets.needed(of: ["a"]) == nil)
        #expect(sets.needed(of: ["c", "b"]) == ["c"] && sets.needed(of: ["a", "b", "c"]) == ["a", "b"])
    }
}
