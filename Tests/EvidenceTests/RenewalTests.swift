import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// Evidence moved to a newer checkpoint, with what is known of today beside it.
struct RenewalTests {
    private let story: Story
    /// As it was right after the use, below checkpoints of then.
    private let old: EvidenceFile
    private let walk: EpochWalk

    init() throws {
        var changes = Story.Changes()
        let kept = Kept()
        changes.afterUse = { ledger, story in
            kept.use = try story.presented()
            try Script.set(.revoked)(&ledger, story)
            for _ in 1...3 { try ledger.heartbeat() }
        }
        story = try Story(changes)
        old = EvidenceFile(try #require(kept.use), epochs: EpochProof(origin: story.network.origin, steps: []))
        walk = EpochWalk(from: story.network)
    }

    /// What the evidence was before the ledger went on.
    private final class Kept {
        var use: PresentedUse?
    }

    private func renewal(_ file: EvidenceFile) -> Renewal {
        Renewal(
            receipts: Dictionary(
                uniqueKeysWithValues: file.leaves.map { ($0, story.ledger.receipt(Int($0.value))) }),
            epochs: file.epochs)
    }

    /// Today's answers to what is asked anew.
    private func answers() throws -> [LedgerQuestion: [UInt8]] {
        let questions = UseCheck(walk).questionsNow(of: old.use)
        return Dictionary(
            uniqueKeysWithValues: try questions.map { ($0.question, try story.proof(of: $0.key)) })
    }

    @Test func `renewed evidence says of the use what it said, and of today what is known`() throws {
        #expect(try old.verdict(from: walk).now?.state == .valid)
        let asked = old.adding(try answers())
        let new = try asked.renewed(with: renewal(asked), from: walk)
        let (before, after) = (try old.verdict(from: walk), try new.verdict(from: walk))
        #expect(before.state == .valid && after.state == .valid)
        #expect(before.allChecks.map(\.answer) == after.allChecks.map(\.answer))
        #expect(after.now?.state == .revoked && after.answerNow == .no)
        #expect(try EvidenceFile(parsing: Array(new.text.utf8)) == new)
    }

    @Test func `everything stands under one newer checkpoint then, and no statement is another`() throws {
        let asked = old.adding(try answers())
        let new = try asked.renewed(with: renewal(asked), from: walk)
        let newest = story.ledger.note()
        for bytes in [new.use.grant, new.use.use, try #require(new.use.documents[0].receipt)] {
            #expect(try Receipt(decoding: bytes).checkpoint == newest)
        }
        for (question, bytes) in new.use.proofs {
            let proof = try SealedProof(decoding: bytes)
            #expect(proof.seal.checkpoint == newest)
            let before = try asked.use.proofs[question].map { try SealedProof(decoding: $0) }
            #expect(proof.proof == before?.proof && proof.seal.leaf == before?.seal.leaf)
        }
        #expect(new.leaves == asked.leaves)
        #expect(try Receipt(decoding: old.use.grant).leaf == Receipt(decoding: new.use.grant).leaf)
    }

    @Test func `renewing once more changes nothing of the verdict`() throws {
        let asked = old.adding(try answers())
        let once = try asked.renewed(with: renewal(asked), from: walk)
        let twice = try once.adding(try answers()).renewed(with: renewal(once), from: walk)
        #expect(twice == once)
    }

    @Test func `what does not hold is not renewed`() throws {
        var use = old.use
        use.grant = use.use
        let file = EvidenceFile(use, epochs: old.epochs)
        #expect(throws: RenewalRefusal.doesNotHold(.invalid)) {
            try file.renewed(with: renewal(file), from: walk)
        }
    }

    @Test func `a no that is proven is renewed like a yes`() throws {
        var use = old.use
        use.party = TestMember.notary.id
        let file = EvidenceFile(use, epochs: old.epochs)
        let renewed = try file.renewed(with: renewal(file), from: walk)
        #expect(try renewed.verdict(from: walk).state == .notAddressedToMe)
    }

    @Test func `another leaf, or a proof that says less, is refused`() throws {
        let index = LeafIndex(UInt64(story.grant))
        let other = story.ledger.receipt(story.use)
        let swapped = Renewal(receipts: [index: other], epochs: old.epochs)
        #expect(throws: RenewalRefusal.otherLeaf(index)) { try old.renewed(with: swapped, from: walk) }
        let good = story.ledger.receipt(story.grant)
        let bare = Receipt(leaf: good.leaf, proof: good.proof, checkpoint: story.ledger.note(by: []))
        #expect(throws: RenewalRefusal.changes(.addressed)) {
            try old.renewed(with: Renewal(receipts: [index: bare], epochs: old.epochs), from: walk)
        }
    }

    @Test func `what no node gives stays as it was`() throws {
        let same = try old.renewed(with: Renewal(receipts: [:], epochs: old.epochs), from: walk)
        #expect(same == old)
        let foreign = Renewal(receipts: [:], epochs: EpochProof(origin: "other", steps: []))
        #expect(throws: RenewalRefusal.epochs(.otherOrigin("other"))) { try old.renewed(with: foreign, from: walk) }
    }

    @Test func `a checkpoint is verified once for all that stands under it, and forgotten for newer ones`() throws {
        var known = VerifiedBefore(limit: 1)
        let check = UseCheck(walk)
        #expect(check.verdict(on: old.use, knowing: &known).state == .valid && known.count == 1)
        let asked = old.adding(try answers())
        let new = try asked.renewed(with: renewal(asked), from: walk)
        #expect(check.verdict(on: new.use, knowing: &known).state == .valid && known.count == 1)
        var bad = new.use
        bad.grant[bad.grant.count - 1] ^= 1
        #expect(check.verdict(on: bad, knowing: &known) == check.verdict(on: bad))
        #expect(check.verdict(on: bad, knowing: &known).answer == .no)
    }
}
