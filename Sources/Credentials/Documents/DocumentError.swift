public import Signing

/// Why a text is no document (SD-JWT VC) that is accepted.
public enum DocumentError: Error, Hashable, Sendable {
    /// The form, the disclosures, or the key binding.
    case disclosure(SDJWTError)
    /// The issuer-signed JWT.
    case jose(JOSEError)
    case claim(JSONError)
    /// `typ` is the name that documents had until November 2024.
    case oldType
    case certificate(CertificateError)
    /// The header names no key in the way that is fixed for this issuer.
    case issuerKeyMissing
    /// `iss` is not whom the key belongs to.
    case otherIssuer(found: String)
    /// A disclosure brings a claim that must always be open.
    case neverDisclosable(String)
    case notYetValid(from: UInt64)
    case expired(at: UInt64)
}

extension DocumentError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .disclosure(let error): "\(error)"
        case .jose(let error): "\(error)"
        case .claim(let error): "\(error)"
        case .oldType: "typ is vc+sd-jwt, the name until November 2024; it must be dc+sd-jwt"
        case .certificate(let error): "\(error)"
        case .issuerKeyMissing: "the header does not name the issuer's key in the way that is fixed for this issuer"
        case .otherIssuer(let found): "iss is \(found), and the key is not that issuer's"
        case .neverDisclosable(let name): "\(name) came as a disclosure, and must always be open"
        case .notYetValid(let from): "it is valid from \(from) on"
        case .expired(let time): "it was valid until \(time)"
        }
    }
}
