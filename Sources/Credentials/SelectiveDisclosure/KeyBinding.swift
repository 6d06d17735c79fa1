public import Signing

/// What a verifier asks of the holder's signature on a presentation (RFC 9901 section 4.3).
public struct KeyBindingDemand: Hashable, Sendable {
    /// Who is addressed, exactly as the verifier names itself; a client id with its prefix.
    public let audience: String
    /// Fresh for this presentation.
    public let nonce: String
    /// How old the signature may be, in seconds.
    public let maxAge: UInt64
    /// How far the holder's clock may run ahead, in seconds.
    public let leeway: UInt64

    /// Addressed to this audience, for this nonce, signed within so many seconds.
    public init(audience: String, nonce: String, maxAge: UInt64 = 600, leeway: UInt64 = 60) {
        self.audience = audience
        self.nonce = nonce
        self.maxAge = maxAge
        self.leeway = leeway
    }
}

/// `typ` of the messages of SD-JWT.
public enum SDJWTType {
    /// An issuer-signed document of SD-JWT VC.
    public static let document = "dc+sd-jwt"
    /// What documents were called until November 2024.
    public static let oldDocument = "vc+sd-jwt"
    /// A holder's signature on a presentation.
    public static let keyBinding = "kb+jwt"
}

extension SDJWT {
    private static let maxKeyBinding = 16_384

    /// The presentation signed by the holder's key; nil for a key of another algorithm than ES256.
    ///
    /// `extra` are further claims, as the hashes of transaction data; the four of the standard are refused there.
    public func bound(
        by key: PrivateKey, audience: String, nonce: String, issuedAt: UInt64, extra: JSONObject = JSONObject()
    ) -> SDJWT? {
        guard let signer = JWSSigner(key, type: SDJWTType.keyBinding) else { return nil }
        var claims: JSONObject = [
            "iat": .integer(Int64(clamping: issuedAt)), "aud": .string(audience), "nonce": .string(nonce),
            "sd_hash": .string(presentedHash),
        ]
        for member in extra.members {
            guard claims[member.name] == nil else { return nil }
            claims.append(member.name, member.value)
        }
        return SDJWT(jwt: jwt, disclosures: disclosures, keyBinding: signer.sign(claims))
    }

    /// The key binding's claims, when the holder signed exactly this presentation for exactly this demand.
    func keyBinding(
        by key: PublicKey, meeting demand: KeyBindingDemand, at now: UInt64
    ) throws(SDJWTError) -> JSONObject {
        guard let keyBinding else { throw .keyBindingMissing }
        let message: VerifiedJWS
        do throws(JOSEError) {
            message = try CompactJWS(
                parsing: keyBinding, type: SDJWTType.keyBinding, maxByteCount: SDJWT.maxKeyBinding
            ).verified(by: key)
        } catch { throw .keyBinding(.jose(error)) }
        do throws(KeyBindingError) {
            try check(message.claims, demand, now)
        } catch { throw .keyBinding(error) }
        return message.claims
    }

    private func check(_ claims: JSONObject, _ demand: KeyBindingDemand, _ now: UInt64) throws(KeyBindingError) {
        let said: (issued: UInt64, audience: String, nonce: String, hash: String)
        do throws(JSONError) {
            let open = try JSONElement(.object(claims)).openMembers()
            said = (
                try open.member("iat").seconds(), try open.member("aud").string(), try open.member("nonce").string(),
                try open.member("sd_hash").string()
            )
        } catch { throw .claim(error) }
        guard said.nonce == demand.nonce else { throw .nonce(found: said.nonce) }
        guard said.audience == demand.audience else { throw .audience(found: said.audience) }
        guard said.hash == presentedHash else { throw .otherPresentation }
        guard said.issued <= now + demand.leeway else { throw .fromFuture(issued: said.issued) }
        guard now < said.issued + demand.maxAge else { throw .tooOld(issued: said.issued, limit: demand.maxAge) }
    }

    private var presentedHash: String { Base64URL.encode(SHA256.digest(presented.utf8).bytes) }
}
