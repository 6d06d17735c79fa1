import Credentials
import Signing
import Testing

struct TypeMetadataTests {
    private let metadata = TypeMetadata(
        type: Samples.issuer + "/types/a/1", name: "Resident identity card",
        display: [.init(locale: "zh-CN", name: "居民身份证"), .init(locale: "en", name: "Resident identity card")],
        claims: [
            .init(
                path: ClaimPath("CZZT"), labels: [.init(locale: "zh-CN", name: "持证主体")], isMandatory: true,
                disclosability: .always, sensitivity: 2),
            .init(
                path: ClaimPath([.member("attachments"), .all]), labels: [], isMandatory: false,
                disclosability: .allowed, sensitivity: nil),
        ])

    @Test func `what is published is read`() throws {
        #expect(try TypeMetadata(parsing: metadata.encoded) == metadata)
    }

    @Test func `the integrity is that of the bytes`() {
        let text = TypeMetadata.integrity(of: Array("abc".utf8))
        #expect(text == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    }

    @Test(arguments: [
        "{}", #"{"vct":""}"#, #"{"vct":"a","claims":[{}]}"#, #"{"vct":"a","claims":[{"path":[]}]}"#,
        #"{"vct":"a","claims":[{"path":[true]}]}"#, #"{"vct":"a","claims":[{"path":["b"],"sd":"maybe"}]}"#,
        #"{"vct":"a","claims":[{"path":[-1]}]}"#, #"{"vct":"a","display":[{"name":"x"}]}"#,
    ])
    func `metadata that breaks the form is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try TypeMetadata(parsing: Array(text.utf8)) }
    }

    @Test func `members of others are left alone`() throws {
        let text = #"{"vct":"a","schema":{},"claims":[{"path":["b",null,0],"svg_id":"x"}]}"#
        let read = try TypeMetadata(parsing: Array(text.utf8))
        #expect(read.claims.map(\.path) == [ClaimPath([.member("b"), .all, .index(0)])])
        #expect(read.claims.map(\.disclosability) == [.allowed])
    }
}

struct WebAddressTests {
    @Test(arguments: [
        "https://a.example", "https://a.example/", "http://127.0.0.1:7401/x/y", "https://a-b.example:8443/p%20q",
        "http://[::1]:80/", "http://localhost:1",
    ])
    func `an address is written as it was read`(_ text: String) {
        #expect(WebAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "a.example", "ftp://a.example", "https://", "https://A.example", "https://a.example?x",
        "https://u@a.example",
        "https://a.example#f", "https://a.example:0", "https://a.example:00080", "https://a.example:99999",
        "https://-a.example", "https://a..example", "HTTPS://a.example", "https://a.example/ b", "https:///x",
        "https://[::1", "https://a.example:", "javascript:alert(1)", "https://例.example",
    ])
    func `any other text is refused`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `well-known documents stand between host and path`() {
        #expect(
            WebAddress("https://a.example/police/one")?.wellKnown("jwt-vc-issuer")
                == "https://a.example/.well-known/jwt-vc-issuer/police/one")
        #expect(WebAddress("https://a.example/")?.wellKnown("x") == "https://a.example/.well-known/x")
        #expect(WebAddress("https://a.example")?.appending("types/1") == "https://a.example/types/1")
        #expect(WebAddress("https://a.example/p/")?.appending("q") == "https://a.example/p/q")
    }

    @Test func `loopback is told from the rest`() {
        #expect(WebAddress("http://127.1.2.3")?.isLoopback == true)
        #expect(WebAddress("http://localhost:7401")?.isLoopback == true)
        #expect(WebAddress("http://127.evil.example")?.isLoopback == false)
        #expect(WebAddress("http://10.0.0.1")?.isLoopback == false)
    }
}
