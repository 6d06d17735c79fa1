import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// Evidence that is read and renewed over changes of epoch.
struct EpochRenewalTests {
    private let epochs: EpochStory

    init() throws { epochs = try EpochStory() }

    private func refusal(_ file: EvidenceFile, _ renewal: Renewal) -> RenewalRefusal? {
        do throws(RenewalRefusal) {
            _ = try file.renewed(with: renewal, from: epochs.genesis)
            return nil
        } catch { return error }
    }

    @Test func `evidence of the first epoch is renewed in the second, and carries the step`() throws {
        let old = epochs.old
        let renewal = epochs.earlierRenewal(old, steps: [epochs.steps[0]])
        let new = try old.renewed(with: renewal, from: epochs.genesis)
        #expect(new.epochs.steps == [epochs.steps[0]])
        #expect(try new.verdict(from: epochs.genesis).state == .valid)
        #expect(try EvidenceFile(parsing: Array(new.text.utf8)) == new)
    }

    @Test func `renewed over three changes it carries every step, and what the state said at the use stays`() throws {
        let asked = try epochs.asked()
        let new = try asked.renewed(with: epochs.renewal(asked, steps: epochs.steps), from: epochs.genesis)
        #expect(new.epochs.steps == epochs.steps)
        let (before, after) = (
            try epochs.old.verdict(from: epochs.genesis), try new.verdict(from: epochs.genesis)
        )
        #expect(before.state == .valid && after.state == .valid)
        #expect(before.allChecks.map(\.answer) == after.allChecks.map(\.answer))
        #expect(after.now?.state == .revoked && after.answerNow == .no)
        #expect(new.leaves == asked.leaves)
        for (question, bytes) in epochs.old.use.proofs {
            let old = try SealedProof(decoding: bytes)
            let proof = try SealedProof(decoding: try #require(new.use.proofs[question]))
            #expect(proof.proof == old.proof && proof.seal.leaf == old.seal.leaf)
            #expect(proof.seal.checkpoint == epochs.newest)
        }
        #expect(try EvidenceFile(parsing: Array(new.text.utf8)) == new)
    }

    @Test func `renewing epoch by epoch comes to the same file as renewing once`() throws {
        let asked = try epochs.asked()
        let last = epochs.renewal(asked, steps: epochs.steps)
        let earlier = epochs.earlierRenewal(epochs.old, steps: [epochs.steps[0]])
        let once = try epochs.old.renewed(with: earlier, from: epochs.genesis)
        let proofs = asked.use.proofs.filter { epochs.old.use.proofs[$0.key] == nil }
        let twice = try once.adding(proofs).renewed(with: last, from: epochs.genesis)
        #expect(try twice == asked.renewed(with: last, from: epochs.genesis))
    }

    @Test func `steps that are cut do not read`() throws {
        let file = EvidenceFile(epochs.old.use, epochs: epochs.proof(epochs.steps))
        let whole = file.epochs.encoded
        for count in [whole.count - 1, whole.count / 2, 1] {
            let cut = Base64URL.encode(Array(whole.prefix(count)))
            let text = file.text.replacing(Base64URL.encode(whole), with: cut)
            #expect(throws: EvidenceFileError.self) { try EvidenceFile(parsing: Array(text.utf8)) }
        }
        #expect(try EvidenceFile(parsing: Array(file.text.utf8)) == file)
    }

    @Test func `steps that do not lead to the new checkpoint are refused`() throws {
        let old = epochs.old
        for count in 0...2 {
            let renewal = epochs.renewal(old, steps: Array(epochs.steps.prefix(count)))
            #expect(refusal(old, renewal) == .changes(.addressed), "\(count) steps")
        }
        #expect(refusal(old, epochs.renewal(old, steps: epochs.steps)) == nil)
    }

    @Test func `a gap, steps swapped, a step twice and a step of too few are refused`() throws {
        let (old, steps) = (epochs.old, epochs.steps)
        func found(_ steps: [EpochStep]) -> RenewalRefusal? { refusal(old, epochs.renewal(old, steps: steps)) }
        #expect(found([steps[0], steps[2]]) == .epochs(.outOfOrder(expected: 2, found: 3)))
        #expect(found([steps[1], steps[2]]) == .epochs(.outOfOrder(expected: 1, found: 2)))
        #expect(found([steps[1], steps[0], steps[2]]) == .epochs(.outOfOrder(expected: 1, found: 2)))
        #expect(found([steps[0]] + steps) == .epochs(.outOfOrder(expected: 2, found: 1)))
        let short = EpochError.unproven(epoch: 1, .receipt(.note(.quorumMissing(needed: 3, found: 2))))
        #expect(found([epochs.shortStep, steps[1], steps[2]]) == .epochs(short))
    }

    @Test func `another ledger's steps are refused`() throws {
        var other = TestLedger.threeNodes
        try other.enter(seated: [TestNetwork.validator(2, keysOf: 7)])
        let foreign = epochs.renewal(epochs.old, steps: [try other.step()])
        guard case .epochs(.unproven(let epoch, _))? = refusal(epochs.old, foreign) else {
            throw EpochError.noSuchEpoch(1)
        }
        #expect(epoch == 1)
        let proof = EpochProof(origin: other.network.origin, steps: epochs.steps)
        let named = Renewal(receipts: [:], epochs: proof)
        #expect(refusal(epochs.old, named) == .epochs(.otherOrigin(other.network.origin)))
    }

    @Test func `evidence that was renewed is not brought back to fewer steps`() throws {
        let earlier = epochs.earlierRenewal(epochs.old, steps: [epochs.steps[0]])
        let once = try epochs.old.renewed(with: earlier, from: epochs.genesis)
        let back = Renewal(receipts: [:], epochs: epochs.proof([]))
        #expect(refusal(once, back) == .changes(.addressed))
    }

    @Test func `evidence whose steps were lost is made whole`() throws {
        let earlier = epochs.earlierRenewal(epochs.old, steps: [epochs.steps[0]])
        let once = try epochs.old.renewed(with: earlier, from: epochs.genesis)
        let bare = EvidenceFile(once.use, epochs: epochs.proof([]))
        let lost = try bare.verdict(from: epochs.genesis)
        #expect(lost.state == .couldNotCheck)
        #expect(lost.allChecks.first { $0.name == .final }?.reason == .epochsMissing)
        let whole = try bare.renewed(with: epochs.renewal(bare, steps: epochs.steps), from: epochs.genesis)
        #expect(try whole.verdict(from: epochs.genesis).state == .valid)
    }

    @Test func `who has walked further takes the later steps alone, and says the same`() throws {
        let asked = try epochs.asked()
        let new = try asked.renewed(with: epochs.renewal(asked, steps: epochs.steps), from: epochs.genesis)
        let expected = try new.verdict(from: epochs.genesis)
        for count in 1...3 {
            var walk = epochs.genesis
            try walk.take(epochs.proof(Array(epochs.steps.prefix(count))))
            #expect(try new.verdict(from: walk) == expected, "\(count) steps known")
            #expect(try epochs.old.verdict(from: walk).state == .valid, "\(count) steps known")
        }
    }

    @Test func `a set that is gone signs nothing of a later epoch`() throws {
        let index = LeafIndex(UInt64(epochs.story.grant))
        let gone = epochs.between.note(by: [0, 1, 3], of: epochs.genesis.network)
        let receipt = epochs.between.receipt(epochs.story.grant, under: gone)
        let forged = Renewal(receipts: [index: receipt], epochs: epochs.proof(epochs.steps))
        #expect(refusal(epochs.old, forged) == .changes(.addressed))
        var use = epochs.old.use
        use.grant = receipt.encoded
        let file = EvidenceFile(use, epochs: epochs.proof(epochs.steps))
        let granted = try file.verdict(from: epochs.genesis).checks.first { $0.name == .granted }
        #expect(granted?.reason == .checkpointNotFinal && granted?.answer == .no)
    }

    @Test func `what is final by a later set is not so by the first, whoever asked before`() throws {
        let earlier = epochs.earlierRenewal(epochs.old, steps: [epochs.steps[0]])
        let once = try epochs.old.renewed(with: earlier, from: epochs.genesis)
        let (whole, bare) = (UseCheck(try once.walk(from: epochs.genesis)), UseCheck(epochs.genesis))
        var known = VerifiedBefore()
        for _ in 1...2 {
            #expect(whole.verdict(on: once.use, knowing: &known).state == .valid)
            #expect(bare.verdict(on: once.use, knowing: &known) == bare.verdict(on: once.use))
            #expect(bare.verdict(on: once.use, knowing: &known).state == .couldNotCheck)
        }
    }

    @Test func `a document of one epoch is used in the next`() throws {
        let kept = Kept()
        let later = try EpochStory(beforeUse: { ledger, _ in
            try ledger.enter(seated: [TestNetwork.validator(4, keysOf: 9)])
            kept.step = try ledger.step()
        })
        let first = try #require(kept.step)
        let file = EvidenceFile(later.old.use, epochs: later.proof([first]))
        #expect(try file.verdict(from: later.genesis).state == .valid)
        let renewal = later.renewal(file, steps: [first] + later.steps)
        let new = try file.renewed(with: renewal, from: later.genesis)
        #expect(new.epochs.steps.count == 4)
        #expect(try new.verdict(from: later.genesis).state == .valid)
    }

    /// What was kept on the way.
    private final class Kept {
        var step: EpochStep?
    }
}
