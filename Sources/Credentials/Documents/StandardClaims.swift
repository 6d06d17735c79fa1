import Signing

/// The claims of SD-JWT VC that every verifier looks at, of whatever maker.
struct StandardClaims {
    let issuer: String?
    let type: String
    let typeIntegrity: String?
    let issuedAt: UInt64?
    let notBefore: UInt64?
    let expiry: UInt64?
    let holderKey: JSONWebKey?
    let status: StatusReference?

    init(_ open: OpenMembers) throws(JSONError) {
        issuer = try open.optional("iss").map { (iss) throws(JSONError) in try iss.filledString(max: 2_048) }
        type = try open.member("vct").filledString(max: 2_048)
        typeIntegrity = try open.optional("vct#integrity").map { (text) throws(JSONError) in try text.string() }
        issuedAt = try open.optional("iat").map { (time) throws(JSONError) in try time.seconds() }
        notBefore = try open.optional("nbf").map { (time) throws(JSONError) in try time.seconds() }
        expiry = try open.optional("exp").map { (time) throws(JSONError) in try time.seconds() }
        holderKey = try open.optional("cnf").map(StandardClaims.key) ?? nil
        status = try open.optional("status").map(StatusReference.read) ?? nil
    }

    /// The key in `cnf`; nil when it is named in another way than by `jwk`.
    private static func key(_ element: JSONElement) throws(JSONError) -> JSONWebKey? {
        try element.openMembers().optional("jwk").map { (jwk) throws(JSONError) in try JSONWebKey(jwk) }
    }
}
