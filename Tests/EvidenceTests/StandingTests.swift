import Evidence
import Ledger
import Rulebook
import TestSupport
import Testing

/// How a document stood at its use, and how it stands now.
struct StandingTests {
    private func story(
        before: @escaping (inout TestLedger, Story) throws -> Void = { _, _ in },
        after: @escaping (inout TestLedger, Story) throws -> Void = { _, _ in }
    ) throws -> Story {
        var changes = Story.Changes()
        changes.beforeUse = before
        changes.afterUse = after
        return try Story(changes)
    }

    private func reason(_ verdict: Verdict, _ name: Check.Name) -> Reason? {
        verdict.allChecks.first { $0.name == name }?.reason
    }

    @Test func `a document that nobody spoke against is valid now, as of the block of the proof`() throws {
        let story = try story()
        let verdict = story.verdict(on: try story.presented())
        let now = try #require(verdict.now)
        #expect(now.state == .valid && now.since == nil && now.asOf.height == story.ledger.head.height)
        #expect(verdict.documents[0].standing == now && verdict.answerNow == .yes)
    }

    @Test(arguments: [
        (DocumentState.revoked, VerdictState.revoked), (.suspended, .suspended), (.superseded, .superseded),
    ])
    func `what came after the use takes nothing from it, and is told`(
        _ state: DocumentState, _ word: VerdictState
    ) throws {
        let story = try story(after: Script.set(state))
        let verdict = story.verdict(on: try story.renewed())
        #expect(verdict.state == .valid && verdict.answer == .yes)
        let status = try #require(verdict.documents[0].checks.first { $0.name == .status })
        #expect(status.fact.en.contains("later"))
        let now = try #require(verdict.now)
        let since = try #require(now.since?.height)
        #expect(now.state == word && now.isBad && verdict.answerNow == .no)
        #expect(try since > #require(verdict.asOf?.height) && since < #require(now.asOf.height))
    }

    @Test func `a change after the use hides what held before, unless a proof of then is at hand`() throws {
        let story = try story(before: Script.set(.suspended), after: Script.set(.revoked))
        let late = story.verdict(on: try story.presented())
        #expect(reason(late, .status) == .changedSince && late.state == .couldNotCheck)
        #expect(late.now?.state == .revoked && late.answerNow == .no)
        let whole = story.verdict(on: try story.renewed())
        #expect(reason(whole, .status) == .suspended && whole.state == .suspended)
    }

    @Test func `the proof that tells decides, wherever it stands`() throws {
        let story = try story(after: Script.set(.revoked))
        var use = try story.renewed()
        let status = (use.proofs[.status(document: 0)], use.proofs[.statusNow(document: 0)])
        (use.proofs[.statusNow(document: 0)], use.proofs[.status(document: 0)]) = status
        let verdict = story.verdict(on: use)
        #expect(verdict.state == .valid && verdict.now?.state == .revoked)
        use.proofs[.status(document: 0)] = nil
        #expect(story.verdict(on: use).now?.state == .valid)
    }

    @Test func `without a proof of the status nothing is said of now`() throws {
        let story = try story()
        var use = try story.presented()
        use.proofs[.status(document: 0)] = nil
        let verdict = story.verdict(on: use)
        #expect(verdict.now == nil && verdict.answerNow == .unknown && verdict.today == .untold)
    }

    @Test func `of today only what a newer proof says is told, and nothing good beside a no`() throws {
        let story = try story()
        var use = try story.presented()
        let verdict = story.verdict(on: use)
        let used = Standing(state: .valid, since: nil, asOf: try #require(verdict.asOf))
        #expect(verdict.today(used) == .notAsked)
        let height = try #require(verdict.asOf?.height)
        let later = Standing(
            state: .valid, since: nil, asOf: AsOf(height: Height(height.value + 1), time: used.asOf.time))
        #expect(verdict.today(later) == .known(later))
        use.party = TestMember.police.id
        let stranger = story.verdict(on: use)
        #expect(stranger.answer == .no && stranger.now != nil && stranger.today == nil)
        let revoked = Standing(state: .revoked, since: nil, asOf: used.asOf)
        #expect(stranger.today(revoked) == .known(revoked))
    }

    @Test func `what is said to be next is for what weighs most`() throws {
        let story = try story()
        var use = try story.presented()
        use.party = TestMember.police.id
        use.documents[0].presentation = "no document"
        let reasons = story.verdict(on: use).openReasons
        #expect(reasons.first == .documentUnreadable && reasons.contains(.fieldMissing))
        #expect(reasons.contains(.notAddressedToMe) && Set(reasons).count == reasons.count)
    }

    @Test func `the file names its issuers and the scene by what it proves`() throws {
        let story = try story()
        let file = EvidenceFile(try story.presented(), epochs: EpochProof(origin: story.network.origin, steps: []))
        let names = try file.names(from: EpochWalk(from: story.network))
        #expect(names.issuers.count == 1 && names.purpose != nil)
    }

    @Test func `the record of another document tells nothing of this one`() throws {
        var changes = Story.Changes()
        changes.recordsAnother = true
        let story = try Story(changes)
        #expect(story.verdict(on: try story.presented()).now == nil)
    }

    @Test func `a first dispute after the use was none before it`() throws {
        let story = try story(after: Script.dispute)
        let verdict = story.verdict(on: try story.presented())
        #expect(reason(verdict, .undisputed) == nil && verdict.state == .valid)
        #expect(verdict.now?.state == .inDispute && verdict.answerNow == .yes)
    }

    @Test func `a third party asks in its own name`() throws {
        let story = try story()
        let file = EvidenceFile(
            try story.presented(), epochs: EpochProof(origin: story.network.origin, steps: []))
        let walk = EpochWalk(from: story.network)
        #expect(try file.verdict(from: walk, as: .member(TestMember.bank.id)).state == .valid)
        let notary = try file.verdict(from: walk, as: .member(TestMember.notary.id))
        #expect(reason(notary, .addressed) == .notAddressedToMe && notary.state == .notAddressedToMe)
    }
}
