import Foundation
import Logging
import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct FolderTests {
    @Test func `nothing in the files tells of a case, a holder or a key`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, caseNumber: "示例案 99", clerk: "示例柜员"))
        let words = ["示例案 17", "示例案 99", "示例柜员", "示例凭证甲", "示例说明"]
        for name in try FileManager.default.contentsOfDirectory(atPath: desk.folder.path) {
            let bytes = try Data(contentsOf: URL(filePath: desk.folder.path + "/" + name))
            for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)") }
        }
        #expect(try desk.desk.matters(named: "示例案 99").map(\.session.grant) == [grant])
    }

    @Test func `the owner alone reads the files`() async throws {
        let desk = try await TestDesk.make()
        for name in try FileManager.default.contentsOfDirectory(atPath: desk.folder.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: desk.folder.path + "/" + name)
            let mode = try #require(attributes[.posixPermissions] as? NSNumber)
            #expect(mode.intValue & 0o077 == 0, "\(name)")
        }
    }

    @Test func `a folder is made once, and opens for its own key and ledger alone`() async throws {
        let desk = try await TestDesk.make()
        let town = desk.town
        let founding = RelyingFolder.Founding(
            configuration: desk.desk.configuration, genesis: town.known.genesis.encoded,
            statementKey: try KeyFile(TestMember.bank.key, purpose: .statement, name: "bank"),
            sealingKey: SealingPrivateKey(), passphrase: nil)
        #expect(throws: RelyingFailure.self) { try desk.folder.found(founding, now: 0) }
        #expect(throws: RelyingFailure.self) {
            try TestDesk.open(RelyingFolder(desk.folder.path + "-none"), town)
        }
        let other = try await TestDesk.make()
        try FileManager.default.removeItem(atPath: other.folder.storageKey)
        try FileManager.default.copyItem(atPath: desk.folder.storageKey, toPath: other.folder.storageKey)
        #expect(throws: RelyingFailure.wrongStorageKey) { try TestDesk.open(other.folder, town) }
    }

    @Test func `older sealing keys are kept`() async throws {
        let desk = try await TestDesk.make()
        let newer = SealingPrivateKey()
        try desk.desk.add(newer)
        try desk.desk.add(desk.sealingKey)
        #expect(try Set(desk.desk.sealingKeys()) == [newer.publicKey, desk.sealingKey.publicKey])
        // What is sealed to the registered one, now the older, still opens.
        #expect(try await desk.desk.use(UseOrder(grant: try await desk.granted(), clerk: "示例")).state == .opened)
    }

    @Test func `settings are read strictly`() throws {
        let settings = RelyingConfiguration(
            member: TestMember.bank.id, url: "https://bank.example/", nodes: ["http://127.0.0.1:7101"])
        #expect(try RelyingConfiguration(parsing: settings.text) == settings)
        #expect(settings.url == "https://bank.example")
        for text in ["{}", settings.text.replacing("\"port\"", with: "\"ports\""), settings.text + "x"] {
            #expect(throws: JSONError.self) { try RelyingConfiguration(parsing: text) }
        }
    }
}
