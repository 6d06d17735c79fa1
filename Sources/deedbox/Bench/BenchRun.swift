import Ledger
import NodeAPI
import Rulebook
import Signing
import Synchronization

/// How requests follow each other.
enum BenchPace {
    /// So many are under way at once.
    case inFlight(Int)
    /// So many are begun a second, whatever becomes of them; a latency counts from the time that was meant.
    case perSecond(Double)
}

/// Sends prepared bodies, checks what comes back, and takes the times.
struct BenchRun {
    let client: NodeClient
    let receipts: ReceiptCheck

    init(_ network: Network, _ client: NodeClient) {
        self.client = client
        receipts = ReceiptCheck(network)
    }

    /// Sends all bodies and waits until each is final, and its receipts are verified.
    func send(_ bodies: [[UInt8]], _ pace: BenchPace) async throws -> BenchResult {
        let start = ContinuousClock.now
        let answers = try await withThrowingTaskGroup(
            of: BenchAnswer.self, returning: [BenchAnswer].self
        ) { group in
            switch pace {
            case .inFlight(let count): return try await send(bodies, count, in: &group)
            case .perSecond(let rate):
                for (number, body) in bodies.enumerated() {
                    let due = start + .seconds(Double(number) / rate)
                    try await Task.sleep(until: due, clock: .continuous)
                    group.addTask { try await answer(to: body, since: due) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return BenchResult(answers, since: start)
    }

    private func send(
        _ bodies: [[UInt8]], _ count: Int, in group: inout ThrowingTaskGroup<BenchAnswer, any Error>
    ) async throws -> [BenchAnswer] {
        var answers: [BenchAnswer] = []
        var left = bodies[...]
        for body in left.prefix(count) { group.addTask { try await answer(to: body, since: .now) } }
        left = left.dropFirst(count)
        while let answer = try await group.next() {
            answers.append(answer)
            if let body = left.popFirst() { group.addTask { try await self.answer(to: body, since: .now) } }
        }
        return answers
    }

    private func answer(to body: [UInt8], since begin: ContinuousClock.Instant) async throws -> BenchAnswer {
        let outcomes = try await client.submit(framed: body, waitsForFinal: true)
        let sent = try Submission.split(body, maxStatements: .max)
        for (submission, outcome) in zip(sent, outcomes) { try receipts.verify(outcome, of: submission) }
        return BenchAnswer(begin: begin, end: .now, finalCount: outcomes.count { $0.state == .final })
    }
}

/// Verifies receipts as a client does that trusts the genesis alone: each checkpoint once, each path.
final class ReceiptCheck: Sendable {
    private let network: Network
    private let known = Mutex<[FinalCheckpoint]>([])
    private static let keptCount = 4

    init(_ network: Network) { self.network = network }

    /// Throws unless a final outcome's receipt proves the statement that was sent.
    func verify(_ outcome: OutcomeBody, of submission: Submission) throws {
        guard let text = outcome.receipt else { return }
        let receipt = try Receipt(parsing: text, known: known.withLock { $0.first })
        let final = try checkpoint(receipt.checkpoint)
        try receipt.proof.verify(leafHash: Digest.leaf(submission.statement), root: final.checkpoint.head.root)
    }

    private func checkpoint(_ note: SignedNote) throws -> FinalCheckpoint {
        if let final = known.withLock({ known in known.first { $0.note == note } }) { return final }
        let final = try network.policy.check(note)
        known.withLock { known in known = [final] + known.prefix(ReceiptCheck.keptCount - 1) }
        return final
    }
}

/// One answered request.
struct BenchAnswer: Sendable {
    let begin: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    let finalCount: Int
}
