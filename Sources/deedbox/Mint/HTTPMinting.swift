import Ledger
import NodeAPI
import Rulebook
import Signing

/// Minting through a node's HTTP interface.
struct HTTPMinting: MintingNode {
    let client: NodeClient

    func submit(_ submissions: [Submission]) async throws -> [MintOutcome] {
        let outcomes = try await asking { try await client.submit(submissions, waitsForFinal: true) }
        guard outcomes.count == submissions.count else { throw SubmitWords.noAnswer }
        return try outcomes.map(HTTPMinting.outcome)
    }

    func outcome(of id: StatementID) async throws -> MintOutcome? {
        try await asking { try await client.outcome(id) }.map(HTTPMinting.outcome)
    }

    func blockTime() async throws -> UInt64 {
        try await asking { try await client.status() }.blockTime
    }

    func notFinal(_ pending: CommandError) async -> CommandError {
        guard let status = try? await client.status(), let standstill = Standstill(status) else { return pending }
        return standstill.told(pending.fact)
    }

    /// Tells failures that may pass from those that will not.
    private func asking<Answer: Sendable>(_ ask: () async throws -> Answer) async throws -> Answer {
        do { return try await ask() } catch let error as NodeClientError {
            let told = CommandError(describing: error)
            throw error.mayPass ? NodeAway(told) : told
        }
    }

    private static func outcome(_ body: OutcomeBody) throws -> MintOutcome {
        switch body.state {
        case .pending: return .pending
        case .refused:
            let none = Bilingual(zh: "", en: "")
            return .refused(
                MintRefusal(code: body.code ?? "refused", detail: body.detail ?? none, next: body.next ?? none))
        case .final:
            guard let height = body.height, let text = body.receipt else { throw MintWords.wrongReceipt("missing") }
            do throws(ReceiptError) { return .final(Height(height), try Receipt(parsing: text)) } catch {
                throw MintWords.wrongReceipt("\(error)")
            }
        }
    }
}

extension NodeClientError {
    /// True when asking again may help: the node is away, overloaded, or about to stop.
    var mayPass: Bool {
        switch self {
        case .unreachable: true
        case .problem(_, let problem): problem.status == 429 || problem.status == 503
        case .badURL, .unreadable, .tooLong, .tooMuch, .notAcknowledged: false
        }
    }
}
