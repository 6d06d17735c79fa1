import Credentials
import Foundation
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

@Suite("Import and minting")
struct MintingTests {
    @Test func `rows that pass are minted, the others are in the report, and the totals add up`() async throws {
        let fixture = try await DeskFixture.make()
        let run = try fixture.importRows(200, faultyEvery: 100)
        #expect(run.read == 200)
        #expect(run.accepted == 198)
        #expect(run.faulty == 2)
        #expect(try fixture.desk.database.faultCounts(of: run.id).map(\.rule) == ["required"])
        try fixture.directory.open((0..<200).map { "N\($0)" })
        let turn = try await fixture.work()
        #expect(turn.signed == 198)
        #expect(turn.delivered == 198)
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 198])
        #expect(await fixture.ledger.records.count == 198)
    }

    @Test func `the same file again adds nothing`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(50)
        let again = try fixture.importRows(50)
        #expect(again.accepted == 0)
        #expect(again.repeated == 50)
        #expect(try fixture.desk.database.stageCounts() == [.pending: 50])
    }

    @Test func `an import that was cut off between its end and its report is told by the next one`() async throws {
        let fixture = try await DeskFixture.make()
        let table = try fixture.table(50, faultyEvery: 10)
        let untold = try fixture.desk.startImport(
            table, mapping: try fixture.mapping(), isDry: false, by: fixture.clerk)
        let told = try fixture.desk.startImport(
            table, mapping: try fixture.mapping(), isDry: false, report: fixture.folder.path + "/report",
            by: fixture.clerk)
        #expect(told == untold)
        #expect(told.accepted == 45 && told.faulty == 5)
        #expect(FileManager.default.fileExists(atPath: fixture.folder.path + "/report/summary.json"))
        try fixture.desk.database.markTold(told.id, at: fixture.desk.second)
        let again = try fixture.desk.startImport(
            table, mapping: try fixture.mapping(), isDry: false, by: fixture.clerk)
        #expect(again.id != told.id && again.accepted == 0 && again.repeated == 45)
    }

    @Test func `two processes over one file do not both count its rows`() async throws {
        let fixture = try await DeskFixture.make()
        let table = try fixture.table(2_500)
        let other = try fixture.reopened()
        var isFirst = true
        #expect(throws: DeskRefusal.runGoesOn(RunID(1))) {
            _ = try fixture.desk.startImport(table, mapping: try fixture.mapping(), isDry: false, by: fixture.clerk) {
                _, _ in
                guard isFirst else { return }
                isFirst = false
                _ = try? other.startImport(
                    table, mapping: try fixture.mapping(), isDry: false, by: fixture.clerk)
            }
        }
        let run = try #require(try fixture.desk.database.run(RunID(1)))
        #expect(run.read == 2_500 && run.accepted == 2_500)
    }

    @Test func `a dry run makes no document`() async throws {
        let fixture = try await DeskFixture.make()
        let run = try fixture.desk.startImport(
            try fixture.table(50, faultyEvery: 10), mapping: try fixture.mapping(), isDry: true, by: fixture.clerk)
        #expect(run.accepted == 45)
        #expect(run.faulty == 5)
        #expect(try fixture.desk.database.stageCounts().isEmpty)
    }

    @Test func `the wallet opens what was delivered, and the record proves it`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(3)
        try fixture.directory.open(["N1"])
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.pending: 2, .delivered: 1])
        let wallet = try #require(fixture.directory.wallet("N1"))
        let tag = wallet.pairSecret.tag(0)
        let item = try #require(await fixture.ledger.items.first { $0.tag == StrongroomTag(tag.digest) })
        let delivery = try Delivery(
            opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
        guard case .document(let document) = delivery else {
            Issue.record("it is no document")
            return
        }
        #expect(document.erase.eraser == item.eraser)
        let receipt = try Receipt(decoding: try #require(document.receipt))
        let issue = try CheckedIssue(receipt, network: try await fixture.ledger.network())
        #expect(issue.index.value == document.record)
        let credential = try SDJWT(parsing: document.credential)
        let key = try #require(PrivateKey(.ed25519, secret: document.correctionSeed))
        #expect(
            issue.record.commitment
                == IssueRecord.commitment(correctionKey: key.publicKey, document: credential.digest))
    }

    @Test func `who opens a wallet later gets what was waiting`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(10)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.pending: 10])
        #expect(await fixture.ledger.records.isEmpty)
        try fixture.directory.open(["N3", "N4"])
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.pending: 10])
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.pending: 8, .delivered: 2])
    }

    @Test func `a lost node makes the work wait, and nothing is minted twice`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(100)
        try fixture.directory.open((0..<100).map { "N\($0)" })
        await fixture.ledger.fail(.away)
        let waiting = try await fixture.work()
        #expect(!waiting.waiting.isEmpty)
        #expect(waiting.anchored == 0)
        await fixture.ledger.fail(.answerLost)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 100])
        #expect(await fixture.ledger.records.count == 100)
    }

    @Test func `work goes on after a restart between any two turns`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(150)
        try fixture.directory.open((0..<150).map { "N\($0)" })
        for _ in 0..<12 {
            _ = try await DeskWork(try fixture.reopened()).turn()
        }
        try await fixture.work(try fixture.reopened())
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 150])
        #expect(await fixture.ledger.records.count == 150)
        let tags = await fixture.ledger.items.map(\.tag)
        #expect(Set(tags).count == 150)
    }

    @Test func `a statement past its time is signed anew, once`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(10)
        try fixture.directory.open((0..<10).map { "N\($0)" })
        await fixture.ledger.fail(.mute)
        _ = try await fixture.work()
        await fixture.ledger.fail(nil)
        try await fixture.ledger.pass(seconds: 3_600)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 10])
        #expect(await fixture.ledger.records.count == 10)
    }

    @Test func `nothing that names a person lies in the database as it is`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(20)
        try fixture.directory.open(["N7"])
        try await fixture.work()
        let copy = fixture.folder.path + "/copy.sqlite"
        try fixture.desk.database.copy(to: copy)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        #expect(bytes.range(of: Data("示例7".utf8)) == nil)
    }

    @Test func `a page image goes with its document, sealed and bound by its digest`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        let image = Array("%PDF-1.7 示例".utf8)
        let document = DocumentID(1)
        _ = try fixture.desk.attach(
            image, name: "scan.pdf", mediaType: "application/pdf", to: document, by: fixture.clerk)
        #expect(throws: DeskRefusal.attachmentType("image/png")) {
            try fixture.desk.attach(
                image, name: "scan.png", mediaType: "image/png", to: document, by: fixture.clerk)
        }
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let wallet = try #require(fixture.directory.wallet("N0"))
        let items = await fixture.ledger.items
        let tag = wallet.pairSecret.tag(0)
        let item = try #require(items.first { $0.tag == StrongroomTag(tag.digest) })
        let delivery = try Delivery(opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
        guard case .document(let delivered) = delivery else { return }
        let attachment = try #require(delivered.attachments.first)
        let body = try #require(items.first { $0.tag == StrongroomTag(attachment.tag.digest) })
        #expect(try attachment.open(body.body) == image)
        #expect(throws: DeskRefusal.alreadySigned(document)) {
            try fixture.desk.attach(
                Array("%PDF-2".utf8), name: "b.pdf", mediaType: "application/pdf", to: document, by: fixture.clerk)
        }
    }
}
