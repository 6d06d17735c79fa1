public import Signing

/// A signed message in compact form (RFC 7515), as it was received and not checked yet.
///
/// Read strictly: three parts, canonical base64url, one kind of message, ES256 alone unless the reader names others,
/// no member twice, no `crit`.
public struct CompactJWS: Hashable, Sendable {
    /// The text as it came: its bytes are what is verified.
    public let text: String
    public let header: JWSHeader
    /// What the payload says. Nothing of it is proven before `verified(by:)`.
    public let unverified: JSONObject
    private let signature: [UInt8]
    private let signedCount: Int
    private let signatureAlgorithm: SignatureAlgorithm

    /// The algorithm of all that holders and issuers sign.
    public static let algorithm = "ES256"
    /// Most bytes of a message whose reader names no other limit.
    public static let maxByteCount = 1 << 20

    /// Reads a message of this `typ`.
    public init(
        parsing text: String, type: String, maxByteCount: Int = CompactJWS.maxByteCount,
        algorithms: [SignatureAlgorithm] = [.es256]
    ) throws(JOSEError) {
        try self.init(parsing: text, maxByteCount: maxByteCount, algorithms: algorithms)
        guard header.type == type else { throw .type(expected: type, found: header.type) }
    }

    /// Reads a message whose `typ` the caller looks at.
    package init(
        parsing text: String, maxByteCount: Int, algorithms: [SignatureAlgorithm] = [.es256]
    ) throws(JOSEError) {
        let parts = try CompactParts(text, count: 3, maxByteCount: maxByteCount)
        let head = try parts.json(0, .header)
        do throws(JSONError) { header = try JWSHeader(head) } catch { throw .notJSON(.header, error) }
        for name in ["crit", "b64"] where header.members[name] != nil { throw .extensionMember(name) }
        let named = header.algorithm
        guard let algorithm = algorithms.first(where: { $0.jwsName == named }) else {
            throw .algorithm(expected: algorithms.map(\.jwsName).joined(separator: " or "), found: named)
        }
        signatureAlgorithm = algorithm
        let payload = try parts.json(1, .payload)
        do throws(JSONError) { unverified = try payload.anyObject() } catch { throw .notJSON(.payload, error) }
        signature = try parts.bytes(2, .signature)
        signedCount = parts.texts[0].utf8.count + 1 + parts.texts[1].utf8.count
        self.text = text
    }

    /// The message, when the key signed it.
    public func verified(by key: PublicKey) throws(JOSEError) -> VerifiedJWS {
        let signed = Array(text.utf8.prefix(signedCount))
        guard key.algorithm == signatureAlgorithm, CompactJWS.isSigned(signed, signature, by: key) else {
            throw .wrongSignature
        }
        return VerifiedJWS(text: text, header: header, claims: unverified, key: key)
    }

    private static func isSigned(_ message: [UInt8], _ signature: [UInt8], by key: PublicKey) -> Bool {
        switch key.algorithm {
        case .es256: ES256Signature.verifies(signature, over: message, by: key)
        case .ed25519: key.verifies(signature, over: message)
        }
    }
}

extension SignatureAlgorithm {
    /// `alg` of a JWS (RFC 7518, RFC 8037).
    var jwsName: String {
        switch self {
        case .ed25519: "EdDSA"
        case .es256: "ES256"
        }
    }
}

/// A message whose signature was checked.
public struct VerifiedJWS: Hashable, Sendable {
    /// The text as it came.
    public let text: String
    public let header: JWSHeader
    public let claims: JSONObject
    /// Who signed it.
    public let key: PublicKey
}

/// A compact text cut at its dots.
struct CompactParts {
    let texts: [Substring]

    init(_ text: String, count: Int, maxByteCount: Int) throws(JOSEError) {
        guard text.utf8.count <= maxByteCount else {
            throw .tooLarge(byteCount: text.utf8.count, limit: maxByteCount)
        }
        texts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: count, omittingEmptySubsequences: false)
            .map(Substring.init)
        guard texts.count == count else { throw .partCount(expected: count, found: texts.count) }
    }

    func bytes(_ index: Int, _ part: JOSEPart) throws(JOSEError) -> [UInt8] {
        guard let bytes = Base64URL.decode(texts[index]) else { throw .notBase64URL(part) }
        return bytes
    }

    func json(_ index: Int, _ part: JOSEPart) throws(JOSEError) -> JSONElement {
        let bytes = try bytes(index, part)
        do throws(JSONError) {
            return JSONElement(try JSONValue(parsing: bytes, maxByteCount: bytes.count))
        } catch { throw .notJSON(part, error) }
    }
}
