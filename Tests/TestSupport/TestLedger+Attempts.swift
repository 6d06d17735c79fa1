import Ledger
public import Replication
public import Rulebook
import Signing

/// What became of a submission.
public enum Attempt: Equatable, Sendable {
    case accepted
    case refused(Refusal)

    /// Why; nil for an accepted one.
    public var refusal: Refusal? {
        switch self {
        case .accepted: nil
        case .refused(let refusal): refusal
        }
    }
}

extension TestLedger {
    /// Sends one submission through admission and a block of its own.
    ///
    /// What is refused must be refused in the same words to a proposer that smuggles it into a block.
    public mutating func attempt(_ submission: Submission) throws -> Attempt {
        let smuggled = try smuggle([submission])
        let refusal = try refusal(of: submission)
        switch (smuggled, refusal) {
        case (.refused(let leaf, let found)?, let refusal?) where found == refusal && leaf.value == headBefore:
            return .refused(refusal)
        case (nil, nil): return .accepted
        case _:
            throw Disagreement("smuggled: \(smuggled.map { "\($0)" } ?? "taken"), sent: \(String(describing: refusal))")
        }
    }

    private var headBefore: UInt64 { blocks.last?.seal.firstIndex.value ?? 0 }

    private mutating func refusal(of submission: Submission) throws -> Refusal? {
        let checked: CheckedStatement
        do throws(Refusal) { checked = try admit(submission) } catch {
            try heartbeat()
            return error
        }
        return try propose([checked]).refused.first?.refusal
    }

    /// What a checker says to a block that holds these submissions, under a seal that claims an untouched state.
    ///
    /// Nil when it takes every statement, and only the seal's claims are not true.
    public func smuggle(_ submissions: [Submission]) throws -> BlockError? {
        let forged = try rawBlock(
            submissions.flatMap { submission in
                try EntryBundle.parse(submission.framed).map { Array($0) }
            } + [forgedSeal.encoded])
        do throws(BlockError) { _ = try check(forged) } catch {
            switch error {
            case .sealDiffers, .closedRecordsDiffer: return nil
            case .refused, .outOfOrder, .notLater, .unknownProposer: return error
            }
        }
        throw Disagreement("a forged seal was taken")
    }

    /// A seal of the next block whose roots are those of nothing.
    private var forgedSeal: Seal {
        Seal(
            height: head.height.next, previous: head.id.digest, firstIndex: LeafIndex(head.size),
            rootBefore: .zero, time: max(clock, head.time + 1), proposer: 0, stateRoot: .zero,
            validators: network.validatorsDigest, nextValidators: network.validatorsDigest,
            parameters: network.parametersDigest, ruleVersion: BlockDraft.ruleVersion,
            evidenceRoot: SHA256.digest(Purpose.evidenceRoot),
            closedCount: 0)
    }
}
