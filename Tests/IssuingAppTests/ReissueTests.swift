import Credentials
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// A holder has another device: what was issued to the old one's key is issued anew.
@Suite("Documents follow their holder to another device")
struct ReissueTests {
    /// A desk that has delivered so many documents to the holder of `N0`.
    private func delivered(_ count: Int = 1) async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(count)
        try fixture.directory.open((0..<count).map { "N\($0)" })
        try await fixture.work()
        return fixture
    }

    /// Lets the desk ask the registrar again, and work until nothing moves.
    private func pass(_ fixture: DeskFixture) async throws {
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
    }

    private func document(_ fixture: DeskFixture, under tag: MailboxTag) async throws -> DeliveredDocument? {
        let wallet = try #require(fixture.directory.wallet("N0"))
        for item in await fixture.ledger.items where item.tag == StrongroomTag(tag.digest) {
            let delivery = try? Delivery(
                opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
            if case .document(let document)? = delivery { return document }
        }
        return nil
    }

    @Test(arguments: [true, false])
    func `the new key gets the document, and the old one is superseded`(keepsMailbox: Bool) async throws {
        let fixture = try await delivered(2)
        try fixture.directory.rebind("N0", keepsMailbox: keepsMailbox)
        try await pass(fixture)
        let (old, other) = (
            try #require(try fixture.desk.database.document(DocumentID(1))),
            try #require(try fixture.desk.database.document(DocumentID(2)))
        )
        #expect(old.state == .superseded && other.state == .inForce)
        let new = try #require(try fixture.desk.database.document(DocumentID(3)))
        #expect(new.isRebound && new.supersedes == old.id && new.stage == .delivered && new.run == old.run)
        #expect(try fixture.desk.database.statusChanges(of: old.id).map(\.reason) == ["rebound"])
        #expect(try fixture.desk.content(of: new.id) == fixture.desk.content(of: old.id))
        // Under the first number of the second binding, where the new device looks.
        let wallet = try #require(fixture.directory.wallet("N0"))
        let first = PairSecret.firstNumber(serial: 2)
        let found = try #require(try await document(fixture, under: wallet.pairSecret.tag(first)))
        let claims = try SDJWT(parsing: found.credential).unverifiedClaims().claims
        #expect(try DocumentClaims(claims).holderKey?.signatureKey == wallet.holder.publicKey)
        #expect(found.binding == wallet.listing.binding)
        try await pass(fixture)
        #expect(try fixture.desk.database.documents().count == 3)
    }

    @Test func `a suspended document follows when it is in force again, and a revoked one never`() async throws {
        let fixture = try await delivered()
        let suspend = try StatusChange(state: .suspended, reason: .underReview, text: "", legalBasis: "核查")
        _ = try fixture.desk.propose(suspend, of: [DocumentID(1)], by: fixture.clerk)
        try await fixture.work()
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        #expect(try fixture.desk.database.documents().count == 1)
        let reinstate = try StatusChange(state: .inForce, reason: .putRight, text: "", legalBasis: "核查")
        _ = try fixture.desk.propose(reinstate, of: [DocumentID(1)], by: fixture.clerk)
        try await pass(fixture)
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .superseded)
        let revoke = try StatusChange(state: .revoked, reason: .lost, text: "", legalBasis: "遗失")
        let approval = try #require(try fixture.desk.propose(revoke, of: [DocumentID(2)], by: fixture.clerk))
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        #expect(try fixture.desk.database.documents().count == 2)
    }

    @Test func `no change of device escapes what was proposed before`() async throws {
        let fixture = try await delivered()
        let revoke = try StatusChange(state: .revoked, reason: .lost, text: "", legalBasis: "遗失")
        let approval = try #require(try fixture.desk.propose(revoke, of: [DocumentID(1)], by: fixture.clerk))
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        #expect(try fixture.desk.database.document(DocumentID(2))?.state == .inForce)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        #expect(try fixture.desk.database.document(DocumentID(2))?.state == .revoked)
        let run = try #require(try fixture.desk.database.document(DocumentID(2))?.run)
        let back = try fixture.desk.proposeTakingBack(run, text: "错", legalBasis: "撤回", by: fixture.clerk)
        #expect(try fixture.desk.database.approval(back) != nil)
    }

    @Test func `a proposed renewal follows the document, and is not proposed twice`() async throws {
        let fixture = try await delivered()
        let end = fixture.desk.second + 20 * 86_400
        let id = try fixture.desk.replace(DocumentID(1), values: ["YXQ": "短期"], expiry: end, by: fixture.clerk)
        try await fixture.work()
        let code = TestType.identity.code
        let rule = try #require(RenewalRule(checking: code, days: 30, years: 10, seenDays: nil))
        try fixture.desk.set(rule, by: fixture.admin)
        try await fixture.work()
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        try await fixture.ledger.pass(seconds: 2 * 86_400)
        try await fixture.work()
        let proposals = try fixture.desk.database.approvals(isOpen: true, at: fixture.desk.second)
        #expect(proposals.map(\.proposal) == [.renew(code, documents: [id], years: 10)])
        let approval = try #require(proposals.first)
        try fixture.desk.decide(approval.id, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        let documents = try fixture.desk.database.documents()
        let new = try #require(documents.last)
        let followed = try #require(new.supersedes)
        #expect(try fixture.desk.database.document(followed)?.supersedes == id)
        let reasons = try fixture.desk.database.statusChanges(of: followed).map(\.reason)
        #expect(reasons == ["renewed"] && documents.count == 4 && new.stage == .delivered)
    }

    @Test func `what was signed for the old key is not sent to the new device`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        try fixture.directory.open(["N0"])
        await fixture.ledger.fail(.mute)
        try await fixture.work()
        #expect(try fixture.desk.database.stageCounts() == [.signed: 1])
        try fixture.directory.rebind("N0", keepsMailbox: false)
        try await fixture.ledger.pass(seconds: 31)
        try await fixture.work()
        await fixture.ledger.fail(nil)
        try await pass(fixture)
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .superseded)
        #expect(try fixture.desk.database.document(DocumentID(2))?.stage == .delivered)
        // The document itself and the notice of the old one's end; nothing of the old key's document.
        #expect(await fixture.ledger.items.count == 2)
    }

    @Test func `what was claimed for the account's key follows too, and its copies end with it`() async throws {
        let fixture = try await delivered()
        let wallet = try #require(fixture.directory.wallet("N0"))
        let offer = try await fixture.desk.makeApplicationOffer(
            TestType.identity.code, holder: HolderName(kind: "999", number: "N0", name: "示例0"),
            withTransactionCode: false, by: fixture.clerk)
        let code = fixture.desk.code(ofOffer: offer.offerAddress.split(separator: "/").last.map(String.init) ?? "")
        let token = SHA256.digest(Array("token".utf8))
        _ = try fixture.desk.redeem(
            Redemption(
                code: SHA256.digest(Array(code.utf8)), transactionCode: nil, token: token, keyThumbprint: nil),
            at: fixture.desk.second)
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        _ = try await fixture.desk.claim(
            grant, keys: [wallet.holder.publicKey, TestKey.own("copy/es256").publicKey], at: fixture.desk.second)
        let application = try #require(try fixture.desk.database.applications(isOpen: true).first)
        try fixture.desk.issue(application.id, values: ["XM": "示例0", "ZZBH": "N0"], expiry: nil, by: fixture.clerk)
        try await fixture.work()
        #expect(try fixture.desk.database.documents().map(\.state) == [.inForce, .inForce, .inForce])
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        let documents = try fixture.desk.database.documents()
        #expect(documents.map(\.state) == [.superseded, .superseded, .superseded, .inForce, .inForce])
        #expect(documents.suffix(2).allSatisfy { $0.isRebound && $0.stage == .delivered })
    }

    @Test func `an application that was answered for the old key comes to the new device`() async throws {
        let fixture = try await delivered()
        let old = try #require(fixture.directory.wallet("N0"))
        let offer = try await fixture.desk.makeApplicationOffer(
            TestType.identity.code, holder: HolderName(kind: "999", number: "N0", name: "示例0"),
            withTransactionCode: false, by: fixture.clerk)
        let code = fixture.desk.code(ofOffer: offer.offerAddress.split(separator: "/").last.map(String.init) ?? "")
        let token = SHA256.digest(Array("token".utf8))
        _ = try fixture.desk.redeem(
            Redemption(
                code: SHA256.digest(Array(code.utf8)), transactionCode: nil, token: token, keyThumbprint: nil),
            at: fixture.desk.second)
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        _ = try await fixture.desk.claim(grant, keys: [old.holder.publicKey], at: fixture.desk.second)
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await pass(fixture)
        let application = try #require(try fixture.desk.database.applications(isOpen: true).first)
        try fixture.desk.issue(application.id, values: ["XM": "示例0", "ZZBH": "N0"], expiry: nil, by: fixture.clerk)
        try await pass(fixture)
        let last = try #require(try fixture.desk.database.documents().last)
        #expect(last.isRebound && last.stage == .delivered && last.state == .inForce)
        #expect(try fixture.desk.database.document(try #require(last.supersedes))?.state == .superseded)
    }

    @Test func `with the registrar away nothing waits for it but what needs it`() async throws {
        let fixture = try await delivered()
        fixture.directory.setAway(true)
        try fixture.directory.rebind("N0", keepsMailbox: true)
        try await fixture.ledger.pass(seconds: 31)
        let turn = try await DeskWork(fixture.desk).turn()
        #expect(turn.waiting == ["no registrar answers"])
        #expect(try await DeskWork(fixture.desk).turn().waiting.isEmpty)
        fixture.directory.setAway(false)
        try await pass(fixture)
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .superseded)
    }
}
