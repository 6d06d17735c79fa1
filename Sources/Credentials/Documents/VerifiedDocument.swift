public import Signing

/// A document whose signature, certificates, disclosures, holder and validity were checked.
public struct VerifiedDocument: Sendable {
    /// The texts as received.
    public let document: SDJWT
    /// The open claims and those that were disclosed.
    public let claims: JSONObject
    /// Where each disclosure stands.
    public let disclosed: [ClaimPath]
    /// Who signed: to be compared with the keys that the member has on the ledger.
    public let issuerKey: PublicKey
    /// Nil when the issuer's key was published, not certified.
    public let certificate: IssuerCertificate?
    /// The claims of the key-binding JWT; nil for a document that came without.
    public let keyBinding: JSONObject?
    private let standard: StandardClaims

    init(
        document: SDJWT, claims: JSONObject, disclosed: [ClaimPath], standard: StandardClaims, issuerKey: PublicKey,
        certificate: IssuerCertificate?, keyBinding: JSONObject?
    ) {
        self.document = document
        self.claims = claims
        self.disclosed = disclosed
        self.standard = standard
        self.issuerKey = issuerKey
        self.certificate = certificate
        self.keyBinding = keyBinding
    }

    /// `iss`; nil when only the certificate names the issuer.
    public var issuer: String? { standard.issuer }
    /// `vct`.
    public var type: String { standard.type }
    /// `vct#integrity`.
    public var typeIntegrity: String? { standard.typeIntegrity }
    /// `iat`, POSIX seconds.
    public var issuedAt: UInt64? { standard.issuedAt }
    /// `exp`, POSIX seconds.
    public var expiry: UInt64? { standard.expiry }
    /// `cnf.jwk`.
    public var holderKey: JSONWebKey? { standard.holderKey }
    /// Where its status stands; nil when it has none.
    public var status: StatusReference? { standard.status }

    /// What a Deedbox document says openly; refused when it is one of another maker.
    public func documentClaims() throws(JSONError) -> DocumentClaims { try DocumentClaims(claims) }

    /// The value at a path; nil when it was not disclosed or is not there.
    public subscript(path: ClaimPath) -> JSONValue? { DisclosedClaims(checked: claims, disclosed)[path] }
}
