internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

extension WalletLedger {
    /// Sends an act of a holder's own key, and returns when it is final by a receipt that was checked here.
    func send(_ act: Act, by key: PrivateKey) async throws { try await send(signed(act, by: key)) }

    /// Sends what a holder's own key has signed, and returns when it is final.
    func send(_ statement: Statement) async throws {
        let outcomes = try await client.submit([Submission(statement: statement)], waitsForFinal: true)
        guard let outcome = outcomes.first else { throw WalletFailure.badProof(reason: "no outcome") }
        switch outcome.state {
        case .final: try check(outcome, statement)
        case .refused: throw WalletRefusal.ledger(code: outcome.code ?? "refused", outcome.refusalWords)
        case .pending: throw WalletFailure.pending(statement.id.description)
        }
    }

    /// An act of a holder's own key as it is sent.
    func signed(_ act: Act, by key: PrivateKey) -> Statement {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: nil, origin: network.origin,
            notAfter: Clock.now / 1_000 + min(300, network.parameters.statementLifetime))
        return Statement.signed(header, payload: act.payload, by: key)
    }

    private func check(_ outcome: OutcomeBody, _ statement: Statement) throws {
        do {
            guard let text = outcome.receipt else { throw WalletFailure.badProof(reason: "no receipt") }
            let receipt = try Receipt(parsing: text)
            _ = try receipt.verify(policy(for: receipt.checkpoint))
            guard try Statement(decoding: receipt.leaf).id == statement.id else {
                throw WalletFailure.badProof(reason: "the receipt is of another statement")
            }
        } catch let failure as WalletFailure { throw failure } catch {
            throw WalletFailure.badProof(reason: "\(error)")
        }
    }
}

extension OutcomeBody {
    /// The ledger's refusal in its own words.
    fileprivate var refusalWords: Words {
        let nothing = Bilingual(zh: "", en: "")
        return Words(detail: detail ?? nothing, next: next ?? nothing)
    }
}
