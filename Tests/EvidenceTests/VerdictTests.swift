import Credentials
import Evidence
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What can be said of a use.
struct VerdictTests {
    @Test func `a good use is valid, and says of which block`() throws {
        let story = try Story()
        let verdict = story.verdict(on: try story.presented())
        #expect(verdict.allChecks.filter { $0.answer != .yes } == [])
        #expect(verdict.state == .valid && verdict.answer == .yes)
        #expect(verdict.checks.map(\.name) == [.addressed, .granted, .counted, .complete, .matter])
        #expect(verdict.documents.map { $0.checks.map(\.name) } == [Array(Check.Name.allCases.dropFirst(5))])
        let counted = try #require(story.ledger.view.grant(story.grantID)?.counted.first)
        #expect(verdict.asOf == AsOf(height: counted.height, time: counted.time))
        #expect(verdict.use?.statement == counted.statement)
        #expect(verdict.use?.leaf.value == UInt64(story.use))
        let document = try #require(verdict.documents.first)
        #expect(document.issuer == TestMember.police.id && document.type == TestType.identity.code)
        #expect(document.record == story.record)
        let shown = document.fields.sorted { $0.name < $1.name }
        #expect(shown.map(\.name) == ["XM", "ZZBH"])
        #expect(shown.map(\.value) == ["示例 XM", "示例 ZZBH"])
        #expect(document.dataAsOf == TestNetwork.created)
        let recorded = try #require(document.checks.first { $0.name == .recorded })
        #expect(recorded.asOf?.height == story.ledger.block(of: story.record))
    }

    @Test func `one of many uses is proven by its record`() throws {
        var changes = Story.Changes()
        changes.isOneOfMany = true
        let story = try Story(changes)
        let verdict = story.verdict(on: try story.presented())
        #expect(verdict.allChecks.filter { $0.answer != .yes } == [])
        #expect(verdict.use?.leaf.value == UInt64(story.use) + 1)
        var manifest = try story.presented()
        manifest.use = story.ledger.receipt(story.use).encoded
        #expect(story.verdict(on: manifest).checks.first { $0.name == .counted }?.reason == .notAUse)
    }

    @Test(arguments: Script.all)
    func `each reason is reached`(_ script: Script) throws {
        let verdict = try script.verdict()
        let check = try #require(verdict.allChecks.first { $0.name == script.check })
        #expect(check.reason == script.reason)
        #expect(check.answer == script.answer)
        if script.answer == .no, script.reason != .inDispute { #expect(verdict.answer == .no) }
        if script.answer == .unknown { #expect(verdict.answer != .yes) }
    }

    @Test(arguments: Script.ofHolder)
    func `what the holder did not sign for this use and party is the wallet's fault, a date is not`(
        _ script: Script
    ) throws {
        let bad = try script.verdict().allChecks.filter(\.isBadBinding)
        #expect(bad.map(\.reason) == (script.reason == .bindingOutOfTime ? [] : [script.reason]))
    }

    @Test func `the catalogue has no reason without its case`() {
        let reached = Script.all.map(\.reason)
        #expect(Set(reached) == Set(Reason.allCases))
        #expect(reached.count == Reason.allCases.count)
    }

    @Test(arguments: [
        (Reason.revoked, VerdictState.revoked), (.suspended, .suspended), (.superseded, .superseded),
        (.expired, .expired), (.stale, .stale), (.inDispute, .inDispute), (.beyondScene, .overScene),
        (.notAddressedToMe, .notAddressedToMe), (.signedForAnother, .notAddressedToMe),
        (.signatureFalse, .invalid), (.fieldMissing, .incomplete), (.proofMissing, .couldNotCheck),
        (.recordOfAnother, .unknown), (.proofTooOld, .couldNotCheck), (.receiptMissing, .couldNotCheck),
        (.changedSince, .couldNotCheck), (.assuranceTooLow, .belowPolicy), (.labelNotAccepted, .belowPolicy),
        (.olderThanAccepted, .stale),
    ])
    func `a verdict in a word is that of what weighs most`(_ reason: Reason, _ state: VerdictState) throws {
        let script = try #require(Script.all.first { $0.reason == reason })
        #expect(try script.verdict().state == state)
    }

    @Test func `a dispute stands beside a verdict, and takes nothing away`() throws {
        let script = try #require(Script.all.first { $0.reason == .inDispute })
        let verdict = try script.verdict()
        #expect(verdict.answer == .yes)
        #expect(verdict.state == .inDispute)
    }

    @Test func `an outage never reads as a no`() throws {
        let story = try Story()
        var use = try story.presented()
        use.proofs = [:]
        let verdict = story.verdict(on: use)
        #expect(verdict.allChecks.allSatisfy { $0.answer != .no })
        #expect(verdict.state == .couldNotCheck)
        #expect(verdict.asOf?.height == nil && verdict.asOf != nil)
    }

    @Test func `a receipt reads in its text as in its bytes`() throws {
        let story = try Story()
        var use = try story.presented()
        use.grant = Array(try Receipt(decoding: use.grant).text.utf8)
        use.documents[0].receipt = Array(story.recordReceipt.text.utf8)
        #expect(story.verdict(on: use).state == .valid)
    }

    @Test func `a verifier may ask for younger data than the issuer promises`() throws {
        let story = try Story()
        let use = try story.presented()
        let strict = story.verdict(on: use, demands: Demands(maxDataAge: 1))
        #expect(strict.documents[0].checks.first { $0.name == .freshness }?.reason == .olderThanAccepted)
        #expect(story.verdict(on: use, demands: Demands(maxDataAge: 86_400)).state == .valid)
    }

    @Test func `a withdrawal after the use changes nothing of it, and is told`() throws {
        var changes = Story.Changes()
        changes.afterUse = { ledger, _ in
            try ledger.commit([.withdraw(Withdraw(grantKey: Story.grantKey.publicKey))], by: .holder(Story.grantKey))
        }
        let story = try Story(changes)
        let verdict = story.verdict(on: try story.presented())
        #expect(verdict.state == .valid)
        #expect(verdict.checks.first { $0.name == .granted }?.fact.en.contains("withdrew") == true)
    }

    @Test func `what is to be asked follows from the receipts, and a bucket answers it`() throws {
        let story = try Story()
        let whole = try story.presented()
        var use = whole
        use.proofs = [:]
        let check = UseCheck(EpochWalk(from: story.network))
        let questions = check.questions(of: use)
        #expect(Set(questions.map(\.question)) == Set(whole.proofs.keys))
        for (question, key) in questions {
            #expect(key.kind == question.kind.rawValue)
            let bucket = SealedBucket(
                seal: story.ledger.receipt(story.ledger.leaves.count - 1),
                bucket: story.ledger.state.tree.bucket(kind: key.kind, prefix: 0, bits: 0))
            try check.take(bucket, for: question, key, into: &use)
        }
        #expect(use == whole)
        #expect(check.verdict(on: use).state == .valid)
        use.documents[0].receipt = nil
        #expect(check.questions(of: use).map(\.question) == [.grant, .scene])
    }
}

extension TestLedger {
    /// The block in which a leaf stands.
    func block(of leaf: LeafIndex) -> Height? {
        blocks.last { $0.seal.firstIndex <= leaf }?.seal.height
    }
}
