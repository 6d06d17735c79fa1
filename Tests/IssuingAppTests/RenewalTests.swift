import Accounts
import Importing
import IssuingApp
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Renewal by rule")
struct RenewalTests {
    private let code = TestType.identity.code

    /// A delivered document that ends in so many days.
    private func ending(in days: UInt64) async throws -> (fixture: DeskFixture, document: DocumentID) {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let end = fixture.desk.second + days * 86_400
        let id = try fixture.desk.replace(DocumentID(1), values: ["YXQ": "短期"], expiry: end, by: fixture.clerk)
        try await fixture.work()
        return (fixture, id)
    }

    private func set(_ fixture: DeskFixture, seenDays: UInt64? = nil) throws {
        let rule = try #require(RenewalRule(checking: code, days: 30, years: 10, seenDays: seenDays))
        #expect(throws: AccountRefusal.self) { try fixture.desk.set(rule, by: fixture.clerk) }
        try fixture.desk.set(rule, by: fixture.admin)
    }

    private func proposals(_ fixture: DeskFixture) throws -> [StoredApproval] {
        try fixture.desk.database.approvals(isOpen: true, at: fixture.desk.second)
    }

    @Test func `a document near its end is proposed once, and renewed when a person approves`() async throws {
        let (fixture, id) = try await ending(in: 20)
        try set(fixture)
        try await fixture.work()
        try await fixture.ledger.pass(seconds: 2 * 86_400)
        try await fixture.work()
        let found = try proposals(fixture)
        #expect(found.map(\.proposal) == [.renew(code, documents: [id], years: 10)])
        let approval = try #require(found.first)
        try fixture.desk.decide(approval.id, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        #expect(try fixture.desk.database.document(id)?.state == .superseded)
        #expect(try fixture.desk.database.statusChanges(of: id).map(\.reason) == ["renewed"])
        let new = try #require(try fixture.desk.database.documents().last)
        #expect(new.supersedes == id && new.stage == .delivered)
        let old = try #require(try fixture.desk.database.document(id)?.expiry)
        let years = (try #require(new.expiry) - old) / (365 * 86_400)
        #expect(years == 10)
    }

    @Test func `what was rejected is not proposed again`() async throws {
        let (fixture, _) = try await ending(in: 20)
        try set(fixture)
        try await fixture.work()
        let approval = try #require(try proposals(fixture).first)
        try fixture.desk.decide(approval.id, isApproved: false, remark: "须到场", by: fixture.approver)
        try await fixture.ledger.pass(seconds: 2 * 86_400)
        try await fixture.work()
        #expect(try proposals(fixture).isEmpty)
    }

    @Test func `a rule may want the row to be in the source still`() async throws {
        let (fixture, _) = try await ending(in: 25)
        try await fixture.ledger.pass(seconds: 5 * 86_400)
        try set(fixture, seenDays: 2)
        try await fixture.work()
        #expect(try proposals(fixture).isEmpty)
        // The row of the first document stands for the one that took its place.
        try fixture.importRows(1)
        try await fixture.work()
        #expect(try proposals(fixture).count == 1)
    }

    @Test func `nothing is proposed before its time, after its end, or without a rule`() async throws {
        let (fixture, _) = try await ending(in: 60)
        try set(fixture)
        try await fixture.work()
        #expect(try proposals(fixture).isEmpty)
        try fixture.desk.removeRenewal(of: code, by: fixture.admin)
        #expect(throws: DeskRefusal.unknownRenewal(code)) {
            try fixture.desk.removeRenewal(of: code, by: fixture.admin)
        }
        try await fixture.ledger.pass(seconds: 40 * 86_400)
        try await fixture.work()
        #expect(try proposals(fixture).isEmpty)
        #expect(RenewalRule(checking: code, days: 0, years: 1, seenDays: nil) == nil)
    }
}
