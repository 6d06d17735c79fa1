import Credentials
import Signing

extension Decoder {
    /// What other makers' wallets and issuers send: read before any signature is checked.
    static let credentials = [
        text("credential", rewriteCredential) { Samples.credentials },
        text("jws", { (try? CompactJWS(parsing: $0, type: SDJWTType.document))?.text }) { [Samples.signedPart] },
        text("jwe", { (try? EncryptedMessage(parsing: $0))?.text }) { [Samples.sealedText] },
        text("presentation-query", rewriteQuery) { Samples.queries },
        text("presentation-link", rewriteLink) { Samples.links },
        text("presentation-answer", rewriteAnswer) { Samples.answers },
        text("web-address", { WebAddress($0)?.description }) {
            ["https://police.example/desk", "http://127.0.0.1:7401", "https://[::1]/"]
        },
    ]

    /// What other makers' verifiers ask: members that are not known go, so what was read is read again.
    @Sendable private static func rewriteQuery(_ input: String) -> String? {
        guard let element = try? JSONElement(parsing: input, maxByteCount: 65_536),
            let query = try? PresentationQuery(element)
        else { return nil }
        let again = try? PresentationQuery(JSONElement(parsing: query.json.compact, maxByteCount: 1 << 20))
        return again == query ? input : query.json.compact
    }

    /// Escapes and the order of a link's parts are free: what was read is read again.
    @Sendable private static func rewriteLink(_ input: String) -> String? {
        PresentationLink(input).map { link in PresentationLink(link.text()) == link ? input : link.text() }
    }

    /// What a wallet posts, once it is opened.
    @Sendable private static func rewriteAnswer(_ input: String) -> String? {
        (try? PresentationResponse(clear: Array(input.utf8))).map { _ in input }
    }

    /// The text, when its disclosures also fit the digests of the signed part.
    @Sendable private static func rewriteCredential(_ input: String) -> String? {
        guard let document = try? SDJWT(parsing: input), (try? document.unverifiedClaims()) != nil else { return nil }
        return document.text
    }
}

extension Samples {
    private static let issued: IssuedSDJWT? = {
        guard let signer = DocumentSigner(TestCurve.key, chain: []) else { return nil }
        return try? signer.issue([
            .open("iss", .value("https://police.example")), .open("vct", .value("a")), .disclosable("XM", .value("示例")),
            .disclosable("group", .object([.disclosable("inner", .value(1))])),
            .disclosable("list", .array([.disclosable(.value("x")), .open(.value(true))])),
        ])
    }()

    static let signedPart = issued?.jwt ?? ""

    static let credentials: [String] = [issued?.text ?? "", signedPart + "~"]

    static let queries = [
        #"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]}}]}"#,
        #"""
        {"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["t"]},
        "claims":[{"id":"x","path":["X",null,0],"values":["1",2,true]},{"id":"y","path":["Y"]}],
        "claim_sets":[["x","y"],["x"]]}],
        "credential_sets":[{"options":[["a"]],"required":false}]}
        """#,
    ]

    static let links = [
        PresentationLink(clientID: "x509_hash:a", address: "https://bank.example/r", isPosted: true).text(),
        PresentationLink(clientID: "a", address: "http://localhost:1/r?x=1", isPosted: false).text(),
    ]

    static let answers = [
        #"{"vp_token":{"a":["x~","y~"]},"state":"s"}"#, #"{"error":"access_denied"}"#,
    ]

    static let sealedText =
        EncryptedMessage.seal([1, 2, 3], to: AgreementKey().publicKey, encryption: .a256gcm) ?? ""
}
