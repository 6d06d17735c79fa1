public import Accounts
internal import Rulebook
public import Sealing

/// Reading without consent: the desk alone can say under which tag the holder will find it.
extension Desk {
    /// What gives the tags of a document's disclosures; that somebody asked for it is in the desk's log.
    ///
    /// Only a document whose record is on the ledger has some: its wallet has no other.
    public func disclosureKey(of id: DocumentID, by caller: Caller) throws -> DisclosureKey {
        try caller.must(.clerk)
        guard let sealed = try database.sealed([id]).first else { throw DeskRefusal.unknownDocument(id) }
        guard sealed.document.record != nil else { throw DeskRefusal.notRecorded(id) }
        try accounts.audit(AuditLine(caller, "disclosure-tag", subject: "\(id)"), at: second)
        return DisclosureKey(correctionSeed: try issued(sealed).correctionSeed, origin: origin)
    }
}
