import Credentials
import Evidence
import Ledger
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct NoticeTests {
    /// Follows until there is nothing more to do.
    private func follow(_ desk: RelyingDesk) async throws {
        for _ in 0..<20 { guard try await desk.follow() else { return } }
        Issue.record("following does not come to an end")
    }

    /// A desk with a use that relies on as many documents.
    private func relying(on count: Int) async throws -> (desk: TestDesk, documents: [TestDocument], use: StoredUse) {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(count, by: desk.town)
        let grant = try await desk.granted(documents: documents)
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        try await follow(desk.desk)
        return (desk, documents, use)
    }

    private func first(_ use: StoredUse) -> Notice.RelyingUse {
        Notice.RelyingUse(grant: use.grant, number: use.number, place: 0)
    }

    private func question(_ use: StoredUse, _ place: Int) -> [StandingQuestion] {
        [.use(use.grant, number: use.number, place: place)]
    }

    @Test func `what is revoked later is told once, for its case, and who saw it first stays`() async throws {
        let (desk, documents, use) = try await relying(on: 3)
        #expect(try desk.desk.notices().isEmpty)
        #expect(try desk.desk.standing(of: question(use, 2)).first?.state == .valid)
        try await desk.town.change(documents[2].receipt, to: .revoked)
        try await follow(desk.desk)
        try await follow(desk.desk)
        let notices = try desk.desk.notices()
        let notice = try #require(notices.first)
        #expect(notices.count == 1 && notice.event == .revoked && notice.caseNumber == "示例案 17")
        #expect(notice.uses.map(\.grant) == [use.grant] && notice.uses.map(\.place) == [2])
        #expect(notice.height > use.height ?? .max && notice.issuer == TestMember.police.id)
        let standing = try #require(try desk.desk.standing(of: question(use, 2)).first)
        #expect(standing.answer == .no && standing.state == .revoked && standing.since == notice.height)
        #expect(try desk.desk.standing(of: question(use, 0)).first?.answer == .yes)
        for name in ["示例甲", "示例乙"] {
            let seen = try desk.desk.acknowledge(notice.number, ofCase: "示例案 17", by: name)
            #expect(seen.acknowledgement?.by == "示例甲")
        }
        #expect(try desk.desk.notices().isEmpty && desk.desk.notices(all: true).count == 1)
        #expect(throws: RelyingRefusal.self) { try desk.desk.acknowledge(99, ofCase: "示例案 17", by: "示例") }
    }

    @Test func `a document that came with the receipt of another record is not followed by it`() async throws {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(3, by: desk.town)
        let grant = try await desk.granted(documents: [documents[0].with(receiptOf: documents[1]), documents[2]])
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        #expect(try #require(use.verdict).contains(#""record-of-another""#))
        try await follow(desk.desk)
        #expect(try desk.desk.standing(of: question(use, 0)).first?.state == .unknown)
        #expect(try desk.desk.standing(of: question(use, 1)).first?.state == .valid)
        // What becomes of a stranger's document is no news of this case.
        try await desk.town.change(documents[1].receipt, to: .revoked)
        try await follow(desk.desk)
        #expect(try desk.desk.notices(all: true).isEmpty)
        try await desk.town.change(documents[2].receipt, to: .revoked)
        try await follow(desk.desk)
        #expect(try desk.desk.notices(all: true).map { $0.uses.map(\.place) } == [[1]])
    }

    @Test func `evidence that is written later says how its documents stand then`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        try await desk.town.change(documents[0].receipt, to: .revoked)
        let file = try await desk.desk.evidence(of: use)
        let proof = try SealedProof(decoding: try #require(file.use.proofs[.statusNow(document: 0)]))
        let issue = try CheckedIssue(Receipt(decoding: documents[0].receipt), network: desk.town.known)
        let found = try proof.value(of: issue.statusKey(origin: desk.town.origin), policy: desk.town.known.policy)
        #expect(try StatusEntry(decoding: try #require(found.value)).state == .revoked)
    }

    @Test func `a desk that was away asks of all documents, and tells nothing twice`() async throws {
        let (desk, documents, _) = try await relying(on: 1)
        try await desk.town.change(documents[0].receipt, to: .suspended)
        for _ in 0..<300 { try await desk.town.pass(seconds: 1) }
        let again = try TestDesk.open(desk.folder, desk.town)
        try await follow(again)
        #expect(try again.notices().map(\.event) == [.suspended])
        try await desk.town.change(documents[0].receipt, to: .inForce)
        try await follow(try TestDesk.open(desk.folder, desk.town))
        try await follow(desk.desk)
        #expect(try desk.desk.notices().map(\.event) == [.reinstated, .suspended])
    }

    @Test func `a block that was noted and not asked of is asked of after a restart`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        try await desk.town.change(documents[0].receipt, to: .superseded)
        await desk.town.fail(.mute)
        await #expect(throws: LedgerSilent.self) { _ = try await desk.desk.follow() }
        await desk.town.fail(nil)
        let again = try TestDesk.open(desk.folder, desk.town)
        // What is known speaks of the block before.
        let before = try #require(try again.standing(of: question(use, 0)).first)
        #expect(before.state == .valid && before.asOf == before.proven)
        try await follow(again)
        #expect(try again.notices().map(\.event) == [.superseded])
    }

    @Test func `what happened before the use is the verdict's, and gives no notice`() async throws {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(1, by: desk.town)
        try await desk.town.change(documents[0].receipt, to: .suspended)
        let grant = try await desk.granted(documents: documents)
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        try await follow(desk.desk)
        #expect(try desk.desk.notices(all: true).isEmpty)
        #expect(try desk.desk.standing(of: question(use, 0)).first?.state == .suspended)
    }

    @Test func `a dispute and its answer are told, and the document stands beside`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        let issue = try CheckedIssue(Receipt(decoding: documents[0].receipt), network: desk.town.known)
        let correction = documents[0].correction
        let opening = OpenCorrection(
            record: issue.index, issuer: issue.issuer, key: correction.publicKey,
            document: documents[0].credential.digest, claim: TestIssue.commitment("示例更正"))
        try await desk.town.commit([.openCorrection(opening)], by: .holder(correction))
        try await follow(desk.desk)
        let standing = try #require(try desk.desk.standing(of: question(use, 0)).first)
        #expect(standing.answer == .yes && standing.state == .inDispute)
        let answer = AnswerCorrection(
            record: issue.index, commitment: issue.record.commitment, outcome: .upheld,
            answer: TestIssue.commitment("示例答复"))
        try await desk.town.commit([.answerCorrection(answer)], by: .member(.police))
        try await follow(desk.desk)
        #expect(try Set(desk.desk.notices().map(\.event)) == [.disputed, .upheld])
        #expect(try desk.desk.standing(of: question(use, 0)).first?.state == .valid)
    }

    @Test func `a watch that was ended tells nothing, and tells again when it is taken up`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        let number = "示例案 17"
        try desk.desk.watch(false, first(use), ofCase: number)
        let none = Notice.RelyingUse(grant: use.grant, number: use.number, place: 1)
        #expect(throws: RelyingRefusal.self) { try desk.desk.watch(false, none, ofCase: number) }
        try await desk.town.change(documents[0].receipt, to: .suspended)
        try await follow(desk.desk)
        #expect(try desk.desk.notices().isEmpty)
        try desk.desk.watch(true, first(use), ofCase: number)
        try await follow(desk.desk)
        #expect(try desk.desk.notices().map(\.event) == [.suspended])
    }

    @Test func `an outage is no answer, and neither is a document that nobody relies on`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        let issue = try CheckedIssue(Receipt(decoding: documents[0].receipt), network: desk.town.known)
        #expect(try desk.desk.standing(of: [.record(issue.index.value)]).first?.state == .valid)
        let stranger = try #require(try desk.desk.standing(of: [.record(issue.index.value + 999)]).first)
        #expect(stranger.answer == .unknown && stranger.state == .unknown && stranger.record == nil)
        desk.town.time.pass(milliseconds: 301_000)
        let late = try #require(try desk.desk.standing(of: question(use, 0)).first)
        #expect(late.answer == .unknown && late.state == .couldNotCheck && late.asOf != nil)
        try await desk.town.pass(seconds: 1)
        try await follow(desk.desk)
        #expect(try desk.desk.standing(of: question(use, 0)).first?.answer == .yes)
    }

    @Test func `notices and what is known of documents end with the last use that relied on them`() async throws {
        let (desk, documents, use) = try await relying(on: 1)
        try await desk.town.change(documents[0].receipt, to: .revoked)
        try await follow(desk.desk)
        #expect(try desk.desk.notices().count == 1)
        try await desk.town.pass(seconds: 31 * 86_400)
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.notices(all: true).isEmpty)
        #expect(try desk.desk.standing(of: question(use, 0)).first?.state == .unknown)
    }
}
