public import Signing

/// Issues documents (SD-JWT VC) under one key of one issuer.
public struct DocumentSigner: Sendable {
    private let signer: SDJWTSigner
    /// Fields hidden in one object are counted up to a multiple of this.
    private let decoyMultiple: Int

    /// Nil for a key of another algorithm than ES256.
    ///
    /// `chain` are certificates in DER: the issuer's own first, and the trusted root left out.
    public init?(_ key: PrivateKey, chain: [[UInt8]], decoyMultiple: Int = 1) {
        let id = Base64URL.encode(JSONWebKey(key.publicKey).thumbprint.bytes)
        guard let signer = JWSSigner(key, type: SDJWTType.document, keyID: id, x5c: chain) else { return nil }
        self.signer = SDJWTSigner(signer)
        self.decoyMultiple = decoyMultiple
    }

    /// The key that signs.
    public var publicKey: PublicKey { signer.publicKey }

    /// The document with every disclosure. A field must not be named like an open claim.
    public func issue(_ claims: DocumentClaims, fields: DocumentFields) throws(ClaimFault) -> IssuedSDJWT {
        try issue(claims.members + fields.members)
    }

    /// A document with any claims: what is always open must be among the open ones.
    public func issue(_ claims: [ClaimMember]) throws(ClaimFault) -> IssuedSDJWT {
        for claim in claims where claim.isDisclosable && DocumentClaims.alwaysOpen.contains(claim.name) {
            throw .neverDisclosable(claim.name)
        }
        return try signer.issue(claims, decoyMultiple: decoyMultiple)
    }
}
