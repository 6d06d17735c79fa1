public import Signing

/// The protected header of a compact JWS.
public struct JWSHeader: Hashable, Sendable {
    public let type: String?
    public let algorithm: String
    /// `kid`.
    public let keyID: String?
    /// `jwk`.
    public let key: JSONWebKey?
    /// `x5c`: certificates in DER, the signer's own first.
    public let certificates: [[UInt8]]?
    /// Every member as it stood.
    public let members: JSONObject

    static let maxCertificates = 6
    static let maxCertificateByteCount = 16_384

    init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        type = try open.optional("typ").map { (typ) throws(JSONError) in try typ.string(maxByteCount: 128) }
        algorithm = try open.member("alg").string(maxByteCount: 64)
        keyID = try open.optional("kid").map { (kid) throws(JSONError) in try kid.string(maxByteCount: 512) }
        key = try open.optional("jwk").map { (jwk) throws(JSONError) in try JSONWebKey(jwk) }
        certificates = try open.optional("x5c").map(JWSHeader.chain)
        members = try element.anyObject()
    }

    /// How many of `jwk`, `kid` and `x5c` name the key.
    var keyNames: Int { (key == nil ? 0 : 1) + (keyID == nil ? 0 : 1) + (certificates == nil ? 0 : 1) }

    private static func chain(_ element: JSONElement) throws(JSONError) -> [[UInt8]] {
        let chain = try element.list(max: maxCertificates) { (item) throws(JSONError) -> [UInt8] in
            guard let der = Base64.decode(try item.string(maxByteCount: 2 * maxCertificateByteCount)) else {
                throw item.invalid("must be base64 with padding")
            }
            return der
        }
        guard !chain.isEmpty else { throw element.invalid("is empty") }
        return chain
    }
}
