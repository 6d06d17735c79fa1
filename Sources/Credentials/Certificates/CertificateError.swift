/// Why a chain of certificates does not lead to a trusted root.
public enum CertificateError: Error, Hashable, Sendable {
    /// By their place in the chain, the signer's own being 0.
    case notACertificate(index: Int)
    case chainEmpty
    case chainTooLong(count: Int, limit: Int)
    /// The signer's certificate is signed by itself, or is that of an authority.
    case signerIsAuthority
    case notASigner
    /// The signer's key is not of P-256.
    case keyNotP256
    case notAnAuthority(index: Int)
    /// More certificates stand below it than it allows.
    case pathTooLong(index: Int)
    case wrongSignature(index: Int)
    case signatureAlgorithm(index: Int)
    case notYetValid(index: Int, from: UInt64)
    case expired(index: Int, at: UInt64)
    /// An extension that must be understood, and is not.
    case unknownExtension(index: Int, String)
    /// None of the trusted roots signed the end of the chain; its issuer is named.
    case unknownRoot(issuer: String)
    /// What a certificate was to say cannot be said in one.
    case notMade(String)
}

extension CertificateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notACertificate(let index): "certificate \(index) is not a certificate in DER"
        case .chainEmpty: "there is no certificate"
        case .chainTooLong(let count, let limit): "there are \(count) certificates, at most \(limit) are allowed"
        case .signerIsAuthority: "the signer's certificate is that of an authority, or signed by itself"
        case .notASigner: "the signer's certificate does not allow digital signatures"
        case .keyNotP256: "the signer's key is not of P-256"
        case .notAnAuthority(let index): "certificate \(index) may not sign certificates"
        case .pathTooLong(let index): "certificate \(index) does not allow so many certificates below it"
        case .wrongSignature(let index): "certificate \(index) was not signed by the one behind it"
        case .signatureAlgorithm(let index): "certificate \(index) is signed by an algorithm that is not accepted"
        case .notYetValid(let index, let from): "certificate \(index) is valid from \(from) on"
        case .expired(let index, let time): "certificate \(index) was valid until \(time)"
        case .unknownExtension(let index, let name):
            "certificate \(index) has the extension \(name), which must be understood and is not"
        case .unknownRoot(let issuer): "no trusted root signed the chain; it was issued by \(issuer)"
        case .notMade(let reason): "the certificate cannot be made: \(reason)"
        }
    }
}
