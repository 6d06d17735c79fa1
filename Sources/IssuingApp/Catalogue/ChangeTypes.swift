public import Accounts
internal import Foundation
internal import Importing
internal import NodeAPI
public import Rulebook
public import Signing

/// The desk's own types on the ledger. A clerk proposes, another person approves, and the act is signed by the member's
/// key. Registering is governance's: for that the desk hands over the checked definition.
extension Desk {
    /// Files a proposal. What the ledger would refuse is refused here; when it is away, the proposal is filed, and the
    /// ledger's word comes with the act. Throws `DeskRefusal`, `AccountRefusal`.
    public func propose(_ change: TypeChange, text: String, by caller: Caller) async throws -> ApprovalID {
        try caller.must(.clerk)
        guard text.utf8.count <= 2_000 else { throw DeskRefusal.textTooLong(limit: 2_000) }
        do { try await check(change) } catch is LedgerAway {}
        let proposal = Proposal.type(change, text: text)
        let now = second
        if let same = try database.approvals(isOpen: true, at: now).first(where: { $0.proposal.does(change) }) {
            throw DeskRefusal.alreadyProposed(same.id)
        }
        try accounts.audit(AuditLine(caller, change.word + "-propose", subject: change.code.text), at: now)
        return try database.propose(proposal, by: caller.label, at: now)
    }

    private func check(_ change: TypeChange) async throws {
        let code = change.code
        guard let body = try await ledger.type(code) else { throw DeskRefusal.typeNotOnLedger(code) }
        guard body.owner == member.text else { throw try notOwner(code, body.owner) }
        switch change {
        case .update(_, let version):
            guard !body.isRetired else { throw DeskRefusal.typeRetired(code) }
            let definition = try definition(code, version)
            guard definition.type.owner == member else {
                throw DeskRefusal.notOwner(code, owner: definition.type.owner)
            }
            guard version == body.version + 1 else {
                throw DeskRefusal.wrongVersion(code, version, expected: body.version + 1)
            }
            try definition.mustBeClassified()
        case .retire: guard !body.isRetired else { throw DeskRefusal.typeRetired(code) }
        case .accredit: break
        }
    }

    private func notOwner(_ code: TypeCode, _ owner: String) throws -> DeskRefusal {
        guard let id = MemberID(owner) else { throw LedgerAway("the node names an owner that is no member's name") }
        return .notOwner(code, owner: id)
    }

    /// The definition of a new type as governance is to register it. Throws `DeskRefusal`, `LedgerAway`.
    public func registration(of code: TypeCode, by caller: Caller) async throws -> TypeDefinition {
        try caller.must(.clerk)
        let definition = try definition(code, 1)
        guard definition.type.owner == member else {
            throw DeskRefusal.notOwner(code, owner: definition.type.owner)
        }
        guard try await ledger.type(code) == nil else { throw DeskRefusal.typeOnLedger(code) }
        try definition.mustBeClassified()
        try accounts.audit(AuditLine(caller, "type.register-propose", subject: code.text), at: second)
        return definition
    }

    /// The act of an approved change.
    func act(_ change: TypeChange) throws -> Act {
        switch change {
        case .update(let code, let version):
            .updateType(UpdateType(version: version, type: try definition(code, version).type))
        case .retire(let code): .retireType(RetireType(code: code))
        case .accredit(let code, let issuer, let period):
            .accredit(Accredit(code: code, issuer: issuer, period: period))
        }
    }

    /// Waits until the acts of an approval have come to their end, at most so long; `isSending` where no other process
    /// of this desk sends them.
    public func settle(_ id: ApprovalID, isSending: Bool, patienceSeconds: UInt64) async throws -> [StoredAct] {
        let end = second + patienceSeconds
        while true {
            if isSending { do { _ = try await sendActs() } catch is LedgerAway {} }
            let acts = try database.acts(of: id)
            guard acts.contains(where: { $0.stage != .final && $0.stage != .refused }), second < end else {
                return acts
            }
            try await clock.sleep(200)
        }
    }
}

extension TypeDefinition {
    /// Refuses a type whose fields are not all classified: what nobody has judged is not published.
    public func mustBeClassified() throws(DeskRefusal) {
        let open = unclassifiedFields
        guard open.isEmpty else { throw .unclassifiedFields(type.code, paths: open) }
    }
}

extension Proposal {
    fileprivate func does(_ change: TypeChange) -> Bool {
        guard case .type(let own, _) = self else { return false }
        return own == change
    }
}

/// A type as the desk has it, and as the ledger does.
public struct TypeReport: Sendable {
    public let code: TypeCode
    /// The versions that are loaded.
    public let versions: [UInt64]
    let body: TypeBody?
    let isReached: Bool
    /// Why the newest version is not minted; nil when it is.
    public let refusal: DeskRefusal?

    public var json: JSONValue {
        [
            "code": .string(code.text), "versions": .array(versions.map { .integer(Int64(clamping: $0)) }),
            "ledger": body.map { body in
                [
                    "version": .integer(Int64(clamping: body.version)), "owner": .string(body.owner),
                    "retired": .bool(body.isRetired),
                    "issuers": .array((body.issuers ?? []).map { .string($0.member) }),
                ]
            } ?? .null,
            "reached": .bool(isReached), "minted": .bool(refusal == nil && isReached),
            "refusal": refusal.map { $0.json } ?? .null,
        ]
    }
}

extension Desk {
    /// How a type stands; a ledger that is away is said so.
    public func report(of code: TypeCode) async throws -> TypeReport {
        let versions = try database.definitions().filter { $0.type.code == code }.map(\.version)
        do {
            let body = try await ledger.type(code)
            var refusal: DeskRefusal?
            do { try await mustMint(code, versions.last ?? body?.version ?? 1) } catch let found as DeskRefusal {
                refusal = found
            }
            return TypeReport(code: code, versions: versions, body: body, isReached: true, refusal: refusal)
        } catch is LedgerAway {
            guard !versions.isEmpty else { throw DeskRefusal.unknownType(code, version: 1) }
            return TypeReport(code: code, versions: versions, body: nil, isReached: false, refusal: nil)
        }
    }
}

extension DeskRefusal {
    /// The refusal as an item of an answer.
    var json: JSONValue {
        let told = told
        return [
            "code": .string(told.code), "zh": .string(told.words.detail.zh), "en": .string(told.words.detail.en),
            "nextZh": .string(told.words.next.zh), "next": .string(told.words.next.en),
        ]
    }
}
