internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Signed batches go to the ledger: the same bytes again and again until each is final or refused.
extension Desk {
    /// Most batches that wait for the same block.
    private static let window = 4
    /// A document whose signature is older than this when its statement has to be renewed is signed anew: a record
    /// must not stand a day behind its document.
    private static let oldestSeconds: UInt64 = 12 * 3_600

    /// Refusals that may be over one day: the statement was late, or its type was changed on its way. Until no block
    /// can take it any more nothing is decided; then the documents are signed anew, or held.
    private static let passingCodes: Set<String> = [
        "expired", "unknown-type", "type-retired", "not-accredited", "wrong-type-version",
    ]

    /// Sends what is signed, and settles what was answered; how many batches came to an end. Throws `LedgerAway`.
    func anchorBatches() async throws -> Int {
        let batches = try database.signedBatches(limit: Desk.window)
        guard !batches.isEmpty else { return 0 }
        let outcomes = try await ledger.submit(
            batches.map { Submission(statement: $0.statement, records: $0.records, recordCount: $0.count) })
        guard outcomes.count == batches.count else { throw LedgerAway("the node answered for other statements") }
        let network = try await ledger.network()
        var settled = 0
        for (batch, outcome) in zip(batches, outcomes) {
            if try await settle(batch, outcome, network) { settled += 1 }
        }
        return settled
    }

    /// True when the batch has come to an end.
    private func settle(_ batch: StoredBatch, _ outcome: OutcomeBody, _ network: Network) async throws -> Bool {
        switch outcome.state {
        case .pending: return false
        case .final:
            try finish(batch, outcome, network)
            return true
        case .refused where Desk.passingCodes.contains(outcome.code ?? ""): return try await renew(batch, network)
        case .refused:
            let none = Bilingual(zh: "", en: "")
            try database.refuse(
                batch.id, LedgerRefusal(code: outcome.code ?? "refused", detail: outcome.detail ?? none), at: second)
            return true
        }
    }

    /// The node's word counts only with a receipt that holds.
    private func finish(_ batch: StoredBatch, _ outcome: OutcomeBody, _ network: Network) throws {
        let receipt = try checkedReceipt(outcome, of: batch.statement, network)
        try database.finish(
            batch.id, height: Height(outcome.height ?? 0), leaf: receipt.proof.index, receipt: receipt.encoded,
            at: second)
    }

    /// The receipt of an outcome, if it proves that this very statement stands under a final checkpoint.
    func checkedReceipt(_ outcome: OutcomeBody, of statement: [UInt8], _ network: Network) throws -> Receipt {
        guard let text = outcome.receipt else { throw LedgerAway("the node gave no receipt") }
        do {
            let receipt = try Receipt(parsing: text)
            guard receipt.leaf == statement, receipt.record == nil else {
                throw LedgerAway("the node's receipt is of another statement")
            }
            _ = try receipt.verify(network.policy)
            return receipt
        } catch let error as ReceiptError { throw LedgerAway("the node's receipt does not hold: \(error)") }
    }

    /// True when no block can take the batch's statement any more.
    private func isOver(_ batch: StoredBatch) async throws -> Bool {
        try await ledger.blockTime() / 1_000 > statement(batch).header.notAfter
    }

    private func isMinted(_ batch: StoredBatch) async throws -> Bool {
        do {
            try await mustMint(batch.type, batch.typeVersion)
            return true
        } catch is DeskRefusal { return false }
    }

    private func statement(_ batch: StoredBatch) throws -> Statement {
        do { return try Statement(decoding: batch.statement) } catch {
            throw DeskFailure(file: folder.database, fact: "holds a batch that is no statement: \(error)")
        }
    }

    /// A statement past its not-after: signed anew once no block can take it any more and none has. Documents that are
    /// too old by then, or whose type is not minted now, are bound again.
    private func renew(_ batch: StoredBatch, _ network: Network) async throws -> Bool {
        let statement = try statement(batch)
        guard try await isOver(batch) else { return false }
        if let outcome = try await ledger.outcome(of: batch.statementID), outcome.state != .refused {
            guard outcome.state == .final else { return false }
            try finish(batch, outcome, network)
            return true
        }
        guard try await isMinted(batch), statement.header.notAfter + Desk.oldestSeconds > second else {
            try database.dissolve(batch.id, at: second)
            return true
        }
        let fresh = Statement.signed(
            header(.issueDocuments), payload: statement.payload, by: keys.statement)
        try database.replaceStatement(of: batch.id, with: fresh)
        return false
    }
}
