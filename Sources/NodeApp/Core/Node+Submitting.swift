internal import Ledger
internal import Logging
internal import Rulebook
public import Signing
internal import Storage

extension Node {
    /// Takes statements: each accepted one is durable here when this returns, and with `waitsForFinal` also decided.
    ///
    /// `body` holds leaves framed as in an entry bundle, a manifest followed by its records. Outcomes come in the
    /// order of the statements.
    public func submit(_ body: [UInt8], waitsForFinal: Bool) async throws(SubmitError) -> [StatementOutcome] {
        let submissions: [Submission]
        do {
            submissions = try Submission.split(body, maxStatements: configuration.maxStatementsPerRequest)
        } catch { throw .shape(error) }
        let checks = check(submissions)
        let good = checks.compactMap(\.checked)
        for case .refused(let id?, let refusal) in checks {
            board.note(refusal, of: id)
            metrics.count(refusal)
        }
        let ticket = Ticket<Decision>(waitingFor: good.map(\.id))
        let fresh = try inbox.book(good, for: waitsForFinal ? ticket : nil)
        try await makeDurable(submissions, checks, fresh)
        let ids = Set(fresh.map(\.id))
        try await waitForOthers(good.map(\.id).filter { !ids.contains($0) })
        try await share(submissions, checks, waits: !waitsForFinal)
        if waitsForFinal, !good.isEmpty { await ticket.wait(seconds: configuration.finalTimeoutSeconds) }
        let decisions = ticket.decisions
        do { return try checks.map { try outcome(of: $0, decisions) } } catch { throw .storage("\(error)") }
    }

    /// Writes new statements to the journal, and hands them to the core.
    func makeDurable(
        _ submissions: [Submission], _ checks: [SubmissionCheck], _ fresh: [CheckedStatement]
    ) async throws(SubmitError) {
        guard !fresh.isEmpty else { return }
        let ids = Set(fresh.map(\.id))
        var payload: [UInt8] = []
        var listed: [StatementID] = []
        for (submission, check) in zip(submissions, checks) {
            guard let checked = check.checked, ids.contains(checked.id), !listed.contains(checked.id) else { continue }
            payload += submission.framed
            listed.append(checked.id)
        }
        do {
            try await intake.append(payload, ids: listed)
        } catch {
            inbox.abandon(fresh, because: error)
            throw SubmitError(notDurable: error)
        }
        inbox.push(fresh)
    }

    /// What another request has booked may still be on its way to the disk: no success is answered before it is there.
    func waitForOthers(_ ids: [StatementID]) async throws(SubmitError) {
        do { try await inbox.waitUntilDurable(ids) } catch { throw SubmitError(notDurable: error) }
    }

    /// Reads and checks every submission against the newest state.
    func check(_ submissions: [Submission]) -> [SubmissionCheck] {
        metrics.measure(.check) { check(submissions, in: board.snapshot, now: WallClock.now) }
    }

    private func check(_ submissions: [Submission], in snapshot: NodeSnapshot, now: UInt64) -> [SubmissionCheck] {
        let view = RequestView(snapshot.view)
        return submissions.map { submission in
            var id: StatementID?
            do {
                let read = try ReadStatement(submission, for: snapshot.view.network)
                id = read.statement.id
                let recorded = try read.recordAsked.flatMap { try stores.recorded(at: $0, below: snapshot.size) }
                return .checked(try CheckedStatement(read, recorded: recorded, in: view, now: now))
            } catch let refusal as Refusal {
                return .refused(id ?? StatementID(readingOnly: submission.statement), refusal)
            } catch {
                logger.error("a record could not be read: \(error)")
                return .refused(id, .unreadableRecord)
            }
        }
    }

    /// What became of a checked submission by now.
    private func outcome(
        of check: SubmissionCheck, _ decisions: [StatementID: Decision]
    ) throws -> StatementOutcome {
        switch check {
        case .checked(let checked):
            switch decisions[checked.id] {
            case .final(let index, let height, let time):
                guard let final = snapshot.final else { return .pending(checked.id) }
                let proof = try InclusionProof.build(
                    index: index, size: final.checkpoint.head.size, from: stores.log)
                let receipt = Receipt(leaf: checked.statement.bytes, proof: proof, checkpoint: final.note)
                return .final(checked.id, height, index, time: time, receipt)
            case .refused(let refusal): return try settled(checked.id, refusal)
            case nil: return try outcome(of: checked.id) ?? .pending(checked.id)
            }
        case .refused(let id, let refusal): return try settled(id, refusal)
        }
    }

    /// A refusal, unless it is only a retry: what is in the log already is the same statement, not a second one.
    private func settled(_ id: StatementID?, _ refusal: Refusal) throws -> StatementOutcome {
        if let id, let known = try finalOutcome(of: id) { return known }
        let height = snapshot.head.height
        return refused(id, RememberedRefusal(refusal: refusal, height: height, time: WallClock.now))
    }

    /// What became of a statement, as far as this node knows; nil when it does not know it.
    public func outcome(of id: StatementID) throws -> StatementOutcome? {
        if let known = try finalOutcome(of: id) { return known }
        if inbox.isWaiting(id) { return .pending(id) }
        return board.refusal(of: id).map { refused(id, $0) }
    }

    private func finalOutcome(of id: StatementID) throws -> StatementOutcome? {
        guard let place = try stores.index.statement(id), place.leaf.value < snapshot.size,
            let block = try stores.index.block(height: place.height), let receipt = try receipt(at: place.leaf)
        else { return nil }
        return .final(id, place.height, place.leaf, time: block.time, receipt)
    }

    private func refused(_ id: StatementID?, _ remembered: RememberedRefusal) -> StatementOutcome {
        let signed = id.map { id in
            RefusalNote(remembered.refusal, of: id, at: remembered.height, time: remembered.time)
                .signed(by: releaseKey, of: member, in: network)
        }
        return .refused(id, remembered.refusal, at: remembered.height, signed: signed ?? [])
    }
}

extension SubmitError {
    fileprivate init(notDurable error: any Error) {
        self = error is NodeStopping ? .stopping : .storage("\(error)")
    }
}

/// A submission after the checks that do not wait for its block.
enum SubmissionCheck: Sendable {
    case checked(CheckedStatement)
    case refused(StatementID?, Refusal)

    var checked: CheckedStatement? {
        if case .checked(let statement) = self { return statement }
        return nil
    }
}

extension StatementID {
    /// The id of bytes that are a statement in form, whatever they say.
    init?(readingOnly bytes: [UInt8]) {
        guard let statement = try? Statement(decoding: bytes) else { return nil }
        self = statement.id
    }
}
