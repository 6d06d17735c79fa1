import Accounts
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// A ledger that is away, a desk that is killed, a clerk who guesses.
@Suite("Trouble at the counter")
struct LookUpTroubleTests {
    private let code = TestType.identity.code
    private let window = Caller(name: "bank-window", roles: [.inquirer], kind: .machine)

    private func delivered(_ count: Int = 2) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(count)
        try fixture.directory.open((0..<count).map { "N\($0)" })
        try await fixture.work()
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: .number))
        try fixture.desk.set(rule, by: fixture.admin)
        return fixture
    }

    private func question(_ value: String, _ identity: String, key: Int, clerk: String = "7") throws -> LookUpQuestion {
        try LookUpQuestion(
            key: "question-of-a-window-\(key)", type: code, path: "ZZBH", value: value, identity: identity,
            caseNumber: "2090-17", ground: .statutoryDuty, clerk: clerk)
    }

    private func kinds(_ fixture: DeskFixture) throws -> [LookUpAlert.Kind: UInt64] {
        let alerts = try fixture.desk.database.lookUpAlerts(isOpen: true)
        return Dictionary(alerts.map { ($0.kind, $0.count) }, uniquingKeysWith: +)
    }

    @Test func `while the ledger is away neither a match nor a miss is told, and nothing is counted`() async throws {
        let fixture = try await delivered()
        for trouble in [DeskLedger.Trouble.away, nil] {
            await fixture.ledger.fail(trouble)
            // A ledger that answers and stands still is as good as away.
            if trouble == nil { fixture.ledger.time.pass(milliseconds: 86_400_000) }
            for (key, value) in ["N0", "N1", "N77"].enumerated() {
                await #expect(throws: DeskRefusal.lookUpUnchecked) {
                    try await fixture.desk.lookUp(try question(value, "N0", key: key), by: window)
                }
            }
        }
        #expect(try fixture.desk.database.lookUps(of: nil).isEmpty && kinds(fixture).isEmpty)
        try await fixture.ledger.pass(seconds: 1)
        let told = try await fixture.desk.lookUp(try question("N0", "N0", key: 0), by: window, isSending: true)
        #expect(told != .missed)
    }

    @Test func `while the ledger takes no entry a match and a miss are told alike, and guessing shows nothing`()
        async throws
    {
        let fixture = try await delivered()
        await fixture.ledger.fail(.mute)
        let values = (0..<9).map { $0 == 4 ? "N0" : "G\($0)" }
        for (key, value) in values.enumerated() {
            await #expect(throws: DeskRefusal.lookUpUnchecked, "\(value)") {
                let asked = try question(value, "N0", key: key)
                _ = try await fixture.desk.lookUp(asked, by: window, isSending: true, patienceSeconds: 1)
            }
        }
        // More than five were wrong, and nobody rests: a rest would tell how many.
        #expect(try kinds(fixture).isEmpty)
        await fixture.ledger.fail(nil)
        var told: [Bool] = []
        for (key, value) in values.enumerated() {
            let asked = try question(value, "N0", key: key)
            do {
                told.append(try await fixture.desk.lookUp(asked, by: window, isSending: true) != .missed)
            } catch DeskRefusal.lookUpResting { continue }
        }
        #expect(told == [false, false, false, false, true, false])
        #expect(try kinds(fixture) == [.misses: 1, .guessing: 3])
        let entered = try await fixture.ledger.tags()
        #expect(entered.count == 9 && Set(entered).count == 9)
    }

    @Test func `a question that missed is entered once, and what opens its entry is kept`() async throws {
        let fixture = try await delivered()
        let asked = try question("N77", "N0", key: 1)
        await #expect(throws: DeskRefusal.lookUpUnchecked) {
            try await fixture.desk.lookUp(asked, by: window, patienceSeconds: 0)
        }
        try await fixture.work()
        for _ in 0..<2 {
            #expect(try await fixture.desk.lookUp(asked, by: window, patienceSeconds: 0) == .missed)
        }
        #expect(await fixture.ledger.count(.disclose) == 1)
        let kept = try #require(try fixture.desk.database.lookUps(of: nil).first)
        #expect(kept.document == nil && kept.height != nil)
        #expect(try fixture.desk.lookUpReport(kept.id, by: fixture.clerk).compact.contains("2090-17"))
        try await fixture.ledger.pass(seconds: 90_000)
        let other = try question("N0", "N0", key: 2)
        #expect(try await fixture.desk.lookUp(other, by: window, isSending: true) != .missed)
        await #expect(throws: DeskRefusal.lookUpKeyTaken) { try await fixture.desk.lookUp(asked, by: window) }
    }

    @Test func `a question that was cut off before its answer is entered once`() async throws {
        let fixture = try await delivered()
        let asked = try question("N0", "N0", key: 1)
        await fixture.ledger.fail(.mute)
        await #expect(throws: DeskRefusal.lookUpUnchecked) {
            try await fixture.desk.lookUp(asked, by: window, isSending: true, patienceSeconds: 1)
        }
        // The process dies here; another one finds the question, signed or not.
        let reopened = try fixture.reopened()
        await #expect(throws: DeskRefusal.lookUpUnchecked) {
            try await reopened.lookUp(asked, by: window, patienceSeconds: 0)
        }
        await fixture.ledger.fail(.answerLost)
        try await fixture.work(reopened)
        let told = try await reopened.lookUp(asked, by: window, patienceSeconds: 0)
        #expect(try await reopened.lookUp(asked, by: window, patienceSeconds: 0) == told)
        #expect(await fixture.ledger.count(.disclose) == 1)
        #expect(try reopened.database.lookUps(of: DocumentID(1)).count == 1)
        let other = try question("N1", "N1", key: 1)
        await #expect(throws: DeskRefusal.lookUpKeyTaken) { try await reopened.lookUp(other, by: window) }
    }

    @Test func `where another reading has taken the tag, the question takes the next one`() async throws {
        let fixture = try await delivered()
        let key = try fixture.desk.disclosureKey(of: DocumentID(1), by: fixture.clerk)
        let details = try #require(DisclosureDetails(caseNumber: "1", fields: [], text: ""))
        let act = Act.disclose(
            Disclose(
                ground: LegalGround.courtOrder.rawValue, details: Opening(details).commitment, mark: .tag(key.tag(0))))
        try await fixture.ledger.commit([act], by: .member(.police))
        let told = try await fixture.desk.lookUp(try question("N0", "N0", key: 1), by: window, isSending: true)
        #expect(told != .missed)
        #expect(try await fixture.ledger.tags() == [key.tag(0), key.tag(1)])
    }

    @Test func `a thousand guesses of one window are five looks, and are reported`() async throws {
        let fixture = try await delivered()
        var refused = 0
        for guess in 0..<1_000 {
            do {
                let asked = try question("N0", "G\(guess)", key: guess)
                let told = try await fixture.desk.lookUp(asked, by: window, isSending: true)
                #expect(told == .missed && guess < 5)
            } catch let refusal as DeskRefusal {
                guard case .lookUpResting = refusal else { throw refusal }
                refused += 1
            }
        }
        #expect(refused == 995)
        #expect(try kinds(fixture) == [.misses: 1, .guessing: 995])
        let right = try question("N0", "N0", key: 5_000)
        await #expect(throws: DeskRefusal.self, "the right one is not answered either") {
            try await fixture.desk.lookUp(right, by: window)
        }
        #expect(await fixture.ledger.count(.disclose) == 5)
        let neighbour = try question("N0", "N0", key: 5_001, clerk: "8")
        #expect(try await fixture.desk.lookUp(neighbour, by: window, isSending: true) != .missed)
        let alert = try #require(try fixture.desk.database.lookUpAlerts(isOpen: true).first)
        #expect(throws: AccountRefusal.self) { try fixture.desk.markSeen(alert.id, by: fixture.clerk) }
        try fixture.desk.markSeen(alert.id, by: fixture.approver)
        #expect(try fixture.desk.database.lookUpAlerts(isOpen: true).count == 1)
        #expect(try fixture.desk.database.lookUpAlerts(isOpen: false).count == 2)
    }

    @Test func `each rest is twice the one before, and a desk that starts anew remembers it`() async throws {
        let fixture = try await delivered()
        var key = 0
        for hours in [1, 2, 4] as [UInt64] {
            for _ in 0..<5 {
                key += 1
                let asked = try question("N0", "wrong", key: key)
                #expect(try await fixture.desk.lookUp(asked, by: window, isSending: true) == .missed)
            }
            let reopened = try fixture.reopened()
            let asked = try question("N0", "N0", key: key + 10_000)
            await #expect(throws: DeskRefusal.lookUpResting(seconds: hours * 3_600)) {
                try await reopened.lookUp(asked, by: window)
            }
            try await fixture.ledger.pass(seconds: hours * 3_600)
        }
    }

    @Test func `clerks of one office rest together when they are wrong together`() async throws {
        let fixture = try await delivered()
        for guess in 0..<20 {
            let asked = try question("N0", "wrong", key: guess, clerk: "\(guess)")
            #expect(try await fixture.desk.lookUp(asked, by: window, isSending: true) == .missed)
        }
        let asked = try question("N0", "N0", key: 100, clerk: "another")
        await #expect(throws: DeskRefusal.self) { try await fixture.desk.lookUp(asked, by: window) }
        let other = Caller(name: "notary-window", roles: [.inquirer], kind: .machine)
        #expect(try await fixture.desk.lookUp(asked, by: other, isSending: true) != .missed)
    }

    @Test func `one document that is asked for again and again is reported`() async throws {
        let fixture = try await delivered()
        for key in 0..<10 {
            _ = try await fixture.desk.lookUp(try question("N0", "N0", key: key), by: window, isSending: true)
        }
        #expect(try kinds(fixture).isEmpty)
        _ = try await fixture.desk.lookUp(try question("N0", "N0", key: 10), by: window, isSending: true)
        #expect(try kinds(fixture) == [.oftenAsked: 1])
    }
}
