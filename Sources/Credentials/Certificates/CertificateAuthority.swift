internal import Crypto
internal import Foundation
public import Signing
internal import SwiftASN1
internal import X509

/// An authority that certifies issuers' keys: for samples and tests, and for a network that has no other.
public struct CertificateAuthority: Sendable {
    /// In DER.
    public let certificate: [UInt8]
    private let parsed: ParsedCertificateBox
    private let key: PrivateKey

    /// An authority from what its files hold; nil when the key is not that of the certificate, or may not certify.
    public init?(certificate der: [UInt8], key: PrivateKey) {
        guard let parsed = ParsedCertificate(der), parsed.authority != nil, parsed.key == key.publicKey else {
            return nil
        }
        certificate = der
        self.parsed = ParsedCertificateBox(certificate: parsed.certificate)
        self.key = key
    }

    /// A new root, which certifies itself.
    public static func root(
        _ subject: CertificateSubject, key: PrivateKey, validity: ClosedRange<UInt64>
    ) throws(CertificateError) -> CertificateAuthority {
        let draft = CertificateDraft(
            subject: try subject.distinguished, key: key.publicKey, validity: validity, isAuthority: true, pathLimit: 1)
        let der = try draft.signed(issuer: draft.subject, issuerKeyID: nil, by: key)
        guard let authority = CertificateAuthority(certificate: der, key: key) else { throw .notMade("no authority") }
        return authority
    }

    /// A certificate for an issuer's signing key, in DER; its alternative names are the issuer's address and host.
    public func certify(
        _ issuer: WebAddress, subject: CertificateSubject, key: PublicKey, validity: ClosedRange<UInt64>
    ) throws(CertificateError) -> [UInt8] {
        var draft = CertificateDraft(
            subject: try subject.distinguished, key: key, validity: validity, isAuthority: false, pathLimit: nil)
        draft.names = [.uniformResourceIdentifier(issuer.description), CertificateAuthority.name(issuer.host)]
        return try sign(draft)
    }

    /// An authority below this one.
    public func authority(
        _ subject: CertificateSubject, key: PrivateKey, validity: ClosedRange<UInt64>
    ) throws(CertificateError) -> CertificateAuthority {
        let draft = CertificateDraft(
            subject: try subject.distinguished, key: key.publicKey, validity: validity, isAuthority: true, pathLimit: 0)
        guard let authority = CertificateAuthority(certificate: try sign(draft), key: key) else {
            throw .notMade("no authority")
        }
        return authority
    }

    private func sign(_ draft: CertificateDraft) throws(CertificateError) -> [UInt8] {
        let issuer = parsed.certificate
        let keyID = try? issuer.extensions.subjectKeyIdentifier?.keyIdentifier
        return try draft.signed(issuer: issuer.subject, issuerKeyID: keyID ?? nil, by: key)
    }

    private static func name(_ host: String) -> GeneralName {
        guard WebAddress.isIPv4(host) else { return .dnsName(host) }
        let bytes = host.split(separator: ".").compactMap { UInt8($0) }
        return .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
    }
}

/// Holds the library's value, so that its type does not show.
private struct ParsedCertificateBox: Sendable {
    let certificate: Certificate
}

/// Who a certificate is for.
public struct CertificateSubject: Hashable, Sendable {
    public let organization: String
    public let commonName: String

    /// An institution, and the name of what it runs.
    public init(organization: String, commonName: String) {
        self.organization = organization
        self.commonName = commonName
    }

    fileprivate var distinguished: DistinguishedName {
        get throws(CertificateError) {
            do {
                return try DistinguishedName {
                    CountryName("CN")
                    OrganizationName(organization)
                    CommonName(commonName)
                }
            } catch { throw .notMade("\(error)") }
        }
    }
}

/// What a certificate is to say.
private struct CertificateDraft {
    let subject: DistinguishedName
    let key: PublicKey
    let validity: ClosedRange<UInt64>
    let isAuthority: Bool
    let pathLimit: Int?
    var names: [GeneralName] = []

    func signed(
        issuer: DistinguishedName, issuerKeyID: ArraySlice<UInt8>?, by signer: PrivateKey
    ) throws(CertificateError) -> [UInt8] {
        do {
            let point = Certificate.PublicKey(try P256.Signing.PublicKey(rawRepresentation: key.bytes))
            let own = SubjectKeyIdentifier(hash: point)
            let certificate = try Certificate(
                version: .v3, serialNumber: CertificateDraft.serialNumber, publicKey: point,
                notValidBefore: .init(timeIntervalSince1970: Double(validity.lowerBound)),
                notValidAfter: .init(timeIntervalSince1970: Double(validity.upperBound)), issuer: issuer,
                subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try extensions(own: own, issuerKeyID ?? own.keyIdentifier),
                issuerPrivateKey: .init(try P256.Signing.PrivateKey(rawRepresentation: signer.secret)))
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        } catch { throw .notMade("\(error)") }
    }

    private func extensions(
        own: SubjectKeyIdentifier, _ issuerKeyID: ArraySlice<UInt8>
    ) throws -> Certificate.Extensions {
        var list = [
            try Certificate.Extension(
                isAuthority
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: pathLimit) : .notCertificateAuthority,
                critical: true),
            try Certificate.Extension(
                isAuthority ? KeyUsage(keyCertSign: true, cRLSign: true) : KeyUsage(digitalSignature: true),
                critical: true),
            try Certificate.Extension(own, critical: false),
            try Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: issuerKeyID), critical: false),
        ]
        if !names.isEmpty {
            list.append(try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
        }
        return try Certificate.Extensions(list)
    }

    /// Random, positive, and without a zero in front.
    private static var serialNumber: Certificate.SerialNumber {
        var bytes = Random.bytes(16)
        bytes[0] = bytes[0] & 0x3f | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}
