import Ledger
import Signing

extension BlockDraft {
    mutating func update(_ act: UpdateType, by owner: MemberID) throws(Refusal) {
        var entry = try ownType(act.type.code, owner)
        guard !entry.isRetired else { throw .typeRetired(act.type.code) }
        guard act.version == entry.version + 1 else {
            throw .wrongTypeVersion(found: act.version, expected: entry.version + 1)
        }
        guard act.type.owner == owner else { throw .notOwner(act.type.code, owner: owner) }
        entry.version = act.version
        entry.type = act.type
        write(.type(act.type.code), entry)
    }

    mutating func retire(_ act: RetireType, by owner: MemberID) throws(Refusal) {
        var entry = try ownType(act.code, owner)
        guard !entry.isRetired else { throw .typeRetired(act.code) }
        entry.isRetired = true
        write(.type(act.code), entry)
    }

    mutating func accredit(_ act: Accredit, by owner: MemberID) throws(Refusal) {
        _ = try ownType(act.code, owner)
        guard let issuer: Member = entry(.member(act.issuer)) else { throw .unknownMember(act.issuer.text) }
        guard issuer.details(at: max(time, issuer.effective)).roles.contains(.issuer) else {
            throw .missingRole(act.issuer, .issuer)
        }
        write(.accreditation(act.issuer, act.code), act.period)
    }

    private func ownType(_ code: TypeCode, _ owner: MemberID) throws(Refusal) -> TypeEntry {
        guard let entry: TypeEntry = entry(.type(code)) else { throw .unknownType(code) }
        guard entry.type.owner == owner else { throw .notOwner(code, owner: entry.type.owner) }
        return entry
    }

    /// A manifest changes nothing in the state: count and root were checked, the records are the entry.
    mutating func issue(_ act: IssueDocuments, by issuer: MemberID) throws(Refusal) {
        try confirm(.issuing(issuer, act.type, act.typeVersion)) { (draft) throws(Refusal) in
            guard let entry = draft.type(act.type) else { throw .unknownType(act.type) }
            guard !entry.isRetired else { throw .typeRetired(act.type) }
            guard (1...entry.version).contains(act.typeVersion) else {
                throw .wrongTypeVersion(found: act.typeVersion, expected: entry.version)
            }
            guard let period = draft.accreditation(issuer, act.type), period.contains(draft.time) else {
                throw .notAccredited(issuer, act.type)
            }
        }
    }

    mutating func setStatus(
        _ act: SetStatus, _ recorded: RecordedDocument?, by issuer: MemberID
    ) throws(Refusal) {
        try check(recorded, at: act.record, is: act.commitment, by: issuer)
        let key = StateKey.status(origin: network.origin, issuer: issuer, commitment: act.commitment)
        let old: StatusEntry? = entry(key)
        if let old, old.state.isFinal { throw .statusFinal(old.state, height: old.height) }
        guard act.state != old?.state ?? .inForce else { throw .statusUnchanged(act.state) }
        write(key, StatusEntry(state: act.state, since: time, height: height))
    }
}
