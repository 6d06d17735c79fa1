import Signing

/// Whose key an issuer-signed JWT is to be checked with.
struct IssuerKey {
    let key: PublicKey
    /// The issuer's certificate, when that is how it is trusted.
    let source: Source

    /// How it is known whose key this is.
    enum Source {
        case certificate(IssuerCertificate)
        case published(String)
        case ledger
    }

    /// The issuer's certificate, when that is how it is trusted.
    var certificate: IssuerCertificate? {
        guard case .certificate(let certificate) = source else { return nil }
        return certificate
    }

    /// Refuses a document of another issuer than the one whose key this is.
    func name(_ issuer: String?) throws(DocumentError) {
        switch source {
        case .certificate(let certificate):
            // A document without `iss` is that of the certificate's subject.
            guard let issuer, !certificate.names(issuer) else { return }
            throw .otherIssuer(found: issuer)
        case .published(let name):
            guard issuer == name else { throw .otherIssuer(found: issuer ?? "missing") }
        case .ledger: return
        }
    }
}

extension IssuerTrust {
    /// Whose key a message is to be checked with, by certificates that hold at that time.
    func key(of message: CompactJWS, at now: UInt64) throws(DocumentError) -> IssuerKey {
        switch self {
        case .certificates(let roots):
            guard let chain = message.header.certificates else { throw .issuerKeyMissing }
            do throws(CertificateError) {
                let certificate = try roots.validated(chain, at: now)
                return IssuerKey(key: certificate.key, source: .certificate(certificate))
            } catch { throw .certificate(error) }
        case .published(let issuer, let set):
            guard let id = message.header.keyID,
                let key = set.keys.first(where: { $0.id == id && $0.curve == .p256 })?.signatureKey
            else { throw .issuerKeyMissing }
            return IssuerKey(key: key, source: .published(issuer))
        case .registered(let keys):
            guard let key = IssuerTrust.named(by: message.header, among: keys) else { throw .issuerKeyMissing }
            return IssuerKey(key: key, source: .ledger)
        }
    }

    private static func named(by header: JWSHeader, among keys: [PublicKey]) -> PublicKey? {
        if let leaf = header.certificates?.first {
            let key = ParsedCertificate(leaf)?.key
            return keys.first { $0 == key }
        }
        return keys.first { Base64URL.encode(JSONWebKey($0).thumbprint.bytes) == header.keyID }
    }
}
