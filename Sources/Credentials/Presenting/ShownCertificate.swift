public import Signing

/// What a certificate says of whoever signs under it, without any chain: who must be trusted for it stays open.
public struct ShownCertificate: Hashable, Sendable {
    public let der: [UInt8]
    public let key: PublicKey
    public let names: CertificateNames
    /// Who signed it, for people.
    public let issuer: String
    /// POSIX seconds, both ends included.
    public let validity: ClosedRange<UInt64>

    /// Reads a signer's certificate in DER: of P-256, not signed by itself, and not that of an authority.
    public init(_ der: [UInt8]) throws(CertificateError) {
        guard let parsed = ParsedCertificate(der) else { throw .notACertificate(index: 0) }
        guard parsed.authority == nil, !parsed.isSelfIssued else { throw .signerIsAuthority }
        guard parsed.maySign else { throw .notASigner }
        guard let key = parsed.key else { throw .keyNotP256 }
        self.der = der
        self.key = key
        names = parsed.names
        issuer = parsed.issuer
        validity = parsed.validity
    }
}
