import Identifiers

/// `certificate-identifier`, `identifier-type`, `identifier-issuer`: GB/T 36904, of this type and this issuer.
extension RowGate {
    /// An identifier that is not the document's own: well made, of any type.
    func checkIdentifierForm(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        guard slot != form.roles.identifier else { return }
        do throws(CertificateIdentifierError) { _ = try CertificateIdentifier(row.text(slot)) } catch {
            faults.add(slot, .certificateIdentifier, RuleWords.describe(error), row)
        }
    }

    /// The document's own identifier.
    func checkIdentifier(_ row: TableRow, _ faults: inout FaultList) {
        guard let slot = form.roles.identifier, isGood(row, slot, faults) else { return }
        do throws(CertificateIdentifierError) {
            let identifier = try CertificateIdentifier(row.text(slot))
            if identifier.type.text != form.typeCode {
                faults.add(slot, .identifierType, RuleWords.identifierType(form.typeCode), row)
            }
            guard let issuer = form.roles.issuerCode, isGood(row, issuer, faults) else { return }
            if !row.field(issuer).elementsEqual(identifier.issuer.text.utf8) {
                faults.add(slot, .identifierIssuer, RuleWords.identifierIssuer, row)
            }
        } catch { faults.add(slot, .certificateIdentifier, RuleWords.describe(error), row) }
    }
}
