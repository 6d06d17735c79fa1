public import Signing

/// An SD-JWT (RFC 9901) as received: a signed part, disclosures, and the holder's key binding if it is a presentation.
///
/// The texts are kept: re-encoding them would break every digest.
public struct SDJWT: Hashable, Sendable {
    /// The issuer-signed JWT.
    public let jwt: String
    public let disclosures: [Disclosure]
    /// The key-binding JWT; nil when the text ends in `~`.
    public let keyBinding: String?

    public static let maxByteCount = 1 << 20
    public static let maxDisclosures = 2_048

    init(jwt: String, disclosures: [Disclosure], keyBinding: String?) {
        self.jwt = jwt
        self.disclosures = disclosures
        self.keyBinding = keyBinding
    }

    /// Reads the form of the text; nothing in it is proven.
    public init(parsing text: String, maxByteCount: Int = SDJWT.maxByteCount) throws(SDJWTError) {
        guard text.utf8.count <= maxByteCount else {
            throw .tooLarge(byteCount: text.utf8.count, limit: maxByteCount)
        }
        // Cut by bytes: to cut by characters would compare graphemes.
        let parts = text.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count >= 2, let last = parts.last, let first = parts.first, SDJWT.isCompact(first),
            last.isEmpty || SDJWT.isCompact(last)
        else { throw .malformed }
        let texts = parts.dropFirst().dropLast()
        guard texts.count <= SDJWT.maxDisclosures else {
            throw .tooManyDisclosures(count: texts.count, limit: SDJWT.maxDisclosures)
        }
        var disclosures: [Disclosure] = []
        for (index, text) in texts.enumerated() {
            disclosures.append(try Disclosure(parsing: text, index: index))
        }
        jwt = String(first)
        self.disclosures = disclosures
        keyBinding = last.isEmpty ? nil : String(last)
    }

    /// The whole text.
    public var text: String { presented + (keyBinding ?? "") }

    /// The text up to and including the last `~`: what a key binding is over.
    public var presented: String {
        jwt + "~"
            + disclosures.reduce(into: "") { text, disclosure in
                text += disclosure.text
                text += "~"
            }
    }

    /// The SHA-256 of the issuer-signed JWT: what a record on the ledger commits to.
    public var digest: Digest { SHA256.digest(jwt.utf8) }

    /// Three parts that are not empty; a disclosure has no dot.
    private static func isCompact(_ text: Substring) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { !$0.isEmpty }
    }
}
