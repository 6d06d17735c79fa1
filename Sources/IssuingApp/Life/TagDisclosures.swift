public import Accounts
internal import Rulebook
public import Sealing

/// Reading without consent: the desk alone can say under which tag the holder will find it.
extension Desk {
    /// What gives the tags of a document's disclosures; that somebody asked for it is in the desk's log.
    ///
    /// Only a document whose record is on the ledger has some: its wallet has no other.
    public func disclosureKey(of id: DocumentID, by caller: Caller) throws -> DisclosureKey {
        DisclosureKey(correctionSeed: try seed(of: id, "disclosure-tag", caller), origin: origin)
    }

    /// The same for disclosures that are sealed, and how many of their tags were given, from number 0 on: the state
    /// shows none of them while it is closed, so the desk counts.
    public func sealedDisclosureKey(
        of id: DocumentID, by caller: Caller
    ) throws -> (key: SealedDisclosureKey, given: UInt64) {
        let key = SealedDisclosureKey(correctionSeed: try seed(of: id, "sealed-tag", caller), origin: origin)
        return (key, try database.sealedTagCount(of: id))
    }

    /// Takes the next of these tags; nil while as many are closed as a wallet looks ahead. `open` of those that were
    /// given are proven to be open.
    public func takeSealedTag(of id: DocumentID, open: UInt64, by caller: Caller) throws -> UInt64? {
        try caller.must(.clerk)
        return try database.takeSealedTag(
            of: id, open: open, mostClosed: SealedDisclosureKey.ahead, at: second)
    }

    private func seed(of id: DocumentID, _ deed: String, _ caller: Caller) throws -> [UInt8] {
        try caller.must(.clerk)
        guard let sealed = try database.sealed([id]).first else { throw DeskRefusal.unknownDocument(id) }
        guard sealed.document.record != nil else { throw DeskRefusal.notRecorded(id) }
        try accounts.audit(AuditLine(caller, deed, subject: "\(id)"), at: second)
        return try issued(sealed).correctionSeed
    }
}
