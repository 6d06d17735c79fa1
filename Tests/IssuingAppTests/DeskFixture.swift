import Accounts
import Foundation
import Importing
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing
import Synchronization
import TestSupport
import Testing

/// A desk of the police in a folder of its own, over a ledger in memory, with staff and holders who have wallets.
final class DeskFixture: Sendable {
    let folder: DeskFolder
    let desk: Desk
    let ledger: DeskLedger
    let directory: TestDirectory
    let clerk = Caller(name: "li.si", roles: [.clerk], kind: .person)
    let approver = Caller(name: "zhao.wu", roles: [.approver], kind: .person)
    let admin = Caller(name: "setup", roles: [.admin], kind: .console)

    private init(folder: DeskFolder, desk: Desk, ledger: DeskLedger, directory: TestDirectory) {
        self.folder = folder
        self.desk = desk
        self.ledger = ledger
        self.directory = directory
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    /// A desk whose type is registered and accredited.
    static func make() async throws -> DeskFixture {
        let ledger = try DeskLedger()
        let credential = TestKey.own("police/es256")
        let member = TestMember.police.details(keys: [
            MemberKey(key: TestMember.police.key.publicKey, from: 0, until: nil),
            MemberKey(key: credential.publicKey, from: 0, until: nil),
        ])
        try await ledger.commit(
            [
                .registerMember(
                    RegisterMember(
                        sequence: await ledger.sequence, member: TestMember.police.id, details: member))
            ], by: .allGovernors)
        try await ledger.pass(seconds: 60)
        try await ledger.commit(
            [.registerType(RegisterType(sequence: await ledger.sequence, type: TestType.identity.definition()))],
            by: .twoGovernors)
        try await ledger.pass(seconds: 60)
        let accredit = Accredit(
            code: TestType.identity.code, issuer: TestMember.police.id, period: Period(from: 0, until: nil))
        try await ledger.commit([.accredit(accredit)], by: .member(.police))
        let folder = DeskFolder(NSTemporaryDirectory() + "desk-" + Hex.encode(Random.bytes(8)))
        try folder.found(
            DeskFolder.Founding(
                configuration: configuration, genesis: ledger.genesis.encoded,
                statementKey: try KeyFile(TestMember.police.key, purpose: .statement, name: "police"),
                credentialKey: try KeyFile(credential, purpose: .credential, name: "police"), certificates: [],
                height: try await ledger.head().height.value))
        let directory = TestDirectory()
        let desk = try open(folder, ledger, directory)
        try desk.load(TypeDefinition(type: TestType.identity.definition(), version: 1, isNationalCode: false))
        return DeskFixture(folder: folder, desk: desk, ledger: ledger, directory: directory)
    }

    private static var configuration: DeskConfiguration {
        var configuration = DeskConfiguration(
            member: TestMember.police.id, name: Bilingual(zh: "示例公安", en: "Sample police"),
            url: "http://127.0.0.1:7401", isSocial: false, nodes: ["http://127.0.0.1:7101"],
            registrar: "http://127.0.0.1:7301")
        configuration.batchSize = 64
        return configuration
    }

    /// The desk as a process opens it that has just started.
    static func open(_ folder: DeskFolder, _ ledger: DeskLedger, _ directory: TestDirectory) throws -> Desk {
        let desk = try folder.open { _, _, _ in DeskDoors(ledger: ledger, directory: directory) }
        return desk.clocked(ledger.time.clock)
    }

    /// The same desk after a restart.
    func reopened() throws -> Desk { try DeskFixture.open(folder, ledger, directory) }

    /// A table of so many people with a mapping; every hundredth row has no name, which the type requires.
    func table(_ count: Int, name: String = "table.csv", faultyEvery: Int = 0) throws -> String {
        var lines = ["name,number,kind,until"]
        for number in 0..<count {
            let isFaulty = faultyEvery > 0 && number % faultyEvery == faultyEvery - 1
            lines.append("\(isFaulty ? "" : "示例\(number)"),N\(number),999,")
        }
        let path = folder.path + "/" + name
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    func mapping() throws -> Mapping {
        try Mapping(
            parsing: Array(
                """
                {"format": "deedbox-mapping/1", "name": {"zh": "示例", "en": "sample"}, "source": {"kind": "csv"},
                 "type": {"code": "TESTIDENTITY", "version": 1}, "provenance": "digital",
                 "fields": [{"to": "XM", "column": "name"}, {"to": "ZZBH", "column": "number"}],
                 "holder": {"kind": {"column": "kind"}, "number": {"field": "ZZBH"}, "name": {"field": "XM"}},
                 "key": ["ZZBH"], "ignore": ["until"]}
                """.utf8))
    }

    /// Imports a table of so many rows.
    @discardableResult
    func importRows(_ count: Int, faultyEvery: Int = 0) throws -> StoredRun {
        let run = try desk.startImport(
            try table(count, faultyEvery: faultyEvery), mapping: try mapping(), isDry: false, by: clerk)
        try desk.database.markTold(run.id, at: desk.second)
        return run
    }

    /// Works until nothing moves.
    @discardableResult
    func work(_ desk: Desk? = nil) async throws -> TurnReport {
        try await DeskWork(desk ?? self.desk).runUntilIdle(patienceSeconds: 5)
    }
}

/// A registrar's directory that knows wallets by number.
final class TestDirectory: HolderDirectory {
    /// A holder's wallet with its secrets.
    struct Wallet: Sendable {
        let listing: WalletListing
        let mailbox: SealingPrivateKey
        let pairSecret: PairSecret
    }

    private let wallets = Mutex<[String: Wallet]>([:])
    private let trouble = Mutex(false)

    /// Opens wallets for these numbers.
    func open(_ numbers: [String]) throws {
        for number in numbers {
            let mailbox = SealingPrivateKey()
            guard let secret = PairSecret(Random.bytes(32)) else { continue }
            let listing = WalletListing(
                account: Random.bytes(16), holderKey: TestKey.own("holder \(number)/es256").publicKey,
                mailbox: mailbox.publicKey, pairSecret: secret, binding: Array("binding \(number)".utf8))
            wallets.withLock { $0[number] = Wallet(listing: listing, mailbox: mailbox, pairSecret: secret) }
        }
    }

    func wallet(_ number: String) -> Wallet? { wallets.withLock { $0[number] } }

    func setAway(_ isAway: Bool) { trouble.withLock { $0 = isAway } }

    func listings(of holders: [HolderName]) async throws -> [WalletListing?] {
        if trouble.withLock({ $0 }) { throw LedgerAway("no registrar answers") }
        return wallets.withLock { wallets in holders.map { wallets[$0.number]?.listing } }
    }
}
