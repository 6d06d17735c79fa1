internal import Crypto
internal import Foundation
import Signing
internal import SwiftASN1
internal import X509

/// A certificate with what the chain check asks of it.
struct ParsedCertificate {
    let der: [UInt8]
    let certificate: Certificate
    /// POSIX seconds, both ends included.
    let validity: ClosedRange<UInt64>
    let names: CertificateNames
    /// Nil when it may not sign certificates; else how many may stand between it and a signer's.
    let authority: Authority?
    let maySign: Bool
    /// The extensions that must be understood, and are not.
    let unknownExtensions: [String]

    struct Authority {
        let pathLimit: Int?
    }

    private static let understood: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.subjectAlternativeName,
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectKeyIdentifier,
        .X509ExtensionID.authorityKeyIdentifier,
    ]

    /// Nil for bytes that are no certificate, or one whose extensions do not read.
    init?(_ der: [UInt8]) {
        guard let certificate = try? Certificate(derEncoded: der),
            let names = CertificateNames(certificate),
            let usage = try? certificate.extensions.keyUsage ?? KeyUsage(),
            let constraints = try? certificate.extensions.basicConstraints ?? .notCertificateAuthority
        else { return nil }
        let (start, end) = (
            certificate.notValidBefore.timeIntervalSince1970, certificate.notValidAfter.timeIntervalSince1970
        )
        guard start >= 0, start <= end else { return nil }
        validity = UInt64(start)...UInt64(end)
        maySign = usage.digitalSignature
        if case .isCertificateAuthority(let limit) = constraints, usage.keyCertSign {
            authority = Authority(pathLimit: limit)
        } else {
            authority = nil
        }
        // Name constraints must be critical where they stand, and are not understood here.
        unknownExtensions = certificate.extensions
            .filter { item in
                (item.critical || item.oid == .X509ExtensionID.nameConstraints)
                    && !ParsedCertificate.understood.contains(item.oid)
            }
            .map { "\($0.oid)" }
        self.der = der
        self.certificate = certificate
        self.names = names
    }

    /// The signer's key; nil when it is not of P-256.
    var key: PublicKey? {
        guard let key = P256.Signing.PublicKey(certificate.publicKey) else { return nil }
        return PublicKey(.es256, bytes: Array(key.rawRepresentation))
    }

    var isSelfIssued: Bool { certificate.issuer == certificate.subject }

    var issuer: String { "\(certificate.issuer)" }

    var hasAcceptedSignature: Bool {
        let accepted: [Certificate.SignatureAlgorithm] = [
            .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512, .ed25519,
        ]
        return accepted.contains(certificate.signatureAlgorithm)
    }

    /// True when the other's key signed this one, and the names fit.
    func isSigned(by other: ParsedCertificate) -> Bool {
        certificate.issuer == other.certificate.subject
            && other.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
    }
}

extension CertificateNames {
    fileprivate init?(_ certificate: Certificate) {
        guard let alternatives = try? certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames([])
        else { return nil }
        var (uris, hosts): ([String], [String]) = ([], [])
        for name in alternatives {
            switch name {
            case .uniformResourceIdentifier(let uri): uris.append(uri)
            case .dnsName(let host): hosts.append(host)
            case .ipAddress(let address) where address.bytes.count == 4:
                hosts.append(address.bytes.map(String.init).joined(separator: "."))
            case _: continue
            }
        }
        self.init(subject: "\(certificate.subject)", uris: uris, hosts: hosts)
    }
}
