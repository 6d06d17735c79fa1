import Credentials
import Hummingbird
import HummingbirdTesting
import Importing
import IssuingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

@Suite("Versions of a type")
struct VersionTests {
    private let code = TestType.identity.code

    /// The newest document in the mailbox of a number.
    private func credential(_ number: String, at place: UInt64, _ fixture: DeskFixture) async throws -> String? {
        let wallet = try #require(fixture.directory.wallet(number))
        let tag = wallet.pairSecret.tag(place)
        let item = try #require(await fixture.ledger.items.first { $0.tag == StrongroomTag(tag.digest) })
        let delivery = try Delivery(opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
        guard case .document(let document) = delivery else { return nil }
        return document.credential
    }

    private func metadata(_ version: UInt64, _ fixture: DeskFixture) async throws -> [UInt8] {
        let server = DeskServer(fixture.desk, logger: DeskServerTests.logger)
        return try await server.application().test(.router) { client in
            let answer = try await client.execute(uri: "/types/\(code)/\(version)", method: .get)
            #expect(answer.status == .ok)
            return Array(answer.body.readableBytesView)
        }
    }

    private func publishSecond(_ fixture: DeskFixture) async throws {
        let type = TestType.identity.definition(paths: TestType.paths + ["BZ"])
        try fixture.desk.load(TypeDefinition(type: type, version: 2, isNationalCode: false))
        let approval = try await fixture.desk.propose(.update(code, version: 2), text: "", by: fixture.clerk)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        _ = try await fixture.desk.settle(approval, isSending: true, patienceSeconds: 5)
        try await fixture.desk.checkMintable(code, 2)
    }

    @Test func `a new version leaves the text of the old one, and old documents verify against it`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let old = try #require(try await credential("N0", at: 0, fixture))
        let first = try await metadata(1, fixture)
        try await publishSecond(fixture)
        #expect(try await metadata(1, fixture) == first)
        let second = try await metadata(2, fixture)
        #expect(second != first)

        let keys = PublishedKeys(issuer: fixture.desk.configuration.url, keys: [TestKey.own("police/es256").publicKey])
        let check = DocumentCheck(.published(issuer: keys.issuer, keys.keys))
        func verified(_ text: String) throws -> VerifiedDocument {
            try check.verified(text, holder: .none, at: fixture.desk.second)
        }
        #expect(try verified(old).type == keys.issuer + "/types/\(code)/1")
        #expect(try verified(old).typeIntegrity == TypeMetadata.integrity(of: first))

        // A document of the new version stands beside it.
        let text = try fixture.mapping().readable.compact.replacing("\"version\":1", with: "\"version\":2")
        _ = try fixture.desk.startImport(
            try fixture.table(2, name: "second.csv"), mapping: try Mapping(parsing: Array(text.utf8)), isDry: false,
            by: fixture.clerk)
        try fixture.directory.open(["N1"])
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
        let new = try #require(try await credential("N1", at: 0, fixture))
        #expect(try verified(new).type == keys.issuer + "/types/\(code)/2")
        #expect(try verified(new).typeIntegrity == TypeMetadata.integrity(of: second))
        #expect(try verified(old).typeIntegrity == TypeMetadata.integrity(of: try await metadata(1, fixture)))
    }
}
