import Accounts
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Files that are handed in")
struct CopyCheckTests {
    private let code = TestType.identity.code
    private let window = Caller(name: "window", roles: [.inquirer], kind: .machine)

    private func pdf(_ text: String, identifier: String? = "00112233445566778899aabbccddeeff") -> [UInt8] {
        let trailer = identifier.map { "trailer <</Size 1 /ID [ <\($0)> <\($0)> ]>>" } ?? "trailer <</Size 1>>"
        return Array("%PDF-1.7\n\(text)\n\(trailer)\n%%EOF\n".utf8)
    }

    /// A desk whose first document binds a PDF, and whose second one has none.
    private func attached(_ file: [UInt8]) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        _ = try fixture.desk.attach(
            file, name: "scan.pdf", mediaType: "application/pdf", to: DocumentID(1), by: fixture.clerk)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: .number))
        try fixture.desk.set(rule, by: fixture.admin)
        return fixture
    }

    private func number(_ value: String) -> CopyReference { .number(code, path: "ZZBH", value: value) }

    @Test func `the file itself is the same, with or without its number`() async throws {
        let file = pdf("原件")
        let fixture = try await attached(file)
        #expect(try fixture.desk.checkCopy(file, of: nil, by: window) == .same(.inForce, since: nil))
        #expect(try fixture.desk.checkCopy(file, of: number("N0"), by: window) == .same(.inForce, since: nil))
        let change = try StatusChange(state: .suspended, reason: .underReview, text: "", legalBasis: "示例法")
        _ = try fixture.desk.propose(change, of: [DocumentID(1)], by: fixture.clerk)
        try await fixture.work()
        guard case .same(.suspended, since: _?) = try fixture.desk.checkCopy(file, of: nil, by: window) else {
            Issue.record("its document is suspended")
            return
        }
    }

    @Test func `a changed file is altered by its identifier or by its number, and else unknown`() async throws {
        let fixture = try await attached(pdf("原件"))
        #expect(try fixture.desk.checkCopy(pdf("改过"), of: nil, by: window) == .altered)
        let stripped = pdf("改过", identifier: nil)
        #expect(try fixture.desk.checkCopy(stripped, of: nil, by: window) == .unknown)
        #expect(try fixture.desk.checkCopy(stripped, of: number("N0"), by: window) == .altered)
        #expect(try fixture.desk.checkCopy(stripped, of: .document(DocumentID(1)), by: fixture.clerk) == .altered)
        #expect(
            try fixture.desk.checkCopy(stripped, of: number("N1"), by: fixture.clerk) == .unknown, "it has no image")
        #expect(throws: AccountRefusal.self) {
            try fixture.desk.checkCopy(stripped, of: .document(DocumentID(1)), by: window)
        }
    }

    @Test func `a file that has grown beyond what an image may have is compared, up to a limit`() async throws {
        let fixture = try await attached(pdf("原件"))
        let grown = pdf(String(repeating: "长", count: Desk.maxAttachmentByteCount / 3 + 1))
        #expect(grown.count > Desk.maxAttachmentByteCount)
        #expect(try fixture.desk.checkCopy(grown, of: nil, by: window) == .altered)
        let limit = Desk.maxCopyByteCount
        #expect(throws: DeskRefusal.attachmentSize(limit: limit)) {
            try fixture.desk.checkCopy([UInt8](repeating: 0, count: limit + 1), of: nil, by: window)
        }
    }

    @Test func `another document's file is not that of the number`() async throws {
        let file = pdf("原件")
        let fixture = try await attached(file)
        #expect(try fixture.desk.checkCopy(file, of: number("N1"), by: window) == .unknown)
    }

    @Test func `what matches nothing is counted as a wrong question is`() async throws {
        let file = pdf("原件")
        let fixture = try await attached(file)
        for guess in 0..<5 {
            let other = pdf("\(guess)", identifier: nil)
            #expect(try fixture.desk.checkCopy(other, of: nil, clerk: "7", by: window) == .unknown)
        }
        #expect(throws: DeskRefusal.lookUpResting(seconds: 3_600)) {
            try fixture.desk.checkCopy(file, of: nil, clerk: "7", by: window)
        }
        #expect(try fixture.desk.checkCopy(file, of: nil, clerk: "8", by: window) == .same(.inForce, since: nil))
    }

    @Test func `a document that is not on the ledger binds nothing yet`() async throws {
        let file = pdf("原件")
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        _ = try fixture.desk.attach(
            file, name: "scan.pdf", mediaType: "application/pdf", to: DocumentID(1), by: fixture.clerk)
        #expect(try fixture.desk.checkCopy(file, of: nil, by: window) == .unknown)
    }
}
