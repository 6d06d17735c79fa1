import NodeAPI
import Rulebook
import Signing

/// A node through which a bank works: what had no answer is sent again as the same bytes, until it has one.
struct ReplayDoor: Sendable {
    let client: NodeClient
    let receipts: ReceiptCheck
    /// How long a node may say nothing that settles a statement.
    private static let patience = Duration.seconds(120)

    init(_ url: String, _ network: Network) throws {
        client = try NodeClient([url])
        receipts = ReceiptCheck(network)
    }

    /// What became of each statement: final, its receipt verified, or refused.
    func settle(_ statements: [Statement]) async throws -> [OutcomeBody] {
        guard !statements.isEmpty else { return [] }
        let submissions = statements.map { Submission(statement: $0) }
        let end = ContinuousClock.now + ReplayDoor.patience
        while true {
            let outcomes = try await answers(submissions, until: end)
            guard outcomes.count == submissions.count else {
                throw ReplayFault.noAnswer(client.urls[0], "\(outcomes.count) outcomes of \(submissions.count)")
            }
            if outcomes.allSatisfy({ $0.state != .pending }) {
                for (submission, outcome) in zip(submissions, outcomes) { try receipts.verify(outcome, of: submission) }
                return outcomes
            }
            guard ContinuousClock.now < end else { throw ReplayFault.noAnswer(client.urls[0], "still pending") }
        }
    }

    /// Waits until the node has come to a block.
    func reach(_ height: UInt64) async throws {
        let end = ContinuousClock.now + ReplayDoor.patience
        while await isBelow(height) {
            guard ContinuousClock.now < end else { throw ReplayFault.noAnswer(client.urls[0], "below block \(height)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A node that is away is below every block.
    private func isBelow(_ height: UInt64) async -> Bool {
        guard let status = try? await client.status() else { return true }
        return status.height < height
    }

    private func answers(
        _ submissions: [Submission], until end: ContinuousClock.Instant
    ) async throws -> [OutcomeBody] {
        while true {
            do {
                return try await client.submit(submissions, waitsForFinal: true)
            } catch let error as NodeClientError {
                guard ContinuousClock.now < end else { throw error }
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }
}
