import Credentials
import Signing
import Testing

/// The same issuer, holder and document for every test.
enum Samples {
    static let issuer = "https://issuer.example/police"
    /// 2090-01-01T00:00:00Z.
    static let now: UInt64 = 3_786_912_000
    static let year: UInt64 = 31_536_000
    static let issuerKey = PrivateKey(generating: .es256)
    static let holderKey = PrivateKey(generating: .es256)
    static let correctionKey = PrivateKey(generating: .ed25519)

    static let authority = made {
        try CertificateAuthority.root(
            CertificateSubject(organization: "示例根机构", commonName: "Sample root"),
            key: PrivateKey(generating: .es256), validity: now - year...now + 10 * year)
    }

    static let certificate = made { try certificate(issuer) }

    static func certificate(
        _ issuer: String, key: PrivateKey = issuerKey, validity: ClosedRange<UInt64> = now - 1_000...now + 5 * year
    ) throws -> [UInt8] {
        try authority.certify(
            #require(WebAddress(issuer)), subject: CertificateSubject(organization: "示例公安局", commonName: "police"),
            key: key.publicKey, validity: validity)
    }

    static let signer = made { try #require(DocumentSigner(issuerKey, chain: [certificate])) }

    static let trust = made { IssuerTrust.certificates(try TrustedRoots([authority.certificate])) }

    static func claims(
        issuer: String = issuer, expiry: UInt64? = now + year, holder: PrivateKey? = holderKey
    ) -> DocumentClaims {
        DocumentClaims(
            issuer: issuer, type: issuer + "/types/11100000000013127D001/1", issuedAt: now, expiry: expiry,
            holderKey: holder.map { JSONWebKey($0.publicKey) },
            status: StatusReference(index: 4711, uri: issuer + "/status/1"),
            ledger: LedgerClaims(
                origin: "sample/00112233445566778899aabbccddeeff", typeCode: "11100000000013127D001", typeVersion: 1,
                asOf: "2089-12-31T23:59:59Z", updateDays: 30,
                correction: SHA256.digest(correctionKey.publicKey.bytes), provenance: .digital, label: .government))
    }

    static let fields = DocumentFields(
        [
            .field(name: "ZZMC", value: "居民身份证"), .field(name: "CZZT", value: "示例甲"),
            .field(name: "KZ_CSRQ", value: "2090-01-01"), .field(name: "KZ_XB", value: "女"),
        ],
        attachments: [
            Attachment(name: "photo", mediaType: "image/jpeg", digest: SHA256.digest([1]), byteCount: 9),
            Attachment(name: "page", mediaType: "application/pdf", digest: SHA256.digest([2]), byteCount: 99),
        ])

    /// A file of three dimensions.
    static let file = DocumentFields(
        ["social", "medical", "credit"].map { group in
            .group(
                name: group,
                fields: (1...8).map { .init(name: "\(group)-\($0)", value: .string("value \($0) of \(group)")) })
        })

    static func issued(_ fields: DocumentFields = fields) throws -> SDJWT {
        try SDJWT(parsing: signer.issue(claims(), fields: fields).text)
    }

    static func check(_ text: String, _ demand: HolderDemand = .none, at time: UInt64 = now + 1) throws
        -> VerifiedDocument
    {
        try DocumentCheck(trust).verified(text, holder: demand, at: time)
    }

    private static func made<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("a sample was not made: \(error)") }
    }
}
