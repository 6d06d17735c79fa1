public import Signing

/// A holder's proof that it has a key, for one credential to be bound to it (OpenID4VCI section 8.2.1.1).
public struct KeyProof: Hashable, Sendable {
    /// The key that was proven.
    public let key: PublicKey
    /// The value that the issuer gave out; whether it is still good is for the issuer to say.
    public let nonce: String
    /// `iat`, POSIX seconds.
    public let issuedAt: UInt64

    /// `typ`.
    public static let type = "openid4vci-proof+jwt"
    private static let maxByteCount = 16_384

    /// The proof of a key for this issuer; nil for a key of another algorithm than ES256.
    public static func sign(_ key: PrivateKey, issuer: String, nonce: String, issuedAt: UInt64) -> String? {
        JWSSigner(key, type: type, showsKey: true)?.sign([
            "aud": .string(issuer), "iat": .integer(Int64(clamping: issuedAt)), "nonce": .string(nonce),
        ])
    }

    /// Reads and checks a proof for this issuer. The key must stand in `jwk`; a wallet without client id has no `iss`.
    public init(
        checking text: String, issuer: String, clientID: String?, at now: UInt64, maxAge: UInt64 = 600,
        leeway: UInt64 = 60
    ) throws(IssuingError) {
        let message: CompactJWS
        let signed: VerifiedJWS
        do throws(JOSEError) {
            message = try CompactJWS(parsing: text, type: KeyProof.type, maxByteCount: KeyProof.maxByteCount)
            guard message.header.keyNames == 1, let key = message.header.key?.signatureKey else { throw .keyMissing }
            signed = try message.verified(by: key)
        } catch { throw IssuingError(.invalidProof, "\(error)") }
        do throws(JSONError) {
            self = try KeyProof(signed, issuer: issuer, clientID: clientID)
        } catch { throw IssuingError(.invalidProof, "\(error)") }
        guard issuedAt <= now + leeway else { throw IssuingError(.invalidProof, "iat is still to come") }
        guard now < issuedAt + maxAge else { throw IssuingError(.invalidProof, "iat is more than \(maxAge) s ago") }
    }

    private init(_ message: VerifiedJWS, issuer: String, clientID: String?) throws(JSONError) {
        let open = try JSONElement(.object(message.claims)).openMembers()
        try open.member("aud").exactly(issuer)
        if let sender = open.optional("iss") {
            guard let clientID else { throw sender.invalid("must not be there without a client_id") }
            try sender.exactly(clientID)
        }
        key = message.key
        nonce = try open.text("nonce", max: 1_024)
        issuedAt = try open.member("iat").seconds()
    }
}
