public import Signing

/// Whom a certificate names.
public struct CertificateNames: Hashable, Sendable {
    /// The distinguished name, for people.
    public let subject: String
    /// Alternative names that are addresses.
    public let uris: [String]
    /// Alternative names that are hosts or IPv4 addresses.
    public let hosts: [String]
}

/// A signer's certificate whose chain was checked.
public struct IssuerCertificate: Hashable, Sendable {
    /// As it came, in DER.
    public let der: [UInt8]
    public let key: PublicKey
    public let names: CertificateNames
    /// POSIX seconds, both ends included.
    public let validity: ClosedRange<UInt64>

    /// The SHA-256 of the DER: what `x509_hash` names.
    public var digest: Digest { SHA256.digest(der) }

    /// True when the certificate is that of the issuer with this address.
    ///
    /// Where it names addresses, the address must be one of them: several issuers may share a host. Else the host
    /// counts.
    public func names(_ issuer: String) -> Bool {
        guard names.uris.isEmpty else { return names.uris.contains(issuer) }
        guard let address = WebAddress(issuer) else { return false }
        return names.hosts.contains(address.host)
    }
}
