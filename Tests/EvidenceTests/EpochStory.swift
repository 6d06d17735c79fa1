import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// A use in the first epoch of four nodes, and three changes after it: the second node moves to another machine, a
/// parameter changes, the third node moves. Then the document is revoked.
struct EpochStory {
    let story: Story
    /// The evidence as it was right after the use, without steps.
    let old: EvidenceFile
    /// The ledger in the second epoch.
    let between: TestLedger
    let steps: [EpochStep]
    /// The first step below a checkpoint of too few of those who were in office.
    let shortStep: EpochStep

    /// What was kept on the way.
    private final class Kept {
        var use: PresentedUse?
        var steps: [EpochStep] = []
        var shortStep: EpochStep?
        var between: TestLedger?
    }

    init(beforeUse: @escaping (inout TestLedger, Story) throws -> Void = { _, _ in }) throws {
        let kept = Kept()
        var changes = Story.Changes()
        changes.start = .fourBanking
        changes.beforeUse = beforeUse
        changes.afterUse = { ledger, story in
            kept.use = try story.presented()
            try ledger.enter(seated: [TestNetwork.validator(2, keysOf: 7)])
            kept.steps.append(try ledger.step())
            kept.shortStep = try EpochStory.shortened(ledger.step(), by: ledger.note(by: [0, 1]))
            try ledger.heartbeat()
            kept.between = ledger
            try EpochStory.changeParameters(&ledger)
            kept.steps.append(try ledger.step())
            try Script.set(.revoked)(&ledger, story)
            try ledger.enter(seated: [TestNetwork.validator(3, keysOf: 8)])
            kept.steps.append(try ledger.step())
            try ledger.heartbeat()
        }
        let made = try Story(changes)
        story = made
        steps = kept.steps
        old = EvidenceFile(try #require(kept.use), epochs: EpochProof(origin: made.network.origin, steps: []))
        between = try #require(kept.between)
        shortStep = try #require(kept.shortStep)
    }

    private static func shortened(_ step: EpochStep, by note: SignedNote) -> EpochStep {
        let seal = step.proof.seal
        return EpochStep(
            proof: SealedProof(
                seal: Receipt(leaf: seal.leaf, proof: seal.proof, checkpoint: note), proof: step.proof.proof),
            governance: step.governance)
    }

    private static func changeParameters(_ ledger: inout TestLedger) throws {
        var parameters = ledger.network.parameters
        parameters.heartbeat += 1_000
        let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
        try ledger.commit([.changeGovernance(act)], by: .allGovernors)
    }

    /// As somebody begins who trusts the genesis alone.
    var genesis: EpochWalk { EpochWalk(from: Network(story.network.genesis)) }

    /// The newest checkpoint, by three nodes, of which those of the genesis know the last alone.
    var newest: SignedNote { story.ledger.note(by: [1, 2, 3]) }

    func proof(_ steps: [EpochStep]) -> EpochProof { EpochProof(origin: story.network.origin, steps: steps) }

    /// What a node of today has for a file: newer receipts, below the checkpoint that three nodes signed.
    func renewal(_ file: EvidenceFile, steps: [EpochStep]) -> Renewal {
        renewal(file, of: story.ledger, under: newest, steps: steps)
    }

    /// What a node of the second epoch had.
    func earlierRenewal(_ file: EvidenceFile, steps: [EpochStep]) -> Renewal {
        renewal(file, of: between, under: between.note(by: [1, 2, 3]), steps: steps)
    }

    private func renewal(
        _ file: EvidenceFile, of ledger: TestLedger, under note: SignedNote, steps: [EpochStep]
    ) -> Renewal {
        let receipts = file.leaves.map { ($0, ledger.receipt(Int($0.value), under: note)) }
        return Renewal(receipts: Dictionary(uniqueKeysWithValues: receipts), epochs: proof(steps))
    }

    /// The evidence with today's answers to what is asked anew.
    func asked() throws -> EvidenceFile {
        let questions = UseCheck(genesis).questionsNow(of: old.use)
        return old.adding(
            Dictionary(uniqueKeysWithValues: try questions.map { ($0.question, try story.proof(of: $0.key)) }))
    }
}
