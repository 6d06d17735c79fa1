/// What a protected header may hold.
struct HeaderFields {
    var algorithm: SignatureAlgorithm?
    var contentType: String?
    var keyID: KeyID?
    var issuer: String?
    var origin: String?
    var notAfter: UInt64?
    private var hasClaims = false

    var header: StatementHeader? {
        guard let contentType, let origin, let notAfter else { return nil }
        return StatementHeader(contentType: contentType, issuer: issuer, origin: origin, notAfter: notAfter)
    }

    /// True for what one of several signers may say of itself; claims, even none, belong to the whole.
    var isSignerOnly: Bool { contentType == nil && !hasClaims }

    init(decoding bytes: [UInt8]) throws(StatementError) {
        var decoder = CBORDecoder(bytes)
        var unknown: Int64?
        do throws(CBORError) {
            try decoder.map(max: 8) { (inner) throws(CBORError) in
                let start = inner.offset
                switch try inner.unsigned() {
                case Label.algorithm:
                    let code = try inner.integer()
                    algorithm = SignatureAlgorithm(rawValue: code)
                    if algorithm == nil { unknown = code }
                case Label.contentType: contentType = try inner.text(max: Statement.maxHeaderText)
                case Label.keyID: keyID = KeyID(try inner.byteString(count: KeyID.byteCount))
                case Label.claims: try readClaims(&inner)
                default: throw .unknownMapKey(offset: start)
                }
            }
            try decoder.finish()
        } catch { throw .encoding(error) }
        if let unknown { throw .unknownAlgorithm(unknown) }
    }

    private mutating func readClaims(_ decoder: inout CBORDecoder) throws(CBORError) {
        hasClaims = true
        try decoder.map(max: 8) { (inner) throws(CBORError) in
            let start = inner.offset
            switch try inner.unsigned() {
            case Label.claimIssuer: issuer = try inner.text(max: Statement.maxHeaderText)
            case Label.claimSubject: origin = try inner.text(max: Statement.maxHeaderText)
            case Label.claimExpiry: notAfter = try inner.unsigned(max: 1 << 53)
            default: throw .unknownMapKey(offset: start)
            }
        }
    }
}

/// Writes protected headers in the one form.
enum HeaderWriter {
    static func single(_ header: StatementHeader, key: PublicKey) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(4)
        encoder.unsigned(Label.algorithm)
        encoder.integer(key.algorithm.rawValue)
        encoder.unsigned(Label.contentType)
        encoder.text(header.contentType)
        encoder.unsigned(Label.keyID)
        encoder.byteString(key.id.bytes)
        claims(header, &encoder)
        return encoder.bytes
    }

    static func body(_ header: StatementHeader) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(2)
        encoder.unsigned(Label.contentType)
        encoder.text(header.contentType)
        claims(header, &encoder)
        return encoder.bytes
    }

    static func signer(_ key: PublicKey) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.map(2)
        encoder.unsigned(Label.algorithm)
        encoder.integer(key.algorithm.rawValue)
        encoder.unsigned(Label.keyID)
        encoder.byteString(key.id.bytes)
        return encoder.bytes
    }

    private static func claims(_ header: StatementHeader, _ encoder: inout CBOREncoder) {
        encoder.unsigned(Label.claims)
        encoder.map(header.issuer == nil ? 2 : 3)
        if let issuer = header.issuer {
            encoder.unsigned(Label.claimIssuer)
            encoder.text(issuer)
        }
        encoder.unsigned(Label.claimSubject)
        encoder.text(header.origin)
        encoder.unsigned(Label.claimExpiry)
        encoder.unsigned(header.notAfter)
    }
}

/// Labels of the headers that a statement may carry; any other is refused.
private enum Label {
    static let algorithm: UInt64 = 1
    static let contentType: UInt64 = 3
    static let keyID: UInt64 = 4
    static let claims: UInt64 = 15
    static let claimIssuer: UInt64 = 1
    static let claimSubject: UInt64 = 2
    static let claimExpiry: UInt64 = 4
}
