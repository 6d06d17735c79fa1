public import Accounts
internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// To which record a tag belongs, in the issuer's word: whoever reads on a legal ground asks relying parties by it.
extension Desk {
    /// An attestation of the tag of a document's disclosure with that number, signed by the member's key.
    ///
    /// The tag is computed here, so no other than the document's own can be attested.
    public func attestation(
        ofTag number: UInt64, of id: DocumentID, by caller: Caller
    ) throws -> (bytes: [UInt8], record: UInt64) {
        let tag = try disclosureKey(of: id, by: caller).tag(number)
        guard let record = try database.document(id)?.record else { throw DeskRefusal.notRecorded(id) }
        try accounts.audit(
            AuditLine(caller, "tag-attested", subject: "\(id)", facts: "record \(record), tag \(number)"), at: second)
        let bytes = TagAttestation(record: record, tag: tag).signed(
            by: keys.statement, of: configuration.member, origin: origin, now: second)
        return (bytes, record.value)
    }
}
