/// A certificate identifier as another system wrote it: read with patience, each deviation reported, never issued.
public struct ImportedIdentifier: Hashable, Sendable {
    /// Where systems in use leave the standard.
    public enum Deviation: Hashable, Sendable {
        /// A division code stands where the issuer's credit code belongs.
        case divisionAsIssuer(String)
        /// The check character follows the legacy variant; this is the right one.
        case legacyCheck(expected: Character)
    }

    public let type: CertificateTypeCode
    /// Nil when the identifier names a division in its place.
    public let issuer: CreditCode?
    public let serial: String
    public let version: Int
    /// None for an identifier that the standard allows.
    public let deviations: [Deviation]
    /// The characters as they were read.
    public let text: String

    /// Reads an identifier, and refuses what no system is known to write.
    public init(_ text: some StringProtocol) throws(CertificateIdentifierError) {
        let parts = try IdentifierParts(text)
        type = parts.type
        serial = parts.serial
        version = parts.version
        self.text = String(text)
        var deviations: [Deviation] = []
        if parts.issuer.utf8.count == 6, parts.issuer.utf8.allSatisfy(ASCII.isDigit) {
            issuer = nil
            deviations.append(.divisionAsIssuer(parts.issuer))
        } else {
            do throws(CreditCodeError) { issuer = try CreditCode(parts.issuer) } catch { throw .badIssuer(error) }
        }
        let expected = CheckCharacter.standard(parts.body)
        if parts.check != expected {
            guard parts.check == CheckCharacter.legacy(parts.body) else {
                throw .wrongCheck(expected: ASCII.character(expected), found: ASCII.character(parts.check))
            }
            deviations.append(.legacyCheck(expected: ASCII.character(expected)))
        }
        self.deviations = deviations
    }

    /// The identifier of the standard; nil when this one deviates from it.
    public var identifier: CertificateIdentifier? {
        deviations.isEmpty ? try? CertificateIdentifier(text) : nil
    }
}

extension ImportedIdentifier: CustomStringConvertible, CustomReflectable {
    /// Nothing of it, because its serial may be a person's number.
    public var description: String { "<imported certificate identifier>" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
