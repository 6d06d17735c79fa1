public import Signing

/// What a signed payload and its disclosures say together (RFC 9901 section 7.1): digests are resolved and gone.
public struct DisclosedClaims: Hashable, Sendable {
    public let claims: JSONObject
    /// Where each disclosure stands, in the order of the disclosures.
    public let paths: [ClaimPath]

    init(checked claims: JSONObject, _ paths: [ClaimPath]) {
        self.claims = claims
        self.paths = paths
    }

    /// Puts the disclosures where their digests stand, and refuses whatever does not fit exactly.
    public init(_ payload: JSONObject, _ disclosures: [Disclosure]) throws(SDJWTError) {
        var payload = payload
        if let algorithm = payload["_sd_alg"] {
            guard case .string(let name) = algorithm, name == "sha-256" else {
                throw .digestAlgorithm(algorithm.compact)
            }
            payload = payload.without("_sd_alg")
        }
        var resolution = try DisclosureResolution(disclosures)
        claims = try resolution.object(payload, at: ClaimPath([]), depth: 1)
        paths = try resolution.places()
    }
}

extension JSONObject {
    /// The other members.
    func without(_ name: String) -> JSONObject {
        var object = JSONObject()
        for member in members where !member.name.utf8.elementsEqual(name.utf8) {
            object.append(member.name, member.value)
        }
        return object
    }
}
