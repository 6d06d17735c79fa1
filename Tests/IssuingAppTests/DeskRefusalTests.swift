import Accounts
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// What is asked for wrongly, and the refusal that says why; refusals of larger stories stand beside those.
@Suite("Refusals of a desk")
struct DeskRefusalTests {
    private typealias Case = (refusal: DeskRefusal, code: String, ask: (DeskFixture) throws -> Void)

    /// Each is refused as it says, under its code, and nothing is queued or filed by it.
    private func check(_ cases: [Case], _ fixture: DeskFixture) throws {
        func approvals() throws -> [ApprovalID] {
            try fixture.desk.database.approvals(isOpen: true, at: fixture.desk.second).map(\.id)
        }
        let (stages, filed) = (try fixture.desk.database.stageCounts(), try approvals())
        for (refusal, code, ask) in cases {
            #expect(throws: refusal) { try ask(fixture) }
            #expect(refusal.told.code == code)
        }
        #expect(try fixture.desk.database.stageCounts() == stages)
        #expect(try approvals() == filed)
    }

    private static func suspension(_ text: String = "", basis: String = "示例法") throws -> StatusChange {
        try StatusChange(state: .suspended, reason: .underReview, text: text, legalBasis: basis)
    }

    @Test func `numbers that nothing has`() async throws {
        let none: [Case] = [
            (
                .unknownRun(RunID(9)), "unknown-run",
                { _ = try $0.desk.proposeTakingBack(RunID(9), text: "", legalBasis: "示例法", by: $0.clerk) }
            ),
            (
                .unknownApproval(ApprovalID(9)), "unknown-approval",
                { try $0.desk.decide(ApprovalID(9), isApproved: true, remark: "", by: $0.approver) }
            ),
            (
                .unknownCorrection(CorrectionID(9)), "unknown-correction",
                { _ = try $0.desk.answer(CorrectionID(9), .upheld, text: "", values: [:], by: $0.clerk) }
            ),
            (
                .unknownApplication(ApplicationID(9)), "unknown-application",
                { try $0.desk.issue(ApplicationID(9), values: [:], expiry: nil, by: $0.clerk) }
            ),
            (
                .unknownApplication(ApplicationID(9)), "unknown-application",
                { try $0.desk.refuse(ApplicationID(9), reason: Bilingual(zh: "否", en: "no"), by: $0.clerk) }
            ),
            (
                .unknownApplication(ApplicationID(9)), "unknown-application",
                { _ = try $0.desk.read(ApplicationID(9), by: $0.clerk) }
            ),
            (
                .unknownLookUp(LookUpID(9)), "unknown-look-up",
                { _ = try $0.desk.lookUpReport(LookUpID(9), by: $0.clerk) }
            ),
            (
                .unknownLookUpAlert(LookUpAlertID(9)), "unknown-alert",
                { try $0.desk.markSeen(LookUpAlertID(9), by: $0.approver) }
            ),
            (
                .lookUpNotOffered(TestType.identity.code), "look-up-not-offered",
                { try $0.desk.removeLookUpRule(of: TestType.identity.code, by: $0.admin) }
            ),
            (
                .unknownDocument(DocumentID(9)), "unknown-document",
                { _ = try $0.desk.makeOffer(DocumentID(9), by: $0.clerk) }
            ),
        ]
        let fixture = try await DeskFixture.make()
        try check(none, fixture)
        await #expect(throws: DeskRefusal.unknownApproval(ApprovalID(9))) {
            _ = try await fixture.desk.json(of: ApprovalID(9))
        }
    }

    @Test func `an offer of another desk`() async throws {
        let (fixture, other) = (try await DeskFixture.make(), try await DeskFixture.make())
        try other.importRows(1)
        let made = try other.desk.makeOffer(DocumentID(1), by: other.clerk)
        let offer = try #require(try other.desk.database.offers().first)
        #expect(try other.desk.holder(of: offer).number == "N0")
        try check([(.unknownOffer(made.id), "unknown-offer", { _ = try $0.desk.holder(of: offer) })], fixture)
    }

    @Test func `changes of documents that are not where the change needs them`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let (delivered, pending) = (DocumentID(1), DocumentID(2))
        let suspend = try DeskRefusalTests.suspension()
        let reinstate = try StatusChange(state: .inForce, reason: .putRight, text: "", legalBasis: "示例法")
        let many = (1...Int64(Proposal.maxDocuments + 1)).map { DocumentID($0) }
        try check(
            [
                (
                    .notRecorded(pending), "not-recorded",
                    { _ = try $0.desk.propose(suspend, of: [pending], by: $0.clerk) }
                ),
                (
                    .notSuspended(delivered), "not-suspended",
                    { _ = try $0.desk.propose(reinstate, of: [delivered], by: $0.clerk) }
                ),
                (.nothingChosen, "nothing-chosen", { _ = try $0.desk.propose(suspend, of: [], by: $0.clerk) }),
                (
                    .tooManyDocuments(limit: Proposal.maxDocuments), "too-many-documents",
                    { _ = try $0.desk.propose(suspend, of: many, by: $0.clerk) }
                ),
                (
                    .offerNotPossible(delivered, .delivered), "offer-not-possible",
                    { _ = try $0.desk.makeOffer(delivered, by: $0.clerk) }
                ),
            ], fixture)
        _ = try fixture.desk.makeOffer(pending, by: fixture.clerk)
        try check(
            [
                (
                    .offerNotPossible(pending, .pending), "offer-not-possible",
                    { _ = try $0.desk.makeOffer(pending, by: $0.clerk) }
                )
            ], fixture)
        #expect(try fixture.desk.database.offers().count == 1)
    }

    @Test func `taking back what is still being imported`() async throws {
        let fixture = try await DeskFixture.make()
        var seen: [DeskRefusal?] = []
        let run = try fixture.desk.startImport(
            try fixture.table(2_500), mapping: try fixture.mapping(), isDry: false, by: fixture.clerk
        ) { _, run in
            do throws {
                _ = try fixture.desk.proposeTakingBack(run.id, text: "", legalBasis: "示例法", by: fixture.clerk)
                seen.append(nil)
            } catch { seen.append(error as? DeskRefusal) }
        }
        #expect(seen.first == .runNotFinished(run.id))
        #expect(DeskRefusal.runNotFinished(run.id).told.code == "run-not-finished")
        _ = try fixture.desk.proposeTakingBack(run.id, text: "", legalBasis: "示例法", by: fixture.clerk)
    }

    @Test func `words that are too long`() async throws {
        let fixture = try await DeskFixture.make()
        // Three bytes a character.
        let (long, longer) = (String(repeating: "长", count: 334), String(repeating: "长", count: 667))
        _ = try DeskRefusalTests.suspension(String(repeating: "长", count: 666), basis: String(long.dropLast()))
        try check(
            [
                (.textTooLong(limit: 2_000), "text-too-long", { _ in _ = try DeskRefusalTests.suspension(longer) }),
                (
                    .textTooLong(limit: 1_000), "text-too-long",
                    { _ in _ = try DeskRefusalTests.suspension(basis: long) }
                ),
            ], fixture)
        await #expect(throws: DeskRefusal.textTooLong(limit: 2_000)) {
            try await fixture.desk.propose(.retire(TestType.identity.code), text: longer, by: fixture.clerk)
        }
    }

    @Test func `page images that are empty, too large, too many or badly named`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        func attach(_ bytes: [UInt8], _ name: String = "scan.pdf") -> (DeskFixture) throws -> Void {
            {
                _ = try $0.desk.attach(
                    bytes, name: name, mediaType: "application/pdf", to: DocumentID(1), by: $0.clerk)
            }
        }
        let limit = Desk.maxAttachmentByteCount
        let page = Array("%PDF-1.7".utf8)
        let large = page + [UInt8](repeating: 0, count: limit + 1 - page.count)
        try check(
            [
                (.attachmentSize(limit: limit), "attachment-size", attach([])),
                (.attachmentSize(limit: limit), "attachment-size", attach(large)),
                (.badValues("name"), "bad-values", attach(page, "")),
                (.badValues("name"), "bad-values", attach(page, "../scan.pdf")),
                (.badValues("name"), "bad-values", attach(page, String(repeating: "a", count: 201))),
            ], fixture)
        try attach(Array(large.dropLast()))(fixture)
        for number in 1..<8 { try attach(page + [UInt8(number)])(fixture) }
        try check([(.tooManyDocuments(limit: 8), "too-many-documents", attach(page + [8]))], fixture)
    }

    @Test func `a document in the place of another that says the same twice`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        let same: (DeskFixture) throws -> Void = {
            _ = try $0.desk.replace(DocumentID(1), values: ["XM": "示例新"], expiry: nil, by: $0.clerk)
        }
        try same(fixture)
        try check([(.badValues("the document says the same already"), "bad-values", same)], fixture)
    }
}
