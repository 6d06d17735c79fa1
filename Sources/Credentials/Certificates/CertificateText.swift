public import Signing

/// Certificates in text files (RFC 7468).
public enum CertificateText {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"
    private static let width = 64
    private static let maxCount = 64

    /// The text of a certificate in DER.
    public static func encode(_ der: [UInt8]) -> String {
        var rest = Base64.encode(der)[...]
        var lines = [begin]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return (lines + [end]).joined(separator: "\n") + "\n"
    }

    /// The key in a certificate in DER; nil for bytes that are none, and for a key that is not of P-256. Whether it can
    /// be trusted is not said.
    public static func key(of der: [UInt8]) -> PublicKey? { ParsedCertificate(der)?.key }

    /// Every certificate of a text, in DER, in order; nil when there is none, or one that is not in the form.
    public static func decode(_ text: String) -> [[UInt8]]? {
        var certificates: [[UInt8]] = []
        var body: String?
        for line in text.split(whereSeparator: \.isNewline) {
            switch (line, body) {
            case (begin[...], nil): body = ""
            case (end[...], let text?):
                guard let der = Base64.decode(text), certificates.count < maxCount else { return nil }
                certificates.append(der)
                body = nil
            case (_, let text?): body = text + line
            case (_, nil): continue
            }
        }
        return certificates.isEmpty || body != nil ? nil : certificates
    }
}
