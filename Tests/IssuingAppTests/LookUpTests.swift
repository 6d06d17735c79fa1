import Accounts
import Importing
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

@Suite("Questions at the counter")
struct LookUpTests {
    private let code = TestType.identity.code
    private let window = Caller(name: "bank-window", roles: [.inquirer], kind: .machine)

    /// A desk with so many delivered documents, whose numbers may be asked for.
    private func delivered(_ count: Int = 3, identity: LookUpIdentity = .number) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(count)
        try fixture.directory.open((0..<count).map { "N\($0)" })
        try await fixture.work()
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: identity))
        try fixture.desk.set(rule, by: fixture.admin)
        return fixture
    }

    private func question(
        _ value: String, _ identity: String, key: String, clerk: String? = "7", ground: LegalGround = .statutoryDuty
    ) throws -> LookUpQuestion {
        try LookUpQuestion(
            key: "question-of-" + key.padded, type: code, path: "ZZBH", value: value, identity: identity,
            caseNumber: "2090-17", ground: ground, clerk: clerk)
    }

    /// Asks, lets the desk work while the ledger enters the question, and asks once more.
    private func answer(
        _ fixture: DeskFixture, _ question: LookUpQuestion, by caller: Caller? = nil
    ) async throws -> LookUpAnswer {
        try await fixture.desk.lookUp(question, by: caller ?? window, isSending: true)
    }

    private func found(_ answer: LookUpAnswer) throws -> FoundDocument {
        guard case .found(let found) = answer else { throw LedgerAway("it was missed") }
        return found
    }

    @Test func `the right number with the right holder is genuine, and the holder finds who asked`() async throws {
        let fixture = try await delivered()
        let told = try found(try await answer(fixture, try question("N1", "N1", key: "a")))
        #expect(told.standing == .inForce && told.since == nil && told.holders == 1)
        #expect(await fixture.ledger.count(.disclose) == 1)
        let key = try fixture.desk.disclosureKey(of: DocumentID(2), by: fixture.clerk)
        #expect(try await fixture.ledger.tags() == [key.tag(0)])
        _ = try await answer(fixture, try question("N1", "N1", key: "b"))
        #expect(try await fixture.ledger.tags() == [key.tag(0), key.tag(1)], "one after another, as wallets look")
        let json = LookUpAnswer.found(told).json
        guard case .object(let members) = json else { return }
        let names = Set(members.members.map(\.name))
        #expect(
            names == ["match", "lookUp", "inForce", "standing", "since", "rightsHolders", "asOf", "height"],
            "and nothing of the holder")
    }

    @Test func `a wrong holder and an unknown number are told in the same bytes, and touch no document`() async throws {
        let fixture = try await delivered()
        let wrong = try await answer(fixture, try question("N1", "N2", key: "a"))
        let unknown = try await answer(fixture, try question("N99", "N2", key: "b"))
        #expect(wrong == .missed && unknown == .missed)
        #expect(wrong.json.compact == unknown.json.compact && wrong.json.compact == #"{"match":false}"#)
        try await fixture.work()
        // Both stand on the ledger under tags that no holder has.
        let entered = Set(try await fixture.ledger.tags())
        #expect(entered.count == 2)
        for document in 1...3 as ClosedRange<Int64> {
            let key = try fixture.desk.disclosureKey(of: DocumentID(document), by: fixture.clerk)
            #expect(!entered.contains(key.tag(0)))
        }
        let lines = try fixture.desk.accounts.auditLines(after: 0).filter { $0.action.hasPrefix("look-up") }
        #expect(lines.map(\.action) == ["look-up-rule-set", "look-up-miss", "look-up-miss"])
        #expect(lines.allSatisfy { !$0.facts.contains("N1") && !$0.subject.contains("N1") })
    }

    @Test func `a number is the same in full-width letters and with spaces`() async throws {
        let fixture = try await delivered()
        let told = try found(try await answer(fixture, try question("\u{ff2e} \u{ff11}", "n1", key: "a")))
        #expect(told.standing == .inForce)
    }

    @Test func `holders of one number are counted, and a name serves where the rule says so`() async throws {
        let fixture = try await delivered(2, identity: .name)
        let new = try fixture.desk.replace(DocumentID(2), values: ["ZZBH": "N0"], expiry: nil, by: fixture.clerk)
        try await fixture.work()
        #expect(try fixture.desk.database.document(new)?.stage == .delivered)
        let told = try found(try await answer(fixture, try question("N0", "示例0", key: "a")))
        #expect(told.holders == 2)
        let second = try found(try await answer(fixture, try question("N0", "示例1", key: "b")))
        #expect(second.holders == 2)
        let missed = try await answer(fixture, try question("N0", "N0", key: "c"))
        #expect(missed == .missed)
    }

    @Test func `what is no longer in force is told as that, with the day`() async throws {
        let fixture = try await delivered()
        let change = try StatusChange(state: .suspended, reason: .underReview, text: "", legalBasis: "示例法")
        _ = try fixture.desk.propose(change, of: [DocumentID(1)], by: fixture.clerk)
        try await fixture.work()
        let told = try found(try await answer(fixture, try question("N0", "N0", key: "a")))
        #expect(told.standing == .suspended && told.since != nil && told.holders == 0)
        let end = fixture.desk.second + 1_000
        let new = try fixture.desk.replace(DocumentID(2), values: ["YXQ": "短期"], expiry: end, by: fixture.clerk)
        try await fixture.work()
        #expect(try found(try await answer(fixture, try question("N1", "N1", key: "b"))).standing == .inForce)
        try await fixture.ledger.pass(seconds: 2_000)
        let over = try found(try await answer(fixture, try question("N1", "N1", key: "c")))
        #expect(over.standing == .expired && over.since == end)
        #expect(try fixture.desk.database.document(new)?.state == .inForce)
    }

    @Test func `a document that is not on the ledger matches nothing`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: .number))
        try fixture.desk.set(rule, by: fixture.admin)
        let missed = try await answer(fixture, try question("N0", "N0", key: "a"))
        #expect(missed == .missed)
        try fixture.directory.open(["N0"])
        try await fixture.desk.pass(fixture)
        let told = try found(try await answer(fixture, try question("N0", "N0", key: "b")))
        #expect(told.standing == .inForce)
    }

    @Test func `a rule has one to four fields that the type has, and an admin sets it`() async throws {
        let fixture = try await DeskFixture.make()
        for keys in [[], ["ZZBH", "ZZBH"], ["A", "B", "C", "D", "E"]] {
            #expect(LookUpRule(checking: code, keys: keys, identity: .number) == nil)
        }
        let unknown = try #require(LookUpRule(checking: code, keys: ["ZZBH", "NONE"], identity: .number))
        #expect(throws: DeskRefusal.badLookUp("NONE")) { try fixture.desk.set(unknown, by: fixture.admin) }
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: .name))
        #expect(throws: AccountRefusal.self) { try fixture.desk.set(rule, by: fixture.clerk) }
        try fixture.desk.set(rule, by: fixture.admin)
        #expect(try fixture.desk.database.lookUpRules() == [rule])
    }

    @Test func `the limits of a desk stand in its file, all of them or none`() throws {
        var settings = DeskConfiguration(
            member: TestMember.police.id, name: Bilingual(zh: "示例", en: "Sample"), url: "http://127.0.0.1:1",
            isSocial: false, nodes: [], registrar: nil)
        settings.lookUps.misses = 3
        settings.lookUps.documentQuestions = 40
        #expect(try DeskConfiguration(parsing: settings.text) == settings)
        let none = settings.text.replacing("\"misses\": 3", with: "\"misses\": 0")
        #expect(none != settings.text)
        #expect(throws: JSONError.self) { try DeskConfiguration(parsing: none) }
    }

    @Test func `only what the rule names is answered, to those who may ask, on a ground that allows it`() async throws {
        let fixture = try await delivered(1)
        let other = try LookUpQuestion(
            key: "question-of-another-field", type: code, path: "XM", value: "示例0", identity: "N0",
            caseNumber: "1", ground: .complaint, clerk: nil)
        await #expect(throws: DeskRefusal.lookUpNotOffered(code)) {
            try await fixture.desk.lookUp(other, by: window)
        }
        let asked = try question("N0", "N0", key: "a")
        await #expect(throws: AccountRefusal.self) {
            try await fixture.desk.lookUp(asked, by: Caller(name: "x", roles: [.auditor], kind: .person))
        }
        #expect(throws: DeskRefusal.badLookUp("ground")) { try question("N0", "N0", key: "b", ground: .supervision) }
        #expect(throws: DeskRefusal.badLookUp("case")) {
            try LookUpQuestion(
                key: "question-without-a-case", type: code, path: "ZZBH", value: "N0", identity: "N0", caseNumber: " ",
                ground: .complaint, clerk: nil)
        }
        try fixture.desk.removeLookUpRule(of: code, by: fixture.admin)
        await #expect(throws: DeskRefusal.lookUpNotOffered(code)) {
            try await fixture.desk.lookUp(asked, by: window)
        }
        #expect(await fixture.ledger.count(.disclose) == 0)
    }
}

extension String {
    /// Long enough for a key.
    fileprivate var padded: String { self + String(repeating: "-", count: 8) }
}

extension Desk {
    /// Holders who had no wallet are asked for again, and everything goes on.
    fileprivate func pass(_ fixture: DeskFixture) async throws {
        try askAgainForPending()
        try await fixture.work()
    }
}
