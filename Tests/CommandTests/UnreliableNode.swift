import Rulebook
import Signing
import Synchronization
import deedbox

/// A node that goes wrong when it is told to: before a submission reaches the ledger, or before its answer is heard.
final class UnreliableNode: MintingNode {
    enum Event: Sendable {
        /// The request never arrives, and asking again may help.
        case lostRequest
        /// The ledger takes it, and the answer is lost.
        case lostAnswer
        /// The process that mints dies before it sends.
        case killedBefore
        /// The process dies before it hears the answer.
        case killedAfter
    }

    struct Killed: Error {}

    private let node: LocalNode
    private let script: Mutex<[Int: Event]>
    private let calls = Mutex(0)

    /// `script` says what happens at which submission, the first being 0.
    init(_ node: LocalNode, _ script: [Int: Event] = [:]) {
        self.node = node
        self.script = Mutex(script)
    }

    var submissionCount: Int { calls.withLock { $0 } }

    func submit(_ submissions: [Submission]) async throws -> [MintOutcome] {
        let call = calls.withLock { count in
            defer { count += 1 }
            return count
        }
        let event = script.withLock { $0.removeValue(forKey: call) }
        switch event {
        case .lostRequest: throw NodeAway(.failed("away", "away"))
        case .killedBefore: throw Killed()
        case .lostAnswer, .killedAfter, nil: break
        }
        let outcomes = try await node.submit(submissions)
        switch event {
        case .lostAnswer: throw NodeAway(.failed("away", "away"))
        case .killedAfter: throw Killed()
        case .lostRequest, .killedBefore, nil: return outcomes
        }
    }

    func outcome(of id: StatementID) async throws -> MintOutcome? { try await node.outcome(of: id) }

    func blockTime() async throws -> UInt64 { await node.blockTime() }
}
