import Ledger
public import Rulebook

/// What people call what the evidence speaks of, as far as the evidence itself proves it.
public struct ProvenNames: Hashable, Sendable {
    /// By its member entry, as of the proof.
    public let issuers: [MemberID: Bilingual]
    /// Of the scene, as it was declared; nil when the file does not prove it.
    public let purpose: Bilingual?
}

extension EvidenceFile {
    /// The names in it. They weigh nothing, so nobody pays for them who asks for a verdict alone.
    public func names(from known: EpochWalk) throws(EpochError) -> ProvenNames {
        let ledger = UseCheck(try walk(from: known)).ledger()
        let facts = UseFacts(use, in: ledger)
        var issuers: [MemberID: Bilingual] = [:]
        for (place, document) in use.documents.enumerated() {
            guard let receipt = document.receipt.flatMap(Receipt.init(inEitherForm:)),
                let issuer = try? ledger.issue(receipt).issuer, issuers[issuer] == nil
            else { continue }
            issuers[issuer] = try? UseFacts.name(of: issuer, use.proofs[.issuer(document: place)], ledger)
        }
        return ProvenNames(issuers: issuers, purpose: (try? facts.scene.get())?.value?.scene.purpose)
    }
}

extension UseFacts {
    fileprivate static func name(
        of issuer: MemberID, _ proof: [UInt8]?, _ ledger: TrustedLedger
    ) throws(Objection) -> Bilingual? {
        let entry: ProvenState<Member> = try ledger.entry(proof, .member(issuer))
        return entry.value?.details(at: entry.asOf.time).name
    }
}
