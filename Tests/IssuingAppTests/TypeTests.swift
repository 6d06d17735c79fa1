import Accounts
import Importing
import IssuingApp
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Types and the ledger")
struct TypeTests {
    private let code = TestType.identity.code

    private var second: TypeDefinition {
        TypeDefinition(
            type: TestType.identity.definition(paths: TestType.paths + ["BZ"]), version: 2, isNationalCode: false)
    }

    /// Documents that are bound and would be signed next.
    private func waiting(_ count: Int = 3) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(count)
        try fixture.directory.open((0..<count).map { "N\($0)" })
        return fixture
    }

    private func approve(_ change: TypeChange, _ fixture: DeskFixture) async throws -> ApprovalID {
        let approval = try await fixture.desk.propose(change, text: "示例", by: fixture.clerk)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        _ = try await fixture.desk.settle(approval, isSending: true, patienceSeconds: 5)
        return approval
    }

    private func held(_ fixture: DeskFixture) throws -> [String] { try fixture.desk.database.heldTypes().map(\.code) }

    @Test func `retiring takes two persons, stops minting, and leaves old documents as they are`() async throws {
        let fixture = try await waiting()
        try await fixture.work()
        let approval = try await fixture.desk.propose(.retire(code), text: "被新证取代", by: fixture.clerk)
        await #expect(throws: DeskRefusal.alreadyProposed(approval)) {
            try await fixture.desk.propose(.retire(code), text: "", by: fixture.clerk)
        }
        try await fixture.work()
        #expect(await fixture.ledger.count(.retireType) == 0)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        let acts = try await fixture.desk.settle(approval, isSending: true, patienceSeconds: 5)
        #expect(acts.map(\.stage) == [.final] && acts.allSatisfy { $0.height != nil })
        #expect(await fixture.ledger.count(.retireType) == 1)

        try fixture.importRows(4)
        try fixture.directory.open(["N3"])
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
        #expect(try held(fixture) == ["type-retired"])
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 3, .bound: 1])
        let change = try StatusChange(
            state: .suspended, reason: .underReview, text: "", legalBasis: "示例法")
        _ = try fixture.desk.propose(change, of: [DocumentID(1)], by: fixture.clerk)
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .suspended)
        await #expect(throws: DeskRefusal.typeRetired(code)) {
            try await fixture.desk.propose(.retire(code), text: "", by: fixture.clerk)
        }
        await #expect(throws: DeskRefusal.typeRetired(code)) {
            try await fixture.desk.makeApplicationOffer(
                code, holder: HolderName(kind: "999", number: "N9", name: "示例九"), by: fixture.clerk)
        }
    }

    @Test func `an accreditation that is over holds documents until it is given again`() async throws {
        let fixture = try await waiting()
        // In the second of the fixture's own accreditation, the same words would be the same statement.
        try await fixture.ledger.pass(seconds: 1)
        let over = Period(from: 0, until: 1)
        _ = try await approve(.accredit(code, issuer: TestMember.police.id, period: over), fixture)
        try await fixture.work()
        #expect(try held(fixture) == ["not-accredited"])
        #expect(await fixture.ledger.records.isEmpty)
        let again = Period(from: 0, until: nil)
        _ = try await approve(.accredit(code, issuer: TestMember.police.id, period: again), fixture)
        try await fixture.ledger.pass(seconds: 11)
        try await fixture.work()
        #expect(try held(fixture) == [])
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 3])
    }

    @Test func `what is said twice in one second, with its contrary between, is three acts`() async throws {
        let fixture = try await waiting(1)
        try await fixture.ledger.pass(seconds: 1)
        let before = await fixture.ledger.count(.accredit)
        let again = Period(from: 0, until: nil)
        let second = fixture.desk.second
        for period in [again, Period(from: 0, until: 1), again] {
            _ = try await approve(.accredit(code, issuer: TestMember.police.id, period: period), fixture)
        }
        #expect(fixture.desk.second == second)
        #expect(await fixture.ledger.count(.accredit) == before + 3)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.delivered: 1])
    }

    @Test func `a batch whose type was retired on its way is bound again, and held`() async throws {
        let fixture = try await waiting()
        await fixture.ledger.fail(.mute)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.signed: 3])
        await fixture.ledger.fail(nil)
        try await fixture.ledger.commit([.retireType(RetireType(code: code))], by: .member(.police))
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.signed: 3])
        try await fixture.ledger.pass(seconds: 301)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.bound: 3])
        #expect(try held(fixture) == ["type-retired"])
        #expect(await fixture.ledger.records.isEmpty)
    }

    @Test func `a type that is held does not hold the others`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.desk.load(second)
        let text = try fixture.mapping().readable.compact.replacing("\"version\":1", with: "\"version\":2")
        _ = try fixture.desk.startImport(
            try fixture.table(2), mapping: try Mapping(parsing: Array(text.utf8)), isDry: false, by: fixture.clerk)
        try fixture.importRows(2)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        #expect(try held(fixture) == ["version-not-on-ledger"])
        #expect(try fixture.desk.database.stageCounts() == [.bound: 2, .delivered: 2])
    }

    @Test func `a new version is published by its owner, in its order, and is minted from then on`() async throws {
        let fixture = try await waiting()
        await #expect(throws: DeskRefusal.unknownType(code, version: 2)) {
            try await fixture.desk.propose(.update(code, version: 2), text: "", by: fixture.clerk)
        }
        try fixture.desk.load(second)
        await #expect(throws: DeskRefusal.versionNotOnLedger(code, 2, newest: 1)) {
            try await fixture.desk.checkMintable(code, 2)
        }
        _ = try await approve(.update(code, version: 2), fixture)
        try await fixture.work()
        #expect(await fixture.ledger.count(.updateType) == 1)
        try await fixture.desk.checkMintable(code, 2)
        try await fixture.desk.checkMintable(code, 1)
        await #expect(throws: DeskRefusal.wrongVersion(code, 2, expected: 3)) {
            try await fixture.desk.propose(.update(code, version: 2), text: "", by: fixture.clerk)
        }
        guard case .object(let report) = try await fixture.desk.report(of: code).json else { return }
        #expect(report["minted"] == true && report["versions"] == [1, 2])
    }

    @Test func `another definition than the ledger's is not minted`() async throws {
        let fixture = try await DeskFixture.make()
        let act = UpdateType(version: 2, type: TestType.identity.definition(paths: ["XM", "ZZBH"]))
        try await fixture.ledger.commit([.updateType(act)], by: .member(.police))
        try fixture.desk.load(second)
        await #expect(throws: DeskRefusal.definitionDiffers(code, 2)) {
            try await fixture.desk.checkMintable(code, 2)
        }
    }

    @Test func `types of others, and types that nobody registered, are refused`() async throws {
        let fixture = try await DeskFixture.make()
        let marriage = TestType.marriage
        let foreign = TypeDefinition(type: marriage.definition(), version: 1, isNationalCode: false)
        try fixture.desk.load(foreign)
        await #expect(throws: DeskRefusal.typeNotOnLedger(marriage.code)) {
            try await fixture.desk.checkMintable(marriage.code, 1)
        }
        await #expect(throws: DeskRefusal.notOwner(marriage.code, owner: TestMember.civilAffairs.id)) {
            try await fixture.desk.registration(of: marriage.code, by: fixture.clerk)
        }
        await #expect(throws: DeskRefusal.typeOnLedger(code)) {
            try await fixture.desk.registration(of: code, by: fixture.clerk)
        }
        let own = TypeDefinition(
            type: TestType.property.definition(owner: .police), version: 1, isNationalCode: false)
        try fixture.desk.load(own)
        #expect(try await fixture.desk.registration(of: TestType.property.code, by: fixture.clerk) == own)
    }

    @Test func `a type with a field that nobody classified is neither registered nor published`() async throws {
        let fixture = try await waiting()
        let type = TestType.identity.definition(paths: TestType.paths + ["BZ"])
        var details = TypeDetails(of: type)
        for place in details.fields.indices.dropLast() { details.fields[place].fieldClass = FieldClass("P1.01") }
        try fixture.desk.load(TypeDefinition(type: type, version: 2, isNationalCode: false, details: details))
        await #expect(throws: DeskRefusal.unclassifiedFields(code, paths: ["BZ"])) {
            try await fixture.desk.propose(.update(code, version: 2), text: "", by: fixture.clerk)
        }
        let own = TestType.property.definition(owner: .police)
        try fixture.desk.load(
            TypeDefinition(type: own, version: 1, isNationalCode: false, details: TypeDetails(of: own)))
        await #expect(throws: DeskRefusal.unclassifiedFields(own.code, paths: own.fields.map(\.path))) {
            try await fixture.desk.registration(of: own.code, by: fixture.clerk)
        }
    }

    @Test func `what is proposed while no node answers is filed, and the ledger decides`() async throws {
        let fixture = try await DeskFixture.make()
        await fixture.ledger.fail(.away)
        try await fixture.desk.checkMintable(code, 1)
        let unknown = TestType.marriage.code
        let approval = try await approve(.retire(unknown), fixture)
        try await fixture.work()
        await fixture.ledger.fail(nil)
        try await fixture.work()
        let act = try #require(try fixture.desk.database.acts(of: approval).first)
        #expect(act.stage == .refused && act.refusal?.code == "unknown-type")
    }

    @Test func `a proposal that nobody decided in time is overdue`() async throws {
        let fixture = try await DeskFixture.make()
        let approval = try await fixture.desk.propose(.retire(code), text: "", by: fixture.clerk)
        try await fixture.ledger.pass(seconds: Proposal.lifetimeSeconds)
        #expect(throws: DeskRefusal.approvalOverdue(approval)) {
            try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        }
        #expect(try fixture.desk.database.approvals(isOpen: true, at: fixture.desk.second).isEmpty)
        #expect(try await fixture.desk.propose(.retire(code), text: "", by: fixture.clerk) != approval)
    }
}
