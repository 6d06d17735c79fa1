public import Signing

/// A proof that whoever sends a request has the key of its access token (RFC 9449).
public struct DPoPProof: Hashable, Sendable {
    /// The thumbprint of the key, base64url: what a token is bound to.
    public let thumbprint: String
    /// `jti`: accepted once within the age that is allowed.
    public let id: String
    /// `iat`, POSIX seconds.
    public let issuedAt: UInt64
    /// The server's nonce, for servers that take more than one; nil when the proof has none.
    public let nonce: String?

    /// `typ`.
    public static let type = "dpop+jwt"
    /// The name of the header that carries it.
    public static let headerName = "DPoP"
    private static let maxByteCount = 8_192

    /// The request that a proof is for.
    public struct Request: Hashable, Sendable {
        /// As `POST`.
        public let method: String
        /// The external address, without query and fragment.
        public let address: String
        /// The access token that goes with it; nil at the token endpoint.
        public let token: String?
        /// The nonce that the server demands; nil when it demands none.
        public let nonce: String?

        /// A request to an address.
        public init(method: String, address: String, token: String?, nonce: String? = nil) {
            self.method = method
            self.address = address
            self.token = token
            self.nonce = nonce
        }

        var tokenHash: String? { token.map { Base64URL.encode(SHA256.digest($0.utf8).bytes) } }
    }

    /// The proof for a request; nil for a key of another algorithm than ES256.
    public static func sign(_ key: PrivateKey, for request: Request, issuedAt: UInt64) -> String? {
        var claims: JSONObject = [
            "jti": .string(Base64URL.encode(Random.bytes(16))), "htm": .string(request.method),
            "htu": .string(request.address), "iat": .integer(Int64(clamping: issuedAt)),
        ]
        if let hash = request.tokenHash { claims.append("ath", .string(hash)) }
        if let nonce = request.nonce { claims.append("nonce", .string(nonce)) }
        return JWSSigner(key, type: type, showsKey: true)?.sign(claims)
    }

    /// Reads and checks a proof for a request. Whether its `jti` was seen before is for the server to say.
    public init(
        checking text: String, for request: Request, at now: UInt64, maxAge: UInt64 = 300, leeway: UInt64 = 60
    ) throws(IssuingError) {
        let signed: VerifiedJWS
        do throws(JOSEError) {
            let message = try CompactJWS(parsing: text, type: DPoPProof.type, maxByteCount: DPoPProof.maxByteCount)
            guard let key = message.header.key?.signatureKey else { throw .keyMissing }
            signed = try message.verified(by: key)
        } catch { throw IssuingError(.invalidDPoPProof, "\(error)") }
        do throws(JSONError) {
            self = try DPoPProof(signed, for: request)
        } catch { throw IssuingError(.invalidDPoPProof, "\(error)") }
        if let nonce = request.nonce, signed.claims["nonce"] != .string(nonce) {
            throw IssuingError(.useDPoPNonce, "send the nonce of the header DPoP-Nonce")
        }
        guard issuedAt <= now + leeway, now < issuedAt + maxAge else {
            throw IssuingError(.invalidDPoPProof, "iat is too far from now")
        }
    }

    private init(_ message: VerifiedJWS, for request: Request) throws(JSONError) {
        let open = try JSONElement(.object(message.claims)).openMembers()
        try open.member("htm").exactly(request.method)
        let target = try open.member("htu")
        // RFC 9449 section 4.3: the query and the fragment of `htu` are ignored.
        let address = try target.string(maxByteCount: 4_096).prefix { $0 != "?" && $0 != "#" }
        guard address.utf8.elementsEqual(request.address.utf8) else {
            throw target.invalid("must be \(request.address)")
        }
        if let hash = request.tokenHash { try open.member("ath").exactly(hash) }
        id = try open.text("jti", max: 256)
        issuedAt = try open.member("iat").seconds()
        nonce = try open.optionalText("nonce", max: 256)
        thumbprint = Base64URL.encode(JSONWebKey(message.key).thumbprint.bytes)
    }
}
