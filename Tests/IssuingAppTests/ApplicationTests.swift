import Accounts
import Credentials
import Foundation
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// 申请返还: a holder's wallet applies by itself.
@Suite("Applications without an offer")
struct ApplicationTests {
    private static let number = "110101209001011014"

    /// A wish, and what may be wrong with it.
    private struct Wish {
        var desk = "http://127.0.0.1:7401"
        var type = TestType.identity.code
        var number = ApplicationTests.number
        var key: PrivateKey?
        var binding: [UInt8]?
        var words: String? = "for the school"
    }

    private func fixture() async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.directory.open([Self.number, "110101209001011022"])
        return fixture
    }

    private func signed(_ wish: Wish, _ fixture: DeskFixture) throws -> (bytes: [UInt8], binding: [UInt8]) {
        let wallet = try #require(fixture.directory.wallet(Self.number))
        let application = HolderApplication(
            desk: wish.desk, type: wish.type, number: wish.number, name: "示例甲", words: wish.words)
        let bytes = application.signed(
            by: wish.key ?? wallet.holder, origin: fixture.desk.origin, now: fixture.desk.second)
        return (bytes, wish.binding ?? wallet.listing.binding)
    }

    private func apply(_ wish: Wish, _ fixture: DeskFixture) async throws -> TakenApplication {
        let (bytes, binding) = try signed(wish, fixture)
        return try await fixture.desk.takeApplication(bytes, binding: binding)
    }

    /// Spends the code and shows the wallet's key, as OpenID4VCI has it.
    private func claim(_ taken: TakenApplication, _ fixture: DeskFixture, token name: String = "token") async throws
        -> (transaction: [UInt8], grant: ClaimGrant)
    {
        let token = SHA256.digest(Array(name.utf8))
        _ = try fixture.desk.redeem(
            Redemption(
                code: SHA256.digest(Array(taken.code.utf8)), transactionCode: nil, token: token, keyThumbprint: nil),
            at: fixture.desk.second)
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        let key = try #require(fixture.directory.wallet(Self.number)).holder.publicKey
        guard
            case .waiting(let transaction, _) = try await fixture.desk.claim(
                grant, keys: [key], at: fixture.desk.second)
        else { throw LedgerAway("it is answered before a clerk saw it") }
        return (transaction, grant)
    }

    @Test func `a wallet applies, the clerk sees who and why, and the document is issued to its key`() async throws {
        let fixture = try await fixture()
        let taken = try await apply(Wish(), fixture)
        #expect(taken.due == fixture.desk.second + 5 * 86_400)
        let (transaction, grant) = try await claim(taken, fixture)
        let application = try #require(try fixture.desk.database.applications(isOpen: true).first)
        #expect(application.isFromWallet)
        guard case .object(let listed) = try fixture.desk.json(of: application),
            case .object(let whole) = try fixture.desk.read(application.id, by: fixture.clerk)
        else { return }
        #expect(listed["holder"] == .string("1101**********1014") && listed["name"] == nil)
        #expect(listed["words"] == .string("for the school"))
        #expect(whole["number"] == .string(Self.number) && whole["name"] == .string("示例甲"))
        try fixture.desk.issue(
            application.id, values: ["XM": "示例甲", "ZZBH": Self.number], expiry: nil, by: fixture.clerk)
        try await fixture.work()
        guard
            case .ready(let documents, _)? = try await fixture.desk.claimed(
                transaction: transaction, by: grant, at: fixture.desk.second)
        else {
            Issue.record("it is not ready")
            return
        }
        let claims = try SDJWT(parsing: documents[0].credential).unverifiedClaims().claims
        let holder = try #require(fixture.directory.wallet(Self.number)).holder.publicKey
        #expect(try DocumentClaims(claims).holderKey?.signatureKey == holder)
    }

    @Test func `an identity number alone opens nothing`() async throws {
        let fixture = try await fixture()
        let stranger = TestKey.own("stranger/es256")
        let own = try #require(fixture.directory.wallet(Self.number)).binding
        let request = AccountRequest(
            holderKey: stranger.publicKey, mailboxKey: own.mailboxKey, mailboxRoot: .zero,
            recoveryKey: own.recoveryKey)
        let forged = WalletBinding(
            account: own.account, serial: 1, request: request, level: 2, issued: own.issued, previous: nil
        ).signed(by: TestKey.own("no registrar"), of: MemberID(checked: "registrar"), origin: fixture.desk.origin)
        for (wish, fact) in [
            (Wish(key: stranger), "the binding is of another key"),
            (Wish(key: stranger, binding: forged), "no registrar of the ledger signed the binding"),
            (Wish(desk: "http://127.0.0.1:7402"), "it is for http://127.0.0.1:7402"),
        ] {
            await #expect(throws: DeskRefusal.applicationUnproven(fact)) { try await apply(wish, fixture) }
        }
        // The number of somebody else who has an account, and one that nobody has, are refused alike.
        for number in ["110101209001011022", "110101209001011030"] {
            await #expect(throws: DeskRefusal.notTheHolder) { try await apply(Wish(number: number), fixture) }
        }
        await #expect(throws: DeskRefusal.badValues("number")) { try await apply(Wish(number: "N9"), fixture) }
        #expect(try fixture.desk.database.offers().isEmpty)
    }

    @Test func `an old device's binding opens nothing after the account was bound to another`() async throws {
        let fixture = try await fixture()
        let old = try #require(fixture.directory.wallet(Self.number))
        try fixture.directory.rebind(Self.number, keepsMailbox: true)
        await #expect(throws: DeskRefusal.notTheHolder) {
            try await apply(Wish(key: old.holder, binding: old.listing.binding), fixture)
        }
        _ = try await apply(Wish(), fixture)
    }

    @Test func `a copy of an application is refused, and a day has its limit`() async throws {
        let fixture = try await fixture()
        let (bytes, binding) = try signed(Wish(), fixture)
        _ = try await fixture.desk.takeApplication(bytes, binding: binding)
        await #expect(throws: DeskRefusal.applicationUnproven("it was sent before")) {
            try await fixture.desk.takeApplication(bytes, binding: binding)
        }
        for _ in 1..<10 { _ = try await apply(Wish(), fixture) }
        await #expect(throws: DeskRefusal.tooManyApplications(limit: 10)) { try await apply(Wish(), fixture) }
        try await fixture.ledger.pass(seconds: 86_401)
        _ = try await apply(Wish(), fixture)
    }

    @Test func `one application of a kind waits at a time`() async throws {
        let fixture = try await fixture()
        let (first, second) = (try await apply(Wish(), fixture), try await apply(Wish(), fixture))
        _ = try await claim(first, fixture)
        await #expect(throws: ClaimRefusal.alreadyApplied) { try await claim(second, fixture, token: "second") }
        await #expect(throws: DeskRefusal.applicationOpen(due: first.due)) { try await apply(Wish(), fixture) }
        let application = try #require(try fixture.desk.database.applications(isOpen: true).first)
        try fixture.desk.refuse(application.id, reason: Bilingual(zh: "材料不符", en: "papers differ"), by: fixture.clerk)
        _ = try await apply(Wish(), fixture)
    }

    @Test func `with the registrar away nothing is taken, and with none nothing is offered`() async throws {
        let fixture = try await fixture()
        fixture.directory.setAway(true)
        await #expect(throws: LedgerAway.self) { try await apply(Wish(), fixture) }
        let (bytes, binding) = try signed(Wish(), fixture)
        let alone = try fixture.folder.open { _, _, _ in DeskDoors(ledger: fixture.ledger, directory: nil) }
        #expect(!alone.takesApplications && fixture.desk.takesApplications)
        await #expect(throws: DeskRefusal.applicationsNotTaken) {
            try await alone.takeApplication(bytes, binding: binding)
        }
    }
}
