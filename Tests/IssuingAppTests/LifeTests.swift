import Accounts
import IssuingApp
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Life of documents")
struct LifeTests {
    private func minted(_ count: Int = 3) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(count)
        try fixture.directory.open((0..<count).map { "N\($0)" })
        try await fixture.work()
        return fixture
    }

    private func change(_ state: DocumentState, _ reason: ReasonCode) throws -> StatusChange {
        try StatusChange(state: state, reason: reason, text: "示例", legalBasis: "示例法第一条")
    }

    @Test func `revoking takes two persons`() async throws {
        let fixture = try await minted()
        let approval = try #require(
            try fixture.desk.propose(
                try change(.revoked, .lost), of: [DocumentID(1)], by: fixture.clerk))
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .inForce)
        let both = Caller(name: "li.si", roles: [.clerk, .approver], kind: .person)
        #expect(throws: DeskRefusal.samePerson) {
            try fixture.desk.decide(approval, isApproved: true, remark: "", by: both)
        }
        let console = Caller(name: "operator", roles: [.approver], kind: .console)
        #expect(throws: DeskRefusal.notAPerson) {
            try fixture.desk.decide(approval, isApproved: true, remark: "", by: console)
        }
        try fixture.desk.decide(approval, isApproved: true, remark: "同意", by: fixture.approver)
        #expect(throws: DeskRefusal.alreadyDecided(approval)) {
            try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        }
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .revoked)
        #expect(await fixture.ledger.count(.setStatus) == 1)
        #expect(throws: DeskRefusal.alreadyOver(DocumentID(1), .revoked)) {
            try fixture.desk.propose(try change(.suspended, .underReview), of: [DocumentID(1)], by: fixture.clerk)
        }
    }

    @Test func `one suspension needs one person, several need two`() async throws {
        let fixture = try await minted()
        let suspend = try change(.suspended, .underReview)
        #expect(try fixture.desk.propose(suspend, of: [DocumentID(1)], by: fixture.clerk) == nil)
        #expect(throws: DeskRefusal.changePending(DocumentID(1))) {
            try fixture.desk.propose(suspend, of: [DocumentID(1)], by: fixture.clerk)
        }
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .suspended)
        #expect(
            try fixture.desk.propose(suspend, of: [DocumentID(2), DocumentID(3)], by: fixture.clerk) != nil)
        #expect(try fixture.desk.propose(change(.inForce, .putRight), of: [DocumentID(1)], by: fixture.clerk) == nil)
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .inForce)
    }

    @Test func `a reason must go with the state, and have a legal basis`() {
        #expect(throws: DeskRefusal.badReason("put-right")) {
            try StatusChange(state: .revoked, reason: .putRight, text: "", legalBasis: "示例法")
        }
        #expect(throws: DeskRefusal.badReason("")) {
            try StatusChange(state: .revoked, reason: .lost, text: "", legalBasis: "")
        }
    }

    @Test func `a wrong batch is taken back in one approved act`() async throws {
        let fixture = try await DeskFixture.make()
        let run = try fixture.importRows(5)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        let approval = try fixture.desk.proposeTakingBack(
            run.id, text: "导错文件", legalBasis: "示例法", by: fixture.clerk)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        let documents = try fixture.desk.database.documents(run: run.id)
        #expect(documents.filter { $0.stage == .withdrawn }.count == 3)
        #expect(documents.filter { $0.state == .revoked }.count == 2)
        #expect(throws: DeskRefusal.alreadyTakenBack(run.id)) {
            try fixture.desk.proposeTakingBack(run.id, text: "", legalBasis: "示例法", by: fixture.clerk)
        }
    }

    @Test func `a renewed document supersedes the old one once it is final`() async throws {
        let fixture = try await minted(1)
        let new = try fixture.desk.replace(
            DocumentID(1), values: ["YXQ": "2040-01-01"], expiry: nil, by: fixture.clerk)
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .superseded)
        #expect(try fixture.desk.database.document(new)?.stage == .delivered)
        #expect(try fixture.desk.database.document(new)?.state == .inForce)
    }

    @Test func `the status list follows, and is anchored`() async throws {
        let fixture = try await minted(2)
        let before = try #require(try fixture.desk.database.statusList(0))
        let approval = try #require(
            try fixture.desk.propose(change(.revoked, .lost), of: [DocumentID(1)], by: fixture.clerk))
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        let after = try #require(try fixture.desk.database.statusList(0))
        #expect(before.token != after.token)
        #expect(await fixture.ledger.count(.anchorNote) == 2)
    }

    @Test func `a list can be read as it was at an earlier time`() async throws {
        let fixture = try await minted(2)
        let before = try #require(try fixture.desk.database.statusList(0))
        try await fixture.ledger.pass(seconds: 3_600)
        _ = try fixture.desk.propose(change(.suspended, .underReview), of: [DocumentID(1)], by: fixture.clerk)
        try await fixture.work()
        let after = try #require(try fixture.desk.database.statusList(0))
        #expect(after.token != before.token)
        let database = fixture.desk.database
        #expect(try database.statusList(0, at: before.built) == before.token)
        #expect(try database.statusList(0, at: after.built - 1) == before.token)
        #expect(try database.statusList(0, at: after.built) == after.token)
        #expect(try database.statusList(0, at: before.built - 1) == nil)
        #expect(try database.statusList(0, at: after.built + 86_400) == nil)
        #expect(try database.statusList(1, at: after.built) == nil)
    }

    @Test func `of lists in quick succession those are kept that a reader may still have`() async throws {
        let fixture = try await minted(1)
        let database = fixture.desk.database
        let start = fixture.desk.second
        for _ in 0..<40 {
            try await fixture.ledger.pass(seconds: 5)
            try fixture.desk.buildStatusList(0)
        }
        let end = fixture.desk.second
        var texts = Set<String>()
        for time in start + 5...end {
            let text = try #require(try database.statusList(0, at: time))
            let claims = try #require(Base64URL.decode(text.split(separator: ".")[1]))
            let root = JSONElement(try JSONValue(parsing: claims, maxByteCount: 1 << 20))
            guard case .object(let members) = root.value, case .integer(let made)? = members["iat"] else { return }
            #expect(UInt64(made) <= time && time < UInt64(made) + 60, "it is no older than a reader's own may be")
            texts.insert(text)
        }
        #expect(texts.count < 12, "of 40")
        #expect(try database.statusList(0, at: end) == database.statusList(0)?.token)
        // A day later they stand an hour apart.
        try await fixture.ledger.pass(seconds: 90_000)
        try fixture.desk.buildStatusList(0)
        #expect(Set(try (start + 5...end).map { try database.statusList(0, at: $0) }).count <= 2)
    }

    @Test func `a holder is reminded once before a document ends`() async throws {
        let fixture = try await minted(1)
        let end = fixture.desk.second + 10 * 86_400
        let new = try fixture.desk.replace(DocumentID(1), values: ["YXQ": "x"], expiry: end, by: fixture.clerk)
        try await fixture.work()
        let count = await fixture.ledger.items.count
        try await fixture.work()
        #expect(await fixture.ledger.items.count == count)
        #expect(try fixture.desk.database.document(new)?.expiry == end)
        // The document, the notice that the old one is superseded, the reminder.
        #expect(count == 1 + 3)
    }
}
