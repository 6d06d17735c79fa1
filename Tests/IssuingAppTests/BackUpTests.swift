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
        try desk.resolveLost(isRevoking: true, by: fixture.admin)
        try await fixture.work(desk)
        #expect(await fixture.ledger.records.count == 4)
        #expect(await fixture.ledger.count(.setStatus) == 2)
        #expect(try desk.database.stageCounts() == [.delivered: 3])
    }

    @Test func `a folder that holds a desk is not overwritten`() async throws {
        let fixture = try await DeskFixture.make()
        #expect(throws: DeskFailure.self) { try fixture.folder.restore(from: fixture.folder) }
        #expect(throws: DeskFailure.self) { try fixture.desk.backUp(to: fixture.folder) }
    }
}
