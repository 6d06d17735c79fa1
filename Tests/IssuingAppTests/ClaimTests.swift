import Foundation
import Importing
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Offers and claims")
struct ClaimTests {
    private let token = SHA256.digest(Array("token".utf8))

    private func redeem(_ offer: MadeOffer, _ fixture: DeskFixture, transactionCode: String?) throws -> StandingOffer {
        let handle = offer.offerAddress.split(separator: "/").last.map(String.init) ?? ""
        let code = fixture.desk.code(ofOffer: handle)
        return try fixture.desk.redeem(
            Redemption(
                code: SHA256.digest(Array(code.utf8)), transactionCode: transactionCode, token: token,
                keyThumbprint: nil), at: fixture.desk.second)
    }

    @Test func `a pending document is claimed with the transaction code, once`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        let offer = try fixture.desk.makeOffer(DocumentID(1), by: fixture.clerk)
        #expect(throws: ClaimRefusal.transactionCodeMissing) {
            try redeem(offer, fixture, transactionCode: nil)
        }
        #expect(throws: ClaimRefusal.wrongTransactionCode(triesLeft: 4)) {
            try redeem(offer, fixture, transactionCode: "x")
        }
        _ = try redeem(offer, fixture, transactionCode: offer.transactionCode)
        #expect(throws: ClaimRefusal.unknownCode) {
            try redeem(offer, fixture, transactionCode: offer.transactionCode)
        }
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        let keys = [1, 2].map { TestKey.own("claim \($0)/es256").publicKey }
        let first = try await fixture.desk.claim(grant, keys: keys, at: fixture.desk.second)
        guard case .waiting(let transaction, _) = first else {
            Issue.record("nobody works, and it is ready")
            return
        }
        try await fixture.work()
        let later = try await fixture.desk.claimed(transaction: transaction, by: grant, at: fixture.desk.second)
        guard case .ready(let documents, let notification)? = later else {
            Issue.record("it is not ready")
            return
        }
        #expect(documents.count == 2)
        #expect(
            try fixture.desk.note(.accepted, notification: notification, by: grant, at: fixture.desk.second))
        #expect(
            try !fixture.desk.note(.accepted, notification: [0], by: grant, at: fixture.desk.second))
        #expect(try fixture.desk.database.stageCounts() == [.pending: 1, .delivered: 2])
        await #expect(throws: ClaimRefusal.alreadyClaimed) {
            try await fixture.desk.claim(grant, keys: [keys[1]], at: fixture.desk.second)
        }
    }

    /// A document of a run, claimed by two keys: two documents on the ledger.
    private func twoCopies() async throws -> DeskFixture {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        let offer = try fixture.desk.makeOffer(DocumentID(1), by: fixture.clerk)
        _ = try redeem(offer, fixture, transactionCode: offer.transactionCode)
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        let keys = [1, 2].map { TestKey.own("claim \($0)/es256").publicKey }
        _ = try await fixture.desk.claim(grant, keys: keys, at: fixture.desk.second)
        try await fixture.work()
        #expect(try states(fixture) == [.inForce, .inForce])
        return fixture
    }

    private func states(_ fixture: DeskFixture) throws -> [DocumentState?] {
        try [1, 2].map { try fixture.desk.database.document(DocumentID($0))?.state }
    }

    @Test(arguments: [1, 2])
    func `what is said of one copy is said of all`(_ named: Int64) async throws {
        let fixture = try await twoCopies()
        func change(_ state: DocumentState, _ reason: ReasonCode) async throws -> ApprovalID? {
            let change = try StatusChange(state: state, reason: reason, text: "", legalBasis: "示例法")
            let approval = try fixture.desk.propose(change, of: [DocumentID(named)], by: fixture.clerk)
            if let approval { try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver) }
            try await fixture.work()
            return approval
        }
        #expect(try await change(.suspended, .underReview) == nil)
        #expect(try states(fixture) == [.suspended, .suspended])
        #expect(try await change(.inForce, .putRight) == nil)
        #expect(try states(fixture) == [.inForce, .inForce])
        #expect(try await change(.revoked, .lost) != nil)
        #expect(try states(fixture) == [.revoked, .revoked])
    }

    @Test func `a run that is taken back takes the copies of its documents along`() async throws {
        let fixture = try await twoCopies()
        let approval = try fixture.desk.proposeTakingBack(
            RunID(1), text: "", legalBasis: "示例法", by: fixture.clerk)
        try fixture.desk.decide(approval, isApproved: true, remark: "", by: fixture.approver)
        try await fixture.work()
        #expect(try states(fixture) == [.revoked, .revoked])
    }

    @Test func `five wrong transaction codes end an offer, and the document waits again`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(1)
        let offer = try fixture.desk.makeOffer(DocumentID(1), by: fixture.clerk)
        for left in [4, 3, 2, 1, 0] {
            #expect(throws: ClaimRefusal.wrongTransactionCode(triesLeft: left)) {
                try redeem(offer, fixture, transactionCode: "x")
            }
        }
        #expect(throws: ClaimRefusal.unknownCode) {
            try redeem(offer, fixture, transactionCode: offer.transactionCode)
        }
        _ = try fixture.desk.makeOffer(DocumentID(1), by: fixture.clerk)
    }

    @Test(arguments: [true, false])
    func `an application stands in the queue until a clerk issues or refuses`(isIssued: Bool) async throws {
        let fixture = try await DeskFixture.make()
        let holder = HolderName(kind: "999", number: "N9", name: "示例九")
        let offer = try await fixture.desk.makeApplicationOffer(
            TestType.identity.code, holder: holder, by: fixture.clerk)
        _ = try redeem(offer, fixture, transactionCode: offer.transactionCode)
        let grant = try #require(try fixture.desk.grant(token: token, at: fixture.desk.second))
        let key = TestKey.own("applicant/es256").publicKey
        guard
            case .waiting(let transaction, let seconds) = try await fixture.desk.claim(
                grant, keys: [key], at: fixture.desk.second)
        else { return }
        #expect(seconds == 60)
        let application = try #require(try fixture.desk.database.applications(isOpen: true).first)
        #expect(application.due == application.received + 5 * 86_400)
        if isIssued {
            let faulty = #expect(throws: DeskRefusal.self) {
                try fixture.desk.issue(application.id, values: ["ZZBH": "=N9"], expiry: nil, by: fixture.clerk)
            }
            guard case .faultyValues(let faults)? = faulty else { return }
            #expect(faults.map(\.rule) == [.required, .formula])
            try fixture.desk.issue(
                application.id, values: ["XM": "示例九", "ZZBH": "N9"], expiry: nil, by: fixture.clerk)
        } else {
            for (reason, refusal) in [
                (Bilingual(zh: "", en: "no"), DeskRefusal.badValues("reason")),
                (Bilingual(zh: "否", en: String(repeating: "n", count: 1_998)), .textTooLong(limit: 2_000)),
            ] {
                #expect(throws: refusal) {
                    try fixture.desk.refuse(application.id, reason: reason, by: fixture.clerk)
                }
            }
            try fixture.desk.refuse(
                application.id, reason: Bilingual(zh: "材料不符", en: "papers differ"), by: fixture.clerk)
        }
        try await fixture.work()
        let answer = try await fixture.desk.claimed(transaction: transaction, by: grant, at: fixture.desk.second)
        switch answer {
        case .ready(let documents, _)?: #expect(isIssued && documents.count == 1)
        case .refused(let reason, let answered)?:
            #expect(!isIssued && reason.en == "papers differ" && answered <= fixture.desk.second)
        case .waiting?, nil: Issue.record("no answer")
        }
        #expect(throws: DeskRefusal.applicationAnswered(application.id)) {
            try fixture.desk.refuse(application.id, reason: Bilingual(zh: "迟", en: "late"), by: fixture.clerk)
        }
    }

    @Test func `nonces and proofs count once`() async throws {
        let fixture = try await DeskFixture.make()
        let now = fixture.desk.second
        let nonce = fixture.desk.nonce(until: now + 10)
        #expect(try fixture.desk.spendNonce(nonce, at: now))
        #expect(try !fixture.desk.spendNonce(nonce, at: now))
        let late = fixture.desk.nonce(until: now + 10)
        #expect(try !fixture.desk.spendNonce(late, at: now + 10))
        // Somebody's own, and ours with its end put off.
        #expect(try !fixture.desk.spendNonce(Base64URL.encode(Random.bytes(40)), at: now))
        var bytes = try #require(Base64URL.decode(late))
        bytes[23] += 1
        #expect(try !fixture.desk.spendNonce(Base64URL.encode(bytes), at: now))
        let value = SHA256.digest(Array("proof".utf8))
        #expect(try fixture.desk.spend(.proof, value, until: now + 10))
        #expect(try !fixture.desk.spend(.proof, value, until: now + 10))
        #expect(try fixture.desk.spend(.application, value, until: now + 10))
    }
}
