import Credentials
import Signing

extension Decoder {
    /// What other makers' wallets and issuers send: read before any signature is checked.
    static let credentials = [
        text("credential", rewriteCredential) { Samples.credentials },
        text("jws", { (try? CompactJWS(parsing: $0, type: SDJWTType.document))?.text }) { [Samples.signedPart] },
        text("jwe", { (try? EncryptedMessage(parsing: $0))?.text }) { [Samples.sealedText] },
        text("web-address", { WebAddress($0)?.description }) {
            ["https://police.example/desk", "http://127.0.0.1:7401", "https://[::1]/"]
        },
    ]

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

    static let sealedText =
        EncryptedMessage.seal([1, 2, 3], to: AgreementKey().publicKey, encryption: .a256gcm) ?? ""
}
