public import Accounts
public import Ledger
public import Rulebook
internal import Sealing
internal import Signing

/// What becomes of records on the ledger that a restored desk knows nothing of.
public struct LostRecords: Hashable, Sendable {
    /// True: they are revoked, and their rows minted anew. False: they stay as they are.
    public let isRevoking: Bool
    /// The last of them that the proposer saw; records that are found later wait for a proposal of their own.
    public let through: LeafIndex
    /// How many there were.
    public let count: UInt64
    public let text: String
    public let legalBasis: String
}

/// Who restored a desk proposes, another person decides; until then minting is held.
extension Desk {
    /// Proposes what becomes of the records that are listed now. Throws `DeskRefusal`, `AccountRefusal`.
    public func proposeForLost(
        isRevoking: Bool, text: String, legalBasis: String, by caller: Caller
    ) throws -> ApprovalID {
        try caller.must(.admin)
        let lost = try database.lostRecords()
        guard let last = lost.last else { throw DeskRefusal.nothingLost }
        let now = second
        let open = try database.approvals(isOpen: true, at: now)
        if let same = open.first(where: { $0.proposal.kind == Proposal.lostKind }) {
            throw DeskRefusal.alreadyProposed(same.id)
        }
        let proposal = LostRecords(
            isRevoking: isRevoking, through: last.record, count: UInt64(lost.count), text: text,
            legalBasis: legalBasis)
        _ = try proposal.change
        try accounts.audit(
            AuditLine(
                caller, isRevoking ? "restore-revoke-propose" : "restore-keep-propose", facts: "\(lost.count)"),
            at: now)
        return try database.propose(.lost(proposal), by: caller.label, at: now)
    }

    func decideLost(
        _ id: ApprovalID, _ proposal: LostRecords, isApproved: Bool, remark: String, by caller: Caller
    ) throws {
        let change = try proposal.change
        var revocations: [LostRevocation] = []
        if isApproved, proposal.isRevoking {
            for item in try database.lostRecords() where item.record <= proposal.through {
                let opening = change.opening(successor: nil)
                let place = IssuingDatabase.lostOpeningPlace(item.commitment)
                revocations.append(
                    LostRevocation(
                        record: item.record,
                        act: .setStatus(
                            SetStatus(
                                record: item.record, commitment: item.commitment, state: .revoked,
                                reason: opening.commitment)),
                        openingSealed: keys.storage.seal(opening.encoded, at: place)))
            }
        }
        try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) { inner in
            try IssuingDatabase.resolveLost(
                revocations, through: proposal.through, word: proposal.isRevoking ? "revoked" : "kept",
                approval: id, at: second, inner)
        }
    }

    /// What opens the commitment of the last change of a record's status, for a holder who asks: that of a document of
    /// this desk, or of a record that was lost. Nil when nothing was said of it.
    public func reason(ofRecord record: LeafIndex) throws -> Opening<StatusReason>? {
        guard let (sealed, place) = try database.sealedReason(ofRecord: record) else { return nil }
        do { return try Opening<StatusReason>(decoding: try keys.storage.open(sealed, at: place)) } catch {
            throw DeskFailure(file: folder.database, fact: "holds a reason that does not open: \(error)")
        }
    }
}

extension LostRecords {
    fileprivate var change: StatusChange {
        get throws(DeskRefusal) {
            try StatusChange(state: .revoked, reason: .replaced, text: text, legalBasis: legalBasis)
        }
    }
}

/// A lost record's revocation, with its reason for who asks for it.
struct LostRevocation: Sendable {
    let record: LeafIndex
    let act: Act
    let openingSealed: [UInt8]
}
