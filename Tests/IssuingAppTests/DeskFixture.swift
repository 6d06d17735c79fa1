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
        let directory = TestDirectory(origin: ledger.genesis.origin)
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

/// A registrar's directory that knows wallets by number; its bindings are signed as the registrar's are.
final class TestDirectory: HolderDirectory {
    /// A holder's wallet with its secrets.
    struct Wallet: Sendable {
        let listing: WalletListing
        let mailbox: SealingPrivateKey
        let pairSecret: PairSecret
        let binding: WalletBinding
        let holder: PrivateKey
    }

    private struct State {
        var wallets: [String: Wallet] = [:]
        var rebound: [String] = []
        var isAway = false
    }

    private let state = Mutex(State())
    private let registrar = TestKey.own("registrar")
    private let origin: String

    /// The registrar's directory of a ledger.
    init(origin: String) { self.origin = origin }

    /// Opens wallets for these numbers.
    func open(_ numbers: [String]) throws {
        for number in numbers {
            let wallet = try wallet(number, account: AccountID(), serial: 1)
            state.withLock { $0.wallets[number] = wallet }
        }
    }

    /// Binds the account of a number to another device. With the recovery code the mailbox is the same.
    func rebind(_ number: String, keepsMailbox: Bool) throws {
        let old = try #require(wallet(number))
        let new = try wallet(
            number, account: old.binding.account, serial: old.binding.serial + 1, keeping: keepsMailbox ? old : nil)
        state.withLock { state in
            state.wallets[number] = new
            state.rebound.append(number)
        }
    }

    private func wallet(
        _ number: String, account: AccountID, serial: UInt64, keeping old: Wallet? = nil
    ) throws -> Wallet {
        let mailbox = old?.mailbox ?? SealingPrivateKey()
        let secret = try #require(old?.pairSecret ?? PairSecret(Random.bytes(32)))
        let holder = TestKey.own(serial == 1 ? "holder \(number)/es256" : "holder \(number) \(serial)/es256")
        let request = AccountRequest(
            holderKey: holder.publicKey, mailboxKey: mailbox.publicKey.bytes, mailboxRoot: .zero,
            recoveryKey: TestKey.own("recovery \(number)").publicKey)
        let binding = WalletBinding(
            account: account, serial: serial, request: request, level: 2, issued: TestNetwork.created, previous: nil)
        let listing = WalletListing(
            account: account.bytes, holderKey: holder.publicKey, mailbox: mailbox.publicKey, pairSecret: secret,
            binding: binding.signed(
                by: registrar, of: MemberID(checked: "registrar"), origin: origin))
        return Wallet(listing: listing, mailbox: mailbox, pairSecret: secret, binding: binding, holder: holder)
    }

    func wallet(_ number: String) -> Wallet? { state.withLock { $0.wallets[number] } }

    func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

    func listings(of holders: [HolderName]) async throws -> [WalletListing?] {
        try answer { state in holders.map { state.wallets[$0.number]?.listing } }
    }

    func binding(_ signed: [UInt8]) async throws -> WalletBinding? {
        try answer { _ in
            guard let signed = try? SignedBinding(signed, origin: origin),
                signed.isSigned(by: [registrar.publicKey])
            else { return nil }
            return signed.binding
        }
    }

    func rebindings(after number: UInt64) async throws -> (next: UInt64, listings: [WalletListing]) {
        try answer { state in
            let new = state.rebound.dropFirst(Int(number))
            return (UInt64(state.rebound.count), new.compactMap { state.wallets[$0]?.listing })
        }
    }

    private func answer<Value: Sendable>(_ answer: (State) throws -> Value) throws -> Value {
        let state = state.withLock { $0 }
        guard !state.isAway else { throw LedgerAway("no registrar answers") }
        return try answer(state)
    }
}
