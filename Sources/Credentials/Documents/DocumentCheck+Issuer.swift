import Signing

/// Whose key an issuer-signed JWT is to be checked with.
struct IssuerKey {
    let key: PublicKey
    /// The issuer's certificate, when that is how it is trusted.
    let certificate: IssuerCertificate?
    private let published: String?

    init(certificate: IssuerCertificate) {
        key = certificate.key
        self.certificate = certificate
        published = nil
    }

    init(key: PublicKey, publishedBy issuer: String) {
        self.key = key
        certificate = nil
        published = issuer
    }

    /// Refuses a document of another issuer than the one whose key this is.
    func name(_ issuer: String?) throws(DocumentError) {
        if let certificate {
            // A document without `iss` is that of the certificate's subject.
            guard let issuer, !certificate.names(issuer) else { return }
            throw .otherIssuer(found: issuer)
        }
        guard issuer == published else { throw .otherIssuer(found: issuer ?? "missing") }
    }
}

extension IssuerTrust {
    /// Whose key a message is to be checked with, by certificates that hold at that time.
    func key(of message: CompactJWS, at now: UInt64) throws(DocumentError) -> IssuerKey {
        switch self {
        case .certificates(let roots):
            guard let chain = message.header.certificates else { throw .issuerKeyMissing }
            do throws(CertificateError) {
                return IssuerKey(certificate: try roots.validated(chain, at: now))
            } catch { throw .certificate(error) }
        case .published(let issuer, let set):
            guard let id = message.header.keyID,
                let key = set.keys.first(where: { $0.id == id && $0.curve == .p256 })?.signatureKey
            else { throw .issuerKeyMissing }
            return IssuerKey(key: key, publishedBy: issuer)
        }
    }
}
