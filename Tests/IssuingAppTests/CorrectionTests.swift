import Accounts
import IssuingApp
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

@Suite("Disputes")
struct CorrectionTests {
    /// A delivered document, as its holder has it.
    private struct Held {
        let record: LeafIndex
        let key: PrivateKey
        let document: Digest
    }

    private func held(_ fixture: DeskFixture) async throws -> Held {
        try fixture.importRows(1)
        try fixture.directory.open(["N0"])
        try await fixture.work()
        let wallet = try #require(fixture.directory.wallet("N0"))
        let tag = wallet.pairSecret.tag(0)
        let item = try #require(await fixture.ledger.items.first { $0.tag == StrongroomTag(tag.digest) })
        let delivery = try Delivery(opening: item.body, by: wallet.mailbox, origin: fixture.desk.origin, at: tag)
        guard case .document(let document) = delivery, let key = PrivateKey(.ed25519, secret: document.correctionSeed)
        else { throw LedgerAway("no document") }
        let jwt = document.credential.split(separator: "~")[0]
        return Held(
            record: LeafIndex(document.record), key: key, document: SHA256.digest(Array(jwt.utf8)))
    }

    private func dispute(
        _ held: Held, _ opening: Opening<CorrectionClaim>, _ fixture: DeskFixture
    ) async throws {
        let act = OpenCorrection(
            record: held.record, issuer: TestMember.police.id, key: held.key.publicKey, document: held.document,
            claim: opening.commitment)
        let header = StatementHeader(
            contentType: ActName.openCorrection.contentType, issuer: nil, origin: fixture.desk.origin,
            notAfter: fixture.desk.second + 30)
        let statement = Statement.signed(header, payload: act.encoded, by: held.key)
        let outcome = try await fixture.ledger.submit([Submission(statement: statement)])
        #expect(outcome[0].state == .final, "\(outcome[0].code ?? "")")
    }

    private let claim = Opening(CorrectionClaim(paths: ["XM"], text: "名字写错了"))

    @Test func `a dispute is found on the ledger, its claim opens, and a corrected document follows`() async throws {
        let fixture = try await DeskFixture.make()
        let held = try await held(fixture)
        #expect(throws: DeskRefusal.noOpenCorrection(record: held.record.value)) {
            try fixture.desk.takeClaim(record: held.record, opening: claim)
        }
        try await dispute(held, claim, fixture)
        try await fixture.work()
        let found = try #require(try fixture.desk.database.corrections(isOpen: true).first)
        #expect(found.due == found.opened + 15 * 86_400_000)
        #expect(throws: DeskRefusal.claimDoesNotOpen) {
            let other = Opening(CorrectionClaim(paths: [], text: "别的"))
            try fixture.desk.takeClaim(record: held.record, opening: other)
        }
        try fixture.desk.takeClaim(record: held.record, opening: claim)
        let kept = try #require(try fixture.desk.database.correction(found.id))
        #expect(try fixture.desk.claim(of: kept)?.text == "名字写错了")
        #expect(throws: DeskRefusal.successorNeeded) {
            try fixture.desk.answer(found.id, .corrected, text: "更正", values: [:], by: fixture.clerk)
        }
        for outcome in [CorrectionOutcome.upheld, .removed] {
            #expect(throws: DeskRefusal.successorNotExpected) {
                try fixture.desk.answer(found.id, outcome, text: "", values: ["XM": "示例"], by: fixture.clerk)
            }
        }
        #expect(throws: DeskRefusal.textTooLong(limit: 4_000)) {
            let text = String(repeating: "长", count: 1_334)
            return try fixture.desk.answer(found.id, .upheld, text: text, values: [:], by: fixture.clerk)
        }
        let approval = try fixture.desk.answer(
            found.id, .corrected, text: "已更正", values: ["XM": "示例更正"], by: fixture.clerk)
        #expect(approval == nil)
        try await fixture.work()
        let document = try #require(try fixture.desk.database.document(DocumentID(1)))
        #expect(document.state == .superseded)
        #expect(await fixture.ledger.count(.answerCorrection) == 1)
        let successor = try #require(try fixture.desk.database.correction(found.id)?.successor)
        #expect(try fixture.desk.database.document(successor)?.stage == .delivered)
        #expect(throws: DeskRefusal.alreadyAnswered(found.id)) {
            try fixture.desk.answer(found.id, .upheld, text: "", values: [:], by: fixture.clerk)
        }
    }

    @Test func `removing data takes two persons`() async throws {
        let fixture = try await DeskFixture.make()
        let held = try await held(fixture)
        try await dispute(held, claim, fixture)
        try await fixture.work()
        let found = try #require(try fixture.desk.database.corrections(isOpen: true).first)
        let approval = try #require(
            try fixture.desk.answer(found.id, .removed, text: "删除", values: [:], by: fixture.clerk))
        try await fixture.work()
        #expect(await fixture.ledger.count(.answerCorrection) == 0)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        #expect(await fixture.ledger.count(.answerCorrection) == 1)
        #expect(try fixture.desk.database.document(DocumentID(1))?.state == .revoked)
    }
}
