import Rulebook
import TestSupport
import Testing

/// One rule: steps that differ in one thing, which is as the rules want it or is not.
struct RefusalScenario: Sendable, CustomTestStringConvertible {
    /// A submission, and the refusal that it meets when the one thing is wrong.
    typealias Case = (submission: Submission, refusal: Refusal)

    let code: String
    let story: String
    private let ledger: TestLedger
    private let prepare: @Sendable (_ ledger: inout TestLedger, _ wrong: Bool) throws -> Case

    init(
        _ code: String, _ story: String, on ledger: TestLedger,
        _ prepare: @escaping @Sendable (_ ledger: inout TestLedger, _ wrong: Bool) throws -> Case
    ) {
        self.code = code
        self.story = story
        self.ledger = ledger
        self.prepare = prepare
    }

    var testDescription: String { code + ": " + story }

    /// What became of the submission, and what a wrong one should meet.
    func run(wrong: Bool) throws -> (attempt: Attempt, expected: Refusal) {
        var ledger = ledger
        let (submission, refusal) = try prepare(&ledger, wrong)
        return (try ledger.attempt(submission), refusal)
    }

    static let all =
        form + time + signers + governance + catalogue + documents + scenes + requests + grants + uses
        + epochs + offences + corrections + approvals + tightenings + manyUses + faults + disclosures + seals + passings
        + quotas
}
