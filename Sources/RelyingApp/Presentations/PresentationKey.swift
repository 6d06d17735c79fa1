internal import Credentials
internal import Rulebook
public import Signing

/// The key that signs plain requests, and its certificates: what `client_id` is made of.
struct PresentationKey: Sendable {
    let key: PrivateKey
    /// In DER: that of the key first, the root left out.
    let certificates: [[UInt8]]

    static let maxCertificates = 4

    /// `client_id`: the hash of the certificate, as the strict profile of OpenID4VP has it.
    var clientID: String { ClientIdentifier.text(of: certificates[0]) }

    /// Refuses certificates that wallets would refuse.
    init(_ key: PrivateKey, _ certificates: [[UInt8]], at now: UInt64) throws(RelyingRefusal) {
        guard let first = certificates.first, certificates.count <= PresentationKey.maxCertificates else {
            throw .badCertificate("1 to \(PresentationKey.maxCertificates) certificates must be given")
        }
        let shown: ShownCertificate
        do throws(CertificateError) { shown = try ShownCertificate(first) } catch { throw .badCertificate("\(error)") }
        guard shown.key == key.publicKey else { throw .badCertificate("the first certificate is of another key") }
        guard shown.validity.contains(now) else { throw .badCertificate("the certificate does not hold today") }
        self.key = key
        self.certificates = certificates
    }
}

extension RelyingDesk {
    /// Takes the key and certificates by which plain requests are signed from now on. Links that no wallet has
    /// fetched yet name the old certificate, and are over. Gives the `client_id`.
    public func takePresentationKey(_ key: PrivateKey, certificates: [[UInt8]]) throws -> String {
        let checked = try PresentationKey(key, certificates, at: now())
        try database.set(checked, at: now())
        return checked.clientID
    }

    /// The key of plain requests; refused when there is none, or its certificate is over.
    func presentationKey() throws -> PresentationKey {
        guard let (key, certificates) = try database.presentationKey() else { throw RelyingRefusal.noPresentationKey }
        return try PresentationKey(key, certificates, at: now())
    }
}
