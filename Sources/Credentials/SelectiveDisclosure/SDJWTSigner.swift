public import Signing

/// Issues SD-JWTs of one kind under one key.
public struct SDJWTSigner: Sendable {
    private let signer: JWSSigner

    /// Issues under what the signer puts into every header.
    public init(_ signer: JWSSigner) { self.signer = signer }

    /// The key that signs.
    public var publicKey: PublicKey { signer.publicKey }

    /// The text with every disclosure. Each `_sd` is filled with decoys up to a multiple; 1 makes none.
    public func issue(_ claims: [ClaimMember], decoyMultiple: Int = 1) throws(ClaimFault) -> IssuedSDJWT {
        var making = DisclosureMaking(expecting: claims.count, decoyMultiple: decoyMultiple)
        let jwt = signer.sign(payload: try making.payload(claims))
        return IssuedSDJWT(jwt: jwt, disclosures: making.disclosures)
    }
}

/// What was just issued.
public struct IssuedSDJWT: Hashable, Sendable {
    /// The issuer-signed JWT.
    public let jwt: String
    /// Their texts.
    public let disclosures: [String]

    /// The whole text, every disclosure in it.
    public var text: String {
        var text = jwt + "~"
        for disclosure in disclosures {
            text += disclosure
            text += "~"
        }
        return text
    }

    /// The SHA-256 of the issuer-signed JWT: what a record on the ledger commits to.
    public var digest: Digest { SHA256.digest(jwt.utf8) }
}
