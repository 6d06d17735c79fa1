internal import Credentials
internal import Rulebook
internal import Signing

/// What follows from what has happened: superseded documents, runs that were taken back, reminders, status lists.
extension Desk {
    /// Most documents that are looked at in one turn.
    private static let window = 1_000

    /// Queues what follows; how many acts and notices.
    func followChanges() throws -> Int {
        try database.endOverdueOffers(at: second)
        return try tellSupersessions() + tellAnswers() + revokeTakenBack() + proposeRenewals() + remind()
            + buildStatusLists()
    }

    private func tellSupersessions() throws -> Int {
        let found = try database.supersessionsToTell(limit: Desk.window)
        guard !found.isEmpty else { return 0 }
        let changes = try found.map { old, new in
            try newChange(try supersession(of: old, by: new), of: old, successor: new)
        }
        try database.queue(changes, approval: nil, staff: "desk", at: second)
        return changes.count
    }

    private func supersession(of old: StoredDocument, by new: StoredDocument) throws -> StatusChange {
        if new.isRebound {
            return try StatusChange(
                state: .superseded, reason: .rebound, text: "已向新设备重新签发 issued anew to the new device",
                legalBasis: "持有人换绑设备（the holder's new device）")
        }
        let isCorrected = try database.isCorrected(by: new.id)
        let isRenewed = try database.isRenewed(old.id)
        return try StatusChange(
            state: .superseded, reason: isCorrected ? .corrected : isRenewed ? .renewed : .replaced, text: "",
            legalBasis: isCorrected ? "异议处理（dispute）" : isRenewed ? "到期延续（renewal）" : "换证延续（reissue）")
    }

    private func revokeTakenBack() throws -> Int {
        let found = try database.takenBackToRevoke(limit: Desk.window)
        guard !found.isEmpty else { return 0 }
        var approvals: [RunID: StoredApproval] = [:]
        var changes: [NewStatusChange] = []
        for (document, run) in found {
            if approvals[run] == nil { approvals[run] = try database.approvalTakingBack(run) }
            guard let approval = approvals[run], case .takeBack(_, let text, let basis) = approval.proposal else {
                continue
            }
            let change = try StatusChange(
                state: .revoked, reason: .batchTakenBack, text: text, legalBasis: basis)
            changes.append(try newChange(change, of: document, successor: nil))
        }
        try database.queue(changes, approval: nil, staff: "desk", at: second)
        return changes.count
    }

    private func remind() throws -> Int {
        try database.remind(
            endingBefore: second + configuration.reminderDays * 86_400, at: second, limit: Desk.window)
    }

    /// Makes lists anew whose documents have changed, and lists that have become due.
    func buildStatusLists() throws -> Int {
        var lists = Set(try database.dirtyStatusLists())
        for number in 0..<(try database.statusListCount()) {
            let built = try database.statusList(number)?.built
            if built.map({ second >= $0 + Desk.listRenewalSeconds }) ?? true { lists.insert(number) }
        }
        for number in lists.sorted() { try buildStatusList(number) }
        return lists.count
    }

    /// A list is made anew so often even when nothing has changed, and is good for twice as long, in seconds.
    private static let listRenewalSeconds: UInt64 = 12 * 3_600

    /// Makes one list anew: reads what is not in force, signs, and keeps the text with its anchor.
    package func buildStatusList(_ number: UInt64) throws {
        var list = StatusList(count: Int(StatusNumbers.perList))
        for (index, state) in try database.statusEntries(of: number) { list.set(state.listed, at: index) }
        let now = second
        let expiry = now + 2 * Desk.listRenewalSeconds
        let token = StatusListToken.sign(
            list, uri: statusAddress(number), issuedAt: now, expiry: expiry, timeToLive: 60, by: keys.statusLists)
        guard let commitment = token.commitment else { preconditionFailure("a list that we sign has a salt") }
        try database.keep(
            list: number, token: token.text, expiry: expiry,
            anchor: .anchorNote(AnchorNote(kind: .statusList, commitment: Commitment(commitment))), at: now)
    }
}

extension DocumentState {
    /// As other makers' lists know it.
    fileprivate var listed: ListedStatus {
        switch self {
        case .inForce: .valid
        case .suspended: .suspended
        case .revoked: .invalid
        case .superseded: .superseded
        }
    }
}
