public import Accounts
internal import Rulebook
internal import Sealing
internal import Signing

/// Documents are revoked, suspended, put in force again. What is for good, and what touches several documents, is
/// proposed by one person and decided by another.
extension Desk {
    /// Changes one document at once, or files a proposal: then its number. Throws `DeskRefusal`, `AccountRefusal`.
    public func propose(
        _ change: StatusChange, of documents: [DocumentID], by caller: Caller
    ) throws -> ApprovalID? {
        try caller.must(.clerk)
        guard !documents.isEmpty else { throw DeskRefusal.nothingChosen }
        guard documents.count <= Proposal.maxDocuments else {
            throw DeskRefusal.tooManyDocuments(limit: Proposal.maxDocuments)
        }
        let changes = try newChanges(change, of: Array(Set(documents)).sorted())
        let line = AuditLine(
            caller, "status-" + change.state.word, subject: documents.count == 1 ? "\(documents[0])" : "",
            facts: "\(documents.count) \(change.reason.rawValue)")
        try accounts.audit(line, at: second)
        guard !change.needsApproval(count: documents.count) else {
            return try database.propose(
                .status(change, documents: documents), by: caller.label, at: second)
        }
        try database.queue(changes, approval: nil, staff: caller.label, at: second)
        return nil
    }

    /// Proposes to take a whole run back.
    public func proposeTakingBack(
        _ run: RunID, text: String, legalBasis: String, by caller: Caller
    ) throws -> ApprovalID {
        try caller.must(.clerk)
        guard let stored = try database.run(run) else { throw DeskRefusal.unknownRun(run) }
        guard stored.finished != nil else { throw DeskRefusal.runNotFinished(run) }
        guard stored.takenBack == nil else { throw DeskRefusal.alreadyTakenBack(run) }
        _ = try StatusChange(state: .revoked, reason: .batchTakenBack, text: text, legalBasis: legalBasis)
        try accounts.audit(AuditLine(caller, "take-back-propose", subject: "\(run)"), at: second)
        return try database.propose(
            .takeBack(run, text: text, legalBasis: legalBasis), by: caller.label, at: second)
    }

    /// A second person decides; what was approved is queued for the ledger in the same transaction.
    public func decide(_ id: ApprovalID, isApproved: Bool, remark: String, by caller: Caller) throws {
        try caller.must(.approver)
        guard caller.kind == .person else { throw DeskRefusal.notAPerson }
        guard let approval = try database.approval(id) else { throw DeskRefusal.unknownApproval(id) }
        try accounts.audit(
            AuditLine(caller, isApproved ? "approve" : "reject", subject: "\(id)", facts: approval.proposal.kind),
            at: second)
        switch approval.proposal {
        case .status(let change, let documents):
            let current = try documents.map { try database.current($0) }
            let changes = isApproved ? try newChanges(change, of: try recorded(current), skipsOver: true) : []
            try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) {
                try IssuingDatabase.queue(
                    changes, approval: id, staff: approval.proposer, at: second, $0)
            }
        case .takeBack(let run, _, _):
            try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) {
                try IssuingDatabase.withdraw(run, at: second, $0)
            }
        case .type(let change, _):
            let act = isApproved ? try act(change) : nil
            try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) { inner in
                guard let act else { return }
                try IssuingDatabase.queue(act, subject: nil, approval: id, at: second, inner)
            }
        case .renew(_, let documents, let years):
            let new = isApproved ? try renewed(documents, years: years) : []
            try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) { inner in
                for document in new { _ = try database.insert(document, run: nil, at: second, inner) }
            }
        case .lost(let lost):
            try decideLost(id, lost, isApproved: isApproved, remark: remark, by: caller)
        case .remove(let correction, let text):
            try decideRemoval(id, correction, text, isApproved: isApproved, remark: remark, by: caller)
        }
    }

    private func decideRemoval(
        _ id: ApprovalID, _ correction: CorrectionID, _ text: String, isApproved: Bool, remark: String,
        by caller: Caller
    ) throws {
        guard let stored = try database.correction(correction), let approval = try database.approval(id) else {
            throw DeskRefusal.unknownCorrection(correction)
        }
        let change = try StatusChange(
            state: .revoked, reason: .wrongData, text: String(text.prefix(500)), legalBasis: "异议处理（dispute）")
        let current = try recorded([try database.current(stored.document)])
        let changes = isApproved ? try newChanges(change, of: current, skipsOver: true) : []
        let answer = newAnswer(stored, .removed, text, successor: nil, by: approval.proposer)
        try database.decide(id, isApproved: isApproved, by: caller.label, remark: remark, at: second) { inner in
            try database.answer(answer, at: second, inner)
            try IssuingDatabase.queue(changes, approval: id, staff: approval.proposer, at: second, inner)
        }
    }

    /// The change of each document, checked; with `skipsOver` those to which it does not apply any more are left out.
    private func newChanges(
        _ change: StatusChange, of documents: [DocumentID], skipsOver: Bool = false
    ) throws -> [NewStatusChange] {
        var changes: [NewStatusChange] = []
        for id in documents {
            do { changes.append(try newChange(change, of: id)) } catch let refusal as DeskRefusal {
                if !skipsOver { throw refusal }
            }
        }
        return try changes + copyChanges(change, of: documents)
    }

    /// A document that was claimed in several copies stands for all of them: what ends or suspends it reaches each. One
    /// that is over, or in force already, stays as it is.
    private func copyChanges(_ change: StatusChange, of documents: [DocumentID]) throws -> [NewStatusChange] {
        let copies = Set(try documents.flatMap { try database.copies(of: $0) }).subtracting(documents)
        return try copies.sorted().compactMap { id in
            do { return try newChange(change, of: id) } catch DeskRefusal.alreadyOver, DeskRefusal.notSuspended {
                return nil
            }
        }
    }

    /// A document that is just being issued anew for another device is not left out: the decision waits for its record.
    private func recorded(_ documents: [DocumentID]) throws -> [DocumentID] {
        for id in documents {
            guard let document = try database.document(id), document.isRebound else { continue }
            guard document.record != nil else { throw DeskRefusal.changePending(id) }
        }
        return documents
    }

    private func newChange(_ change: StatusChange, of id: DocumentID) throws -> NewStatusChange {
        guard let document = try database.document(id) else { throw DeskRefusal.unknownDocument(id) }
        guard !document.state.isFinal else { throw DeskRefusal.alreadyOver(id, document.state) }
        if change.state == .inForce, document.state != .suspended { throw DeskRefusal.notSuspended(id) }
        guard try !database.hasOpenChange(id) else { throw DeskRefusal.changePending(id) }
        return try newChange(change, of: document, successor: nil)
    }

    func newChange(
        _ change: StatusChange, of document: StoredDocument, successor: StoredDocument?
    ) throws -> NewStatusChange {
        guard let record = document.record, let commitment = document.commitment else {
            throw DeskRefusal.notRecorded(document.id)
        }
        let opening = change.opening(successor: successor?.record)
        return NewStatusChange(
            document: document, record: record, commitment: commitment, change: change, opening: opening,
            openingSealed: keys.storage.seal(
                opening.encoded, at: IssuingDatabase.openingPlace(document.key)),
            successor: successor?.id)
    }
}
