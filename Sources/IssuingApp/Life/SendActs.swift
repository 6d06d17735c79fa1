internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Single acts go to the ledger: stored before they are sent, and sent until each is final or refused.
extension Desk {
    /// Most acts in one request.
    private static let window = 128

    /// Sends what waits; how many acts came to an end. Throws `LedgerAway`.
    func sendActs() async throws -> Int {
        let open = try database.openActs(limit: Desk.window)
        guard !open.isEmpty else { return 0 }
        var statements: [(act: QueuedActID, statement: Statement)] = []
        var sent: [(act: StoredAct, statement: [UInt8])] = []
        for act in open {
            if let statement = act.statement {
                sent.append((act, statement))
            } else {
                let statement = try newStatement(of: act, beside: statements.map(\.statement.id))
                statements.append((act.id, statement))
                sent.append((act, statement.bytes))
            }
        }
        try database.store(statements)
        let outcomes = try await ledger.submit(sent.map { Submission(statement: $0.statement) })
        guard outcomes.count == sent.count else { throw LedgerAway("the node answered for other statements") }
        let network = try await ledger.network()
        var settled: [SettledAct] = []
        for ((act, statement), outcome) in zip(sent, outcomes) {
            if let result = try await settle(act, statement, outcome, network) { settled.append(result) }
        }
        try database.settle(settled, at: second)
        return settled.count
    }

    /// An act signed to be sent now. Two acts that say the same in the same second would be one statement, of which the
    /// ledger takes the first alone: the later one ends a second later.
    private func newStatement(of act: StoredAct, beside others: [StatementID] = []) throws -> Statement {
        var header = header(act.name)
        while true {
            let statement = Statement.signed(header, payload: act.payload, by: keys.statement)
            if !others.contains(statement.id), try !database.hasAct(signed: statement.id) { return statement }
            header = StatementHeader(
                contentType: header.contentType, issuer: header.issuer, origin: header.origin,
                notAfter: header.notAfter + 1)
        }
    }

    private func settle(
        _ act: StoredAct, _ bytes: [UInt8], _ outcome: OutcomeBody, _ network: Network
    ) async throws -> SettledAct? {
        switch outcome.state {
        case .pending: return nil
        case .final: return try final(act, bytes, outcome, network)
        case .refused where outcome.code == "expired":
            let statement: Statement
            do { statement = try Statement(decoding: bytes) } catch {
                throw DeskFailure(file: folder.database, fact: "holds an act that is no statement: \(error)")
            }
            guard try await ledger.blockTime() / 1_000 > statement.header.notAfter else { return nil }
            if let known = try await ledger.outcome(of: statement.id), known.state != .refused {
                return known.state == .final ? try final(act, bytes, known, network) : nil
            }
            try database.store([(act.id, try newStatement(of: act))])
            return nil
        case .refused:
            let none = Bilingual(zh: "", en: "")
            return .refused(act, LedgerRefusal(code: outcome.code ?? "refused", detail: outcome.detail ?? none))
        }
    }

    private func final(
        _ act: StoredAct, _ bytes: [UInt8], _ outcome: OutcomeBody, _ network: Network
    ) throws -> SettledAct {
        let receipt = try checkedReceipt(outcome, of: bytes, network)
        return .final(
            act, height: Height(outcome.height ?? 0), time: outcome.time ?? 0, receipt: receipt.encoded)
    }
}
