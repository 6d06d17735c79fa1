import Foundation
import Credentials
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing
import WalletApp

/// What a wallet asks of a delivery before it keeps it.
struct DeliveryCheckTests {
    private var post = Post()

    @Test mutating func `a good document passes every check that is needed to keep it`() async throws {
        let delivery = try post.delivery()
        let check = DeliveryCheck(
            delivery, from: TestMember.police.id, to: [post.holder.publicKey], in: try post.silent,
            members: post.members())
        let good = try await check.run()
        #expect(good.findings.allSatisfy { $0.answer == .yes })
        #expect(
            good.findings.map(\.name) == [
                .form, .signature, .issuerKey, .recorded, .commitment, .accredited, .holder,
            ])
        #expect(good.issue.issuer == TestMember.police.id)
        // What the signatures are worth is said in the words of every other place.
        let words = AssuranceBody(good.issue.checkpoint, post.ledger.network.quorum).words
        let recorded = good.findings.first { $0.name == .recorded }
        #expect(recorded?.fact.en.hasSuffix("; " + words.en) == true)
        #expect(recorded?.fact.zh.hasSuffix("；" + words.zh) == true)
    }

    @Test mutating func `a text that was changed on the way is refused`() async throws {
        var changes = Post.Changes()
        changes.text = { $0.replacingOccurrences(of: "eyJ", with: "eyI") }
        #expect(try await post.refusal(try post.delivery(changes))?.answer == .no)
        changes.text = { $0.split(separator: "~").first.map { $0 + "~" } ?? "" }
        let bare = try post.delivery(changes)
        // Without its disclosures the document is still the issuer's: what is withheld is not there.
        #expect(try await post.refusal(bare) == nil)
    }

    @Test mutating func `a document of one record does not pass for that of another`() async throws {
        let first = try post.delivery()
        var changes = Post.Changes()
        changes.issuedAt += 1
        let second = try post.delivery(changes)
        let swapped = DeliveredDocument(
            credential: first.credential, correctionSeed: Post.seed, receipt: second.receipt, record: second.record,
            binding: [])
        let finding = try await post.refusal(swapped)
        #expect(finding?.name == .commitment)
        #expect(finding?.answer == .no)
    }

    @Test mutating func `another correction key than the recorded one is refused`() async throws {
        var changes = Post.Changes()
        changes.recordedSeed = SHA256.digest([1]).bytes
        #expect(try await post.refusal(try post.delivery(changes))?.name == .commitment)
    }

    @Test mutating func `a key that the issuer did not register is refused`() async throws {
        var changes = Post.Changes()
        changes.signedBy = TestKey.own("stranger/es256")
        #expect(try await post.refusal(try post.delivery(changes))?.name == .issuerKey)
        let none = post.members([])
        #expect(try await post.refusal(try post.delivery(), members: none)?.name == .issuerKey)
    }

    @Test mutating func `what another member recorded does not come from this mailbox`() async throws {
        let delivery = try post.delivery()
        let finding = try await post.refusal(delivery, from: .civilAffairs)
        #expect(finding?.name == .recorded)
        #expect(finding?.answer == .no)
    }

    @Test mutating func `a document that is bound to somebody else is refused`() async throws {
        var changes = Post.Changes()
        changes.boundTo = TestKey.own("other/es256").publicKey
        #expect(try await post.refusal(try post.delivery(changes))?.name == .holder)
    }

    @Test mutating func `another ledger, another type and a date after the record are refused`() async throws {
        var changes = Post.Changes()
        changes.origin = "other/00"
        #expect(try await post.refusal(try post.delivery(changes))?.name == .form)
        changes = Post.Changes()
        changes.type = TestType.marriage.code.text
        #expect(try await post.refusal(try post.delivery(changes))?.name == .form)
        changes = Post.Changes()
        changes.issuedAt = TestNetwork.created + 3 * 86_400
        #expect(try await post.refusal(try post.delivery(changes))?.name == .form)
    }

    @Test mutating func `without a receipt and without a node the record could not be checked`() async throws {
        let delivery = try post.delivery()
        let bare = DeliveredDocument(
            credential: delivery.credential, correctionSeed: Post.seed, receipt: nil, record: delivery.record,
            binding: [])
        let finding = try await post.refusal(bare)
        #expect(finding?.name == .recorded)
        #expect(finding?.answer == .unknown)
    }
}
