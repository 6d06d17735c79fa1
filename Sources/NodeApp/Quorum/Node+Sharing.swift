internal import Ledger
internal import Rulebook
internal import Signing
internal import Storage

/// Statements among several validators.
extension Node {
    /// Sends what is durable here to the others; with `waits` returns when a quorum of nodes holds it.
    func share(
        _ submissions: [Submission], _ checks: [SubmissionCheck], waits: Bool
    ) async throws(SubmitError) {
        guard let dissemination = neighbours?.dissemination else { return }
        var framed: [StatementID: [UInt8]] = [:]
        for (submission, check) in zip(submissions, checks) {
            if let checked = check.checked { framed[checked.id] = submission.framed }
        }
        let ids = checks.compactMap(\.checked?.id)
        let ticket = Ticket<Bool>(waitingFor: ids)
        var seen: Set<StatementID> = []
        let statements = ids.filter { seen.insert($0).inserted }.map { ($0, framed[$0] ?? []) }
        dissemination.offer(statements, waits ? ticket : nil, now: WallClock.now)
        // What was decided while it was being stored is told nobody any more.
        let decided = ids.filter { !inbox.isWaiting($0) }
        dissemination.decided(decided)
        for id in decided { ticket.decide(id, true) }
        guard waits, !ids.isEmpty else { return }
        await ticket.wait(seconds: configuration.keptTimeoutSeconds)
        let open = ids.filter { ticket.decisions[$0] == nil }
        guard open.isEmpty else {
            throw .notKept(held: dissemination.held(open), needed: dissemination.needed)
        }
    }

    /// Takes statements that another validator passes on; true when all of them are durable here, or decided.
    func hold(forwarded bytes: [UInt8]) async -> Bool {
        guard let submissions = try? Submission.split(bytes, maxStatements: Node.maxForwardedStatements) else {
            return false
        }
        let checks = check(submissions)
        do {
            let all = checks.compactMap(\.checked)
            let final = try stores.index.contains(all.map(\.id))
            let good = zip(all, final).filter { !$0.1 }.map(\.0)
            let fresh = try inbox.book(good, for: nil)
            try await makeDurable(submissions, checks, fresh)
            let ids = Set(fresh.map(\.id))
            try await waitForOthers(good.map(\.id).filter { !ids.contains($0) })
        } catch { return false }
        return checks.allSatisfy(isHeld)
    }

    /// A statement that is refused here may only be early: this node can be behind. Then it is not acknowledged.
    private func isHeld(_ check: SubmissionCheck) -> Bool {
        switch check {
        case .checked: true
        case .refused(let id?, _): (try? stores.index.statement(id)) ?? nil != nil
        case .refused(nil, _): false
        }
    }

    /// Most statements of one word: more than a block takes.
    private static let maxForwardedStatements = 1 << 20
}
