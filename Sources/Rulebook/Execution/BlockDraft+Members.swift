import Ledger
import Signing

extension BlockDraft {
    /// One entry to the rules of every act.
    mutating func execute(_ checked: CheckedStatement) throws(Refusal) {
        switch checked.act {
        case .registerMember(let act): try register(act, checked.signer)
        case .updateMember(let act): try update(act, checked.signer)
        case .suspendMember(let act): try suspend(act, checked.signer)
        case .changeValidators(let act): try change(act, checked.signer)
        case .changeGovernance(let act): try change(act, checked.signer)
        case .registerType(let act): try register(act, checked.signer)
        case .updateType(let act): try update(act, by: try member(checked.signer))
        case .retireType(let act): try retire(act, by: try member(checked.signer))
        case .accredit(let act): try accredit(act, by: try member(checked.signer))
        case .declareScene(let act): try declare(act, by: try member(checked.signer, .relyingParty))
        case .approveScene(let act): try approve(act, by: try member(checked.signer, .regulator))
        case .endScene(let act): try end(act, by: checked.signer)
        case .issueDocuments(let act): try issue(act, by: try member(checked.signer, .issuer))
        case .setStatus(let act): try setStatus(act, checked.recorded, by: try member(checked.signer, .issuer))
        case .openCorrection(let act): try open(act, checked.recorded)
        case .answerCorrection(let act): try answer(act, checked.recorded, by: try member(checked.signer, .issuer))
        case .anchorNote: _ = try member(checked.signer)
        case .disclose(let act): try disclose(act, checked.id, by: checked.signer)
        case .openDisclosure(let act): try open(act)
        case .trace(let act): try trace(act, by: try member(checked.signer, .regulator))
        case .passEvidence(let act): try pass(act, by: try member(checked.signer, .relyingParty))
        case .grant(let act): try grant(act, checked)
        case .limitGrant(let act): try limit(act)
        case .withdraw(let act): try withdraw(act)
        case .refuseRequest: try refuse(checked)
        case .use(let act): try use(act, checked.id, by: try member(checked.signer, .relyingParty))
        case .useMany: try use(checked.uses, checked.id, by: try member(checked.signer, .relyingParty))
        case .reportFault(let act): try report(act, by: try member(checked.signer, .relyingParty))
        case .reportOffence(let act): try report(act, checked.signer)
        }
    }

    /// The member that signed, if it may act at the block's time and still has that key.
    mutating func member(_ signer: Signer, _ role: Role? = nil) throws(Refusal) -> MemberID {
        guard case .member(let id, let key) = signer else {
            preconditionFailure("a member's act was checked without a member")
        }
        try activeKey(key, of: id, role)
        return id
    }

    /// Refuses unless the member is effective, not suspended, has the role, and the key is valid.
    mutating func activeKey(_ key: PublicKey, of id: MemberID, _ role: Role?) throws(Refusal) {
        try confirm(.active(id, key, role)) { (draft) throws(Refusal) in
            let time = draft.time
            guard let member = draft.member(id) else { throw .unknownMember(id.text) }
            try member.checkActive(id, at: time)
            guard let found = member.key(key.id, at: time), found.key == key else { throw .unknownKey(key.id) }
            guard found.isValid(at: time) else { throw .keyNotValid(key.id, from: found.from, until: found.until) }
            if let role, !member.details(at: time).roles.contains(role) { throw .missingRole(id, role) }
        }
    }

    /// Takes the next sequence number of governance; returns from when on the act is in force.
    mutating func govern(_ sequence: UInt64, _ signer: Signer) throws(Refusal) -> UInt64 {
        guard case .governance(let count) = signer else {
            preconditionFailure("an act of governance was checked without governance")
        }
        guard var entry: GovernanceEntry = entry(.governance) else {
            preconditionFailure("the state has no governance")
        }
        guard sequence == entry.next else { throw .wrongSequence(found: sequence, expected: entry.next) }
        entry.next += 1
        write(.governance, entry)
        return count == entry.governance.keys.count ? time : time + network.parameters.governanceDelay
    }

    private mutating func register(_ act: RegisterMember, _ signer: Signer) throws(Refusal) {
        let existing: Member? = entry(.member(act.member))
        guard existing == nil else { throw .memberExists(act.member) }
        try checkKeys(act.details, of: act.member)
        let effective = try govern(act.sequence, signer)
        write(.member(act.member), Member(details: act.details, effective: effective))
    }

    private mutating func update(_ act: UpdateMember, _ signer: Signer) throws(Refusal) {
        guard var member: Member = entry(.member(act.member)) else { throw .unknownMember(act.member.text) }
        try checkKeys(act.details, of: act.member)
        let effective = try govern(act.sequence, signer)
        member.details = member.details(at: time)
        member.coming = Member.Coming(details: act.details, effective: effective)
        if act.reinstates { member.suspended = nil }
        write(.member(act.member), member)
    }

    private mutating func suspend(_ act: SuspendMember, _ signer: Signer) throws(Refusal) {
        guard var member: Member = entry(.member(act.member)) else { throw .unknownMember(act.member.text) }
        guard member.suspended == nil else { throw .alreadySuspended(act.member) }
        _ = try govern(act.sequence, signer)
        member.suspended = time
        write(.member(act.member), member)
    }

    private func checkKeys(_ details: MemberDetails, of member: MemberID) throws(Refusal) {
        var seen: Set<KeyID> = []
        for key in details.keys {
            guard seen.insert(key.key.id).inserted else { throw .memberKeyShared(key.key.id) }
            if !network.genesis.isSample, SampleKeys.contains(key.key) { throw .sampleKey(key.key.id) }
        }
        if !network.genesis.isSample, let key = details.sealingKey, SampleKeys.contains(key) {
            throw .sampleSealingKey(member)
        }
    }

    private mutating func register(_ act: RegisterType, _ signer: Signer) throws(Refusal) {
        let existing: TypeEntry? = entry(.type(act.type.code))
        guard existing == nil else { throw .typeExists(act.type.code) }
        let owner: Member? = entry(.member(act.type.owner))
        guard owner != nil else { throw .unknownMember(act.type.owner.text) }
        _ = try govern(act.sequence, signer)
        write(.type(act.type.code), TypeEntry(version: 1, type: act.type, isRetired: false))
    }
}

extension Member {
    /// Refuses a member that is not yet effective, or suspended.
    func checkActive(_ id: MemberID, at time: UInt64) throws(Refusal) {
        guard effective <= time else { throw .memberNotYetEffective(id, from: effective) }
        if let suspended { throw .memberSuspended(id, since: suspended) }
    }
}
