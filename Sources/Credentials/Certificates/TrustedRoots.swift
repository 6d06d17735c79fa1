import Signing

/// Root certificates that a verifier trusts, and the check that a chain ends below one of them (RFC 5280 section 6).
///
/// The profile is narrow: few certificates, elliptic curves only, and no extension that is not understood.
public struct TrustedRoots: Sendable {
    private let roots: [ParsedCertificate]

    static let maxChain = 4

    /// These certificates, in DER.
    public init(_ roots: [[UInt8]]) throws(CertificateError) {
        var parsed: [ParsedCertificate] = []
        for (index, der) in roots.enumerated() {
            guard let root = ParsedCertificate(der) else { throw .notACertificate(index: index) }
            guard root.authority != nil else { throw .notAnAuthority(index: index) }
            parsed.append(root)
        }
        self.roots = parsed
    }

    /// The signer's certificate, when its chain holds at this time; the signer's comes first, a root may come last.
    public func validated(_ chain: [[UInt8]], at time: UInt64) throws(CertificateError) -> IssuerCertificate {
        guard chain.count <= TrustedRoots.maxChain else {
            throw .chainTooLong(count: chain.count, limit: TrustedRoots.maxChain)
        }
        var parsed: [ParsedCertificate] = []
        for (index, der) in chain.enumerated() {
            guard let certificate = ParsedCertificate(der) else { throw .notACertificate(index: index) }
            parsed.append(certificate)
        }
        guard let signer = parsed.first else { throw .chainEmpty }
        let key = try TrustedRoots.check(signer: signer)
        // The root itself proves nothing: it is trusted because it is known.
        if parsed.count > 1, let last = parsed.last, roots.contains(where: { $0.der == last.der }) {
            parsed.removeLast()
        }
        try check(parsed + [try root(above: parsed)], at: time)
        return IssuerCertificate(der: signer.der, key: key, names: signer.names, validity: signer.validity)
    }

    private static func check(signer: ParsedCertificate) throws(CertificateError) -> PublicKey {
        guard signer.authority == nil, !signer.isSelfIssued else { throw .signerIsAuthority }
        guard signer.maySign else { throw .notASigner }
        guard let key = signer.key else { throw .keyNotP256 }
        return key
    }

    private func root(above chain: [ParsedCertificate]) throws(CertificateError) -> ParsedCertificate {
        guard let last = chain.last else { throw .chainEmpty }
        guard let root = roots.first(where: last.isSigned) else { throw .unknownRoot(issuer: last.issuer) }
        return root
    }

    private func check(_ path: [ParsedCertificate], at time: UInt64) throws(CertificateError) {
        for (index, certificate) in path.enumerated() {
            guard time >= certificate.validity.lowerBound else {
                throw .notYetValid(index: index, from: certificate.validity.lowerBound)
            }
            guard time <= certificate.validity.upperBound else {
                throw .expired(index: index, at: certificate.validity.upperBound)
            }
            if let name = certificate.unknownExtensions.first { throw .unknownExtension(index: index, name) }
            guard index > 0 else { continue }
            guard let authority = certificate.authority else { throw .notAnAuthority(index: index) }
            // Between this one and the signer's own stand as many as its place says, less one.
            if let limit = authority.pathLimit, index - 1 > limit { throw .pathTooLong(index: index) }
            guard path[index - 1].hasAcceptedSignature else { throw .signatureAlgorithm(index: index - 1) }
            guard path[index - 1].isSigned(by: certificate) else { throw .wrongSignature(index: index - 1) }
        }
    }
}
