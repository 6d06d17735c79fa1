import Foundation
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Backup and restore")
struct BackUpTests {
    @Test func `a desk comes back from its backup, and finds on the ledger what it did since`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(3)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        let backup = DeskFolder(fixture.folder.path + "-backup")
        let restored = DeskFolder(fixture.folder.path + "-restored")
        defer {
            try? FileManager.default.removeItem(atPath: backup.path)
            try? FileManager.default.removeItem(atPath: restored.path)
        }
        try fixture.desk.backUp(to: backup)
        // After the backup: one document is suspended, and one more is minted.
        let suspend = try StatusChange(
            state: .suspended, reason: .underReview, text: "", legalBasis: "示例法")
        _ = try fixture.desk.propose(suspend, of: [DocumentID(1)], by: fixture.clerk)
        try fixture.directory.open(["N2"])
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
        #expect(await fixture.ledger.records.count == 3)

        try restored.restore(from: backup)
        let desk = try DeskFixture.open(restored, fixture.ledger, fixture.directory)
        _ = try await desk.catchUp()
        #expect(try desk.database.document(DocumentID(1))?.state == .suspended)
        #expect(try desk.database.lostRecords().count == 1)
        try await fixture.work(desk)
        #expect(await fixture.ledger.records.count == 3, "minting is held")
        let approval = try desk.proposeForLost(
            isRevoking: true, text: "重新签发", legalBasis: "系统恢复", by: fixture.admin)
        #expect(throws: DeskRefusal.alreadyProposed(approval)) {
            try desk.proposeForLost(isRevoking: false, text: "", legalBasis: "系统恢复", by: fixture.admin)
        }
        try await fixture.work(desk)
        #expect(await fixture.ledger.records.count == 3, "one person alone revokes nothing")
        let lost = try #require(try desk.database.lostRecords().first)
        #expect(try desk.reason(ofRecord: lost.record) == nil)
        try desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work(desk)
        #expect(try desk.database.lostRecords().isEmpty)
        let act = try #require(try desk.database.acts(of: approval).first)
        #expect(act.name == .setStatus && act.stage == .final)
        let opening = try #require(try desk.reason(ofRecord: lost.record))
        #expect(opening.body.text == "重新签发" && opening.body.state == .revoked)
        #expect(try await fixture.ledger.reasons().contains(opening.commitment), "it opens what stands on the ledger")
        #expect(throws: DeskRefusal.nothingLost) {
            try desk.proposeForLost(isRevoking: true, text: "", legalBasis: "系统恢复", by: fixture.admin)
        }
        #expect(await fixture.ledger.records.count == 4)
        #expect(await fixture.ledger.count(.setStatus) == 2)
        #expect(try desk.database.stageCounts() == [.delivered: 3])
    }

    @Test func `what is kept is not revoked, and a rejected proposal decides nothing`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        let backup = DeskFolder(fixture.folder.path + "-backup")
        let restored = DeskFolder(fixture.folder.path + "-restored")
        defer {
            try? FileManager.default.removeItem(atPath: backup.path)
            try? FileManager.default.removeItem(atPath: restored.path)
        }
        try fixture.desk.backUp(to: backup)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        try restored.restore(from: backup)
        let desk = try DeskFixture.open(restored, fixture.ledger, fixture.directory)
        _ = try await desk.catchUp()
        let first = try desk.proposeForLost(
            isRevoking: true, text: "", legalBasis: "系统恢复", by: fixture.admin)
        try desk.decide(first, isApproved: false, remark: "先核对", by: fixture.approver)
        #expect(try desk.database.lostRecords().count == 2)
        let second = try desk.proposeForLost(
            isRevoking: false, text: "", legalBasis: "系统恢复", by: fixture.admin)
        try desk.decide(second, isApproved: true, remark: "", by: fixture.approver)
        #expect(try desk.database.lostRecords().isEmpty)
        #expect(try desk.database.acts(of: second).isEmpty)
        #expect(await fixture.ledger.count(.setStatus) == 0)
    }

    @Test func `a folder that holds a desk is not overwritten`() async throws {
        let fixture = try await DeskFixture.make()
        #expect(throws: DeskFailure.self) { try fixture.folder.restore(from: fixture.folder) }
        #expect(throws: DeskFailure.self) { try fixture.desk.backUp(to: fixture.folder) }
    }
}
