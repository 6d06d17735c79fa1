import Identifiers

extension Decoder {
    /// Numbers of persons, firms and certificates. A citizen's small x becomes a capital one, and nothing else changes.
    static let identifiers = [
        text("citizen-number", rewriteCitizen) { [Samples.citizen, "110105900307001"] },
        text("credit-code", { (try? CreditCode($0))?.text }) { [Samples.agency] },
        text("type-code", { (try? CertificateTypeCode($0))?.text }) { [Samples.agency + "001"] },
        text("certificate-identifier", { (try? CertificateIdentifier($0))?.text }) { [Samples.certificate] },
        text("imported-identifier", rewriteImported) { [Samples.certificate] },
    ]

    private static func rewriteCitizen(_ text: String) -> String? {
        if let upgraded = try? CitizenNumber(upgrading: text) {
            return (try? CitizenNumber(upgraded.text)) == upgraded ? text : upgraded.text
        }
        guard let number = try? CitizenNumber(text) else { return nil }
        return text.hasSuffix("x") ? number.text.dropLast() + "x" : number.text
    }

    /// An identifier with deviations is read again as itself.
    private static func rewriteImported(_ text: String) -> String? {
        guard let imported = try? ImportedIdentifier(text) else { return nil }
        guard let again = try? ImportedIdentifier(imported.text), again == imported else { return "" }
        return text
    }
}
