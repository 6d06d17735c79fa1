import Credentials
import Foundation
import IssuingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

@Suite("Another key for documents")
struct KeyTests {
    private let next = TestKey.own("police 2/es256")

    private func file(_ key: PrivateKey, _ purpose: KeyPurpose = .credential) throws -> KeyFile {
        try KeyFile(key, purpose: purpose, name: "police")
    }

    /// The document that a holder was given, as text.
    private func credential(_ number: String, _ fixture: DeskFixture) async throws -> String {
        let wallet = try #require(fixture.directory.wallet(number))
        let tag = wallet.pairSecret.tag(0)
        let item = try #require(await fixture.ledger.items.first { $0.tag == StrongroomTag(tag.digest) })
        let delivery = try Delivery(opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
        guard case .document(let document) = delivery else { throw LedgerAway("it is no document") }
        return document.credential
    }

    private func check(_ text: String, _ desk: Desk) throws {
        let published = PublishedKeys(issuer: desk.configuration.url, keys: try desk.publishedKeys())
        let trust = IssuerTrust.published(issuer: published.issuer, published.keys)
        _ = try DocumentCheck(trust).verified(text, holder: .none, at: desk.second)
    }

    @Test func `both keys are published, and documents of both are good`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let former = try fixture.desk.publishedKeys()
        let old = try await credential("N0", fixture)
        let list = try #require(try fixture.desk.database.statusList(0)?.token)
        try fixture.desk.replaceKeys(try file(next), certificates: [], by: fixture.admin)

        let desk = try fixture.reopened()
        #expect(try desk.publishedKeys() == [next.publicKey] + former)
        try fixture.directory.open(["N1"])
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work(desk)
        let new = try await credential("N1", fixture)
        try check(old, desk)
        try check(new, desk)
        let alone = IssuerTrust.registered([next.publicKey])
        _ = try DocumentCheck(alone).verified(new, holder: .none, at: desk.second)
        #expect(throws: (any Error).self) {
            try DocumentCheck(alone).verified(old, holder: .none, at: desk.second)
        }
        let again = try #require(try desk.database.statusList(0)?.token)
        #expect(again != list)
        #expect(again.split(separator: ".").first != list.split(separator: ".").first, "its header names the new key")
    }

    @Test func `a key that is used, was used, or is none for documents does not take the place`() async throws {
        let fixture = try await DeskFixture.make()
        let first = TestKey.own("police/es256")
        #expect(throws: DeskRefusal.keyWasUsed) {
            try fixture.desk.replaceKeys(try file(first), certificates: [], by: fixture.admin)
        }
        #expect(throws: DeskRefusal.notACredentialKey) {
            try fixture.desk.replaceKeys(
                try file(TestMember.police.key, .statement), certificates: [], by: fixture.admin)
        }
        try fixture.desk.replaceKeys(try file(next), certificates: [], by: fixture.admin)
        let desk = try fixture.reopened()
        #expect(throws: DeskRefusal.keyWasUsed) {
            try desk.replaceKeys(try file(first), certificates: [], by: fixture.admin)
        }
    }

    @Test func `certificates begin with that of the key`() async throws {
        let fixture = try await DeskFixture.make()
        let now = fixture.desk.second
        let subject = CertificateSubject(organization: "示例公安", commonName: "示例")
        let root = try CertificateAuthority.root(
            subject, key: TestKey.own("root/es256"), validity: now - 10...now + 1_000)
        let address = try #require(WebAddress("https://police.example"))
        let other = try root.certify(
            address, subject: subject, key: TestKey.own("other/es256").publicKey, validity: now - 10...now + 1_000)
        #expect(throws: DeskRefusal.otherCertificate) {
            try fixture.desk.replaceKeys(try file(next), certificates: [other], by: fixture.admin)
        }
        let own = try root.certify(
            address, subject: subject, key: next.publicKey, validity: now - 10...now + 1_000)
        try fixture.desk.replaceKeys(try file(next), certificates: [own], by: fixture.admin)
        #expect(try fixture.reopened().publishedKeys().first == next.publicKey)
    }

    @Test func `a replacement that was cut off leaves the former key, and is done again`() async throws {
        let fixture = try await DeskFixture.make()
        let before = try fixture.desk.publishedKeys()
        // What a process leaves that died after it had written the files.
        for name in ["credential-1.key", "certificates-1.pem"] {
            try Data("half".utf8).write(to: URL(fileURLWithPath: fixture.folder.path + "/" + name))
        }
        #expect(try fixture.reopened().publishedKeys() == before)
        try fixture.desk.replaceKeys(try file(next), certificates: [], by: fixture.admin)
        #expect(try fixture.reopened().publishedKeys() == [next.publicKey] + before)
        #expect(!FileManager.default.fileExists(atPath: fixture.folder.path + "/credential.key"))
    }

    @Test func `a backup has the key that signs now, and the former ones`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.desk.replaceKeys(try file(next), certificates: [], by: fixture.admin)
        let desk = try fixture.reopened()
        let backup = DeskFolder(fixture.folder.path + "-backup")
        let restored = DeskFolder(fixture.folder.path + "-restored")
        defer {
            try? FileManager.default.removeItem(atPath: backup.path)
            try? FileManager.default.removeItem(atPath: restored.path)
        }
        try desk.backUp(to: backup)
        try restored.restore(from: backup)
        let copy = try DeskFixture.open(restored, fixture.ledger, fixture.directory)
        #expect(try copy.publishedKeys() == desk.publishedKeys())
    }
}
