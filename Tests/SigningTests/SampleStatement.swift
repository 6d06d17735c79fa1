import Signing

/// Statements of an invented ledger, whole and in pieces that can be put together wrongly.
enum SampleStatement {
    static let origin = "sample.example/00112233445566778899aabbccddeeff"
    static let notAfter: UInt64 = 1_767_225_600
    static let payload: [UInt8] = [0x82, 0x01, 0x58, 0x20] + [UInt8](repeating: 0, count: 32)

    /// A key from the seed `first`, `first + 1` and so on.
    static func key(_ algorithm: SignatureAlgorithm, first: UInt8) -> PrivateKey {
        guard let key = PrivateKey(algorithm, secret: (0..<32).map { first &+ $0 }) else {
            preconditionFailure("these bytes are a secret of either algorithm")
        }
        return key
    }

    static func header(
        contentType: String = "application/vnd.deedbox.note.v1+cbor", issuer: String? = "sample-agency"
    ) -> StatementHeader {
        StatementHeader(contentType: contentType, issuer: issuer, origin: origin, notAfter: notAfter)
    }

    static func signed(by key: PrivateKey) -> Statement {
        Statement.signed(header(), payload: payload, by: key)
    }

    static func governance(by keys: [PrivateKey]) -> Statement {
        Statement.governance(
            header(contentType: "application/vnd.deedbox.member.register.v1+cbor", issuer: nil), payload: payload,
            by: keys)
    }

    /// A COSE_Sign1 of any pieces; `unprotected` is an encoded item.
    static func single(
        body: [UInt8], unprotected: [UInt8] = [0xa0], payload: [UInt8] = payload,
        signature: [UInt8] = [UInt8](repeating: 7, count: 64)
    ) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.tag(18)
        encoder.array(4)
        encoder.byteString(body)
        encoder.encoded(unprotected)
        encoder.byteString(payload)
        encoder.byteString(signature)
        return encoder.bytes
    }

    /// A COSE_Sign of any pieces; signers are encoded items.
    static func multiple(body: [UInt8], unprotected: [UInt8] = [0xa0], signers: [[UInt8]]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.tag(98)
        encoder.array(4)
        encoder.byteString(body)
        encoder.encoded(unprotected)
        encoder.byteString(payload)
        encoder.list(signers) { encoder, signer in encoder.encoded(signer) }
        return encoder.bytes
    }

    /// One signer of a COSE_Sign.
    static func signer(header: [UInt8], unprotected: [UInt8] = [0xa0], signatureCount: Int = 64) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(3)
        encoder.byteString(header)
        encoder.encoded(unprotected)
        encoder.byteString([UInt8](repeating: 7, count: signatureCount))
        return encoder.bytes
    }

    /// A map of pairs as they are given, each key and value in hexadecimal.
    static func map(_ pairs: [(String, String)]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(pairs.count)
        for (key, value) in pairs { encoder.encoded(bytes(hex: key + value)) }
        return encoder.bytes
    }
}

/// Pairs of a protected header that is complete.
enum HeaderPair {
    static let algorithm = ("01", "27")
    static let contentType = ("03", "6161")
    static let keyID = ("04", "480102030405060708")
    static let claims = ("0f", "a301616102616204 01")
    static let claimsOfNobody = ("0f", "a2 026162 0401")

    static let single = [algorithm, contentType, keyID, claims]
    static let governance = [contentType, claimsOfNobody]
    static let signer = [algorithm, keyID]
}
