import Evidence
import Rulebook
import TestSupport
import Testing

/// One case of a reason: what differs in the world, what differs in what is presented, and where the reason shows.
struct Script: Sendable, CustomTestStringConvertible {
    let reason: Reason
    let check: Check.Name
    let answer: Check.Answer
    let changes: @Sendable (inout Story.Changes) -> Void
    let after: @Sendable (inout PresentedUse, Story) throws -> Void
    /// Another ledger than the one of the story is trusted.
    let trusted: Network?
    /// What the verifier asks for beyond the rules.
    let demands: Demands

    var testDescription: String { reason.code }

    private init(
        _ reason: Reason, _ check: Check.Name, _ answer: Check.Answer, trusted: Network? = nil,
        demands: Demands = Demands(),
        changes: @escaping @Sendable (inout Story.Changes) -> Void = { _ in },
        after: @escaping @Sendable (inout PresentedUse, Story) throws -> Void = { _, _ in }
    ) {
        self.reason = reason
        self.check = check
        self.answer = answer
        self.trusted = trusted
        self.demands = demands
        self.changes = changes
        self.after = after
    }

    /// The world differs.
    static func no(
        _ reason: Reason, _ check: Check.Name, _ changes: @escaping @Sendable (inout Story.Changes) -> Void
    ) -> Script { Script(reason, check, .no, changes: changes) }

    static func unknown(
        _ reason: Reason, _ check: Check.Name, _ changes: @escaping @Sendable (inout Story.Changes) -> Void
    ) -> Script { Script(reason, check, .unknown, changes: changes) }

    /// What is presented differs.
    static func presentedNo(
        _ reason: Reason, _ check: Check.Name, _ after: @escaping @Sendable (inout PresentedUse, Story) throws -> Void
    ) -> Script { Script(reason, check, .no, after: after) }

    static func presentedUnknown(
        _ reason: Reason, _ check: Check.Name, trusted: Network? = nil,
        _ after: @escaping @Sendable (inout PresentedUse, Story) throws -> Void = { _, _ in }
    ) -> Script { Script(reason, check, .unknown, trusted: trusted, after: after) }

    /// The verifier asks for more than the rules do.
    static func policyNo(_ reason: Reason, _ check: Check.Name, _ demands: Demands) -> Script {
        Script(reason, check, .no, demands: demands)
    }

    /// A date that only the seal of the record's block could confirm.
    static let late = Script(
        .recordTimeUnknown, .form, .unknown, changes: { $0.issuedAt = TestNetwork.created - 200_000 },
        after: { use, _ in use.documents[0].seal = nil })

    func verdict() throws -> Verdict {
        var changes = Story.Changes()
        self.changes(&changes)
        let story = try Story(changes)
        var use = try story.presented()
        try after(&use, story)
        guard let trusted else { return story.verdict(on: use, demands: demands) }
        return UseCheck(EpochWalk(from: trusted)).verdict(on: use)
    }
}
