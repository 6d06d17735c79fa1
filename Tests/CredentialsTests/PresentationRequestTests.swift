import Credentials
import Signing
import Testing

struct PresentationRequestTests {
    private let key = PrivateKey(generating: .es256)
    private let answerKey = AgreementKey()
    /// One for all requests: their asker is named by its digest.
    private let certificate: [UInt8]

    init() throws { certificate = try Samples.certificate("https://bank.example", key: key) }

    private func request(
        client: String? = nil, uri: String = "https://bank.example/response", nonce: String = "0123456789abcdef",
        walletNonce: String? = "mine"
    ) throws -> PresentationRequest {
        PresentationRequest(
            clientID: client ?? ClientIdentifier.text(of: certificate), responseURI: uri, nonce: nonce,
            state: "state", walletNonce: walletNonce,
            query: PresentationQuery([CredentialQuery(id: "a", types: ["t"], claims: nil)]),
            sealing: AnswerSealing(key: answerKey.publicKey, encryptions: ContentEncryption.allCases),
            issuedAt: Samples.now, expiry: Samples.now + 600,
            statements: [.init(format: "own", data: "text")])
    }

    private func link(_ request: PresentationRequest) -> PresentationLink {
        PresentationLink(clientID: request.clientID, address: "https://bank.example/request", isPosted: true)
    }

    private func received(
        _ request: PresentationRequest, at time: UInt64 = Samples.now
    ) throws -> ReceivedPresentationRequest {
        let text = try #require(request.signed(by: key, x5c: [certificate]))
        return try ReceivedPresentationRequest(parsing: text, from: link(request), walletNonce: "mine", at: time)
    }

    @Test func `a request is read as it was signed`() throws {
        let asked = try request()
        let found = try received(asked)
        #expect(found.request == asked && found.certificate.key == key.publicKey)
        #expect(found.certificate.issuer.contains("Sample root"))
        let host = try request(client: "x509_san_dns:bank.example")
        #expect(try received(host).request == host)
    }

    @Test func `who asks must be whom the certificate names`() throws {
        func refusal(_ request: PresentationRequest) -> PresentationRefusal? {
            do { _ = try received(request) } catch { return error as? PresentationRefusal }
            return nil
        }
        let other = ClientIdentifier.text(of: [1])
        #expect(try refusal(request(client: other)) == .otherCertificate)
        #expect(try refusal(request(client: "x509_san_dns:other.example")) == .otherCertificate)
        let away = "https://other.example/response"
        #expect(try refusal(request(client: "x509_san_dns:bank.example", uri: away)) == .address(away))
        for client in ["redirect_uri:https://bank.example", "bank", "origin:https://bank.example"] {
            #expect(try refusal(request(client: client)) == .client(client))
        }
        #expect(try refusal(request(uri: "http://bank.example/r")) == .address("http://bank.example/r"))
        #expect(try refusal(request(nonce: "short")) == .weakNonce)
        #expect(try refusal(request(walletNonce: "other")) == .otherWallet)
        #expect(throws: PresentationRefusal.over(Samples.now + 600)) {
            try received(request(), at: Samples.now + 900)
        }
        #expect(throws: PresentationRefusal.fromFuture(Samples.now)) {
            try received(request(), at: Samples.now - 301)
        }
        #expect(throws: PresentationRefusal.certificate(.signerIsAuthority)) {
            let root = Samples.authority.certificate
            let text = try #require(request().signed(by: key, x5c: [root]))
            return try ReceivedPresentationRequest(
                parsing: text, from: link(request()), walletNonce: "mine", at: Samples.now)
        }
    }

    @Test func `links are read in both schemes, and lead over TLS alone`() throws {
        let link = PresentationLink(clientID: "x509_hash:a", address: "https://bank.example/r?x=1", isPosted: true)
        for scheme in PresentationLink.schemes {
            #expect(
                link.text(scheme).hasPrefix(scheme + "://?client_id=") && PresentationLink(link.text(scheme)) == link)
        }
        let got = PresentationLink(clientID: "a", address: "http://localhost:1/r", isPosted: false)
        #expect(PresentationLink(got.text()) == got)
        for text in [
            "https://bank.example/?client_id=a&request_uri=https%3A%2F%2Fbank.example",
            "openid4vp://?client_id=a", "openid4vp://?request_uri=https%3A%2F%2Fbank.example",
            "openid4vp://?client_id=a&request_uri=http%3A%2F%2Fbank.example",
            "openid4vp://?client_id=a&request_uri=https%3A%2F%2Fbank.example%23f",
            "openid4vp://?client_id=a&request_uri=https%3A%2F%2Fbank.example&request_uri_method=put",
            "openid4vp://?client_id=a&request_uri=https%3A%2F%2Fbank.example&request=a.b.c",
        ] { #expect(PresentationLink(text) == nil, "\(text)") }
    }

    @Test(arguments: ContentEncryption.allCases)
    func `an answer opens with the key of its request, and with no other`(encryption: ContentEncryption) throws {
        let sealing = AnswerSealing(key: answerKey.publicKey, encryptions: [encryption])
        let answer = PresentationResponse.presented([.init(query: "a", presentations: ["x~", "y~"])], state: "s")
        let form = try #require(answer.form(for: sealing))
        #expect(try PresentationResponse(form: form, by: answerKey) == answer)
        #expect(throws: PresentationAnswerError.sealed(.badKey)) {
            try PresentationResponse(form: form, by: AgreementKey())
        }
        let refusal = PresentationResponse.refused(code: "access_denied", state: "s")
        #expect(try PresentationResponse(form: try #require(refusal.form(for: sealing)), by: answerKey) == refusal)
        #expect(try PresentationResponse(form: "error=access_denied&state=s", by: answerKey) == refusal)
    }

    @Test func `data in the clear is refused, and so is what is no answer`() {
        #expect(throws: PresentationAnswerError.notSealed) {
            try PresentationResponse(form: "vp_token=%7B%7D&state=s", by: answerKey)
        }
        for form in ["", "state=s", "error=", "a"] {
            #expect(throws: PresentationAnswerError.form) { try PresentationResponse(form: form, by: answerKey) }
        }
        for text in [
            "{}", #"{"vp_token":[]}"#, #"{"vp_token":{"a":"x"}}"#, #"{"vp_token":{"a":[]}}"#, #"{"vp_token":1}"#,
        ] {
            #expect(throws: JSONError.self) { try PresentationResponse(clear: Array(text.utf8)) }
        }
    }
}
