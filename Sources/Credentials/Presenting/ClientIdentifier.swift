public import Signing

/// How a verifier names itself: `client_id` with its prefix (OpenID4VP section 5.9).
public enum ClientIdentifier: Hashable, Sendable {
    /// `x509_hash:`: the SHA-256 of the certificate whose key signs the request.
    case certificate(Digest)
    /// `x509_san_dns:`: a host that the certificate names.
    case host(String)
    /// No prefix: whoever was registered with the wallet before.
    case registered(String)
    /// A prefix that is not answered here.
    case other(prefix: String)

    private static let hashPrefix = "x509_hash"
    private static let hostPrefix = "x509_san_dns"
    private static let others = [
        "redirect_uri", "decentralized_identifier", "verifier_attestation", "openid_federation", "origin",
    ]

    /// Reads a client id; nil for a hash that is none, and for an empty one.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 2_048 else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case (ClientIdentifier.hashPrefix, 2):
            guard let digest = Base64URL.decode(parts[1]).flatMap({ Digest($0) }) else { return nil }
            self = .certificate(digest)
        case (ClientIdentifier.hostPrefix, 2): self = .host(parts[1])
        case (let prefix, 2) where ClientIdentifier.others.contains(prefix): self = .other(prefix: prefix)
        case (_, _): self = .registered(text)
        }
    }

    /// The client id of whoever signs under this certificate.
    public static func text(of certificate: [UInt8]) -> String {
        hashPrefix + ":" + Base64URL.encode(SHA256.digest(certificate).bytes)
    }
}
