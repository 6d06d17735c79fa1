import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct CorrectionTests {
    private func entry(_ ledger: TestLedger) -> CorrectionEntry? {
        ledger.view.correction(issuer: TestMember.police.id, commitment: TestCorrection().commitment)
    }

    @Test func `who has the correction key puts the document in dispute, and the issuer ends that`() throws {
        var ledger = TestLedger.minted
        let index = ledger.record(0)
        #expect(entry(ledger) == nil)
        let opened = try ledger.commit([TestCorrection().opening(at: index, in: ledger)])
        let term = ledger.network.parameters.correctionTerm * 1_000
        let open = try #require(entry(ledger))
        #expect(open == CorrectionEntry(number: 1, opened: opened.time, height: opened.height, due: opened.time + term))
        #expect(open.isOpen)
        let answered = try ledger.commit([TestCorrection().answer(.corrected, at: index, in: ledger)])
        let closed = try #require(entry(ledger))
        #expect(
            closed.answer
                == CorrectionEntry.Answer(outcome: .corrected, time: answered.time, height: answered.height))
        #expect(!closed.isOpen)
        try ledger.commit([TestCorrection().opening(at: index, in: ledger, salt: "二")])
        #expect(entry(ledger)?.number == 2)
        #expect(entry(ledger)?.isOpen == true)
    }

    @Test func `an answer that is late shows, whether it came or not`() throws {
        var ledger = TestLedger.minted
        let index = ledger.record(0)
        try ledger.commit([TestCorrection().opening(at: index, in: ledger)])
        let due = try #require(entry(ledger)).due
        #expect(entry(ledger)?.isOverdue(at: due) == false)
        #expect(entry(ledger)?.isOverdue(at: due + 1) == true)
        ledger.clock = due + 1
        try ledger.commit([TestCorrection().answer(at: index, in: ledger)])
        #expect(entry(ledger)?.isOverdue(at: 0) == true)
    }

    @Test func `a dispute is proven, and its absence, under the same bytes as the status`() throws {
        var ledger = TestLedger.minted
        let (origin, police) = (ledger.network.origin, TestMember.police.id)
        let commitment = TestCorrection().commitment
        let key = StateKey.correction(origin: origin, issuer: police, commitment: commitment)
        let status = StateKey.status(origin: origin, issuer: police, commitment: commitment)
        #expect(key.key == status.key)
        #expect(key.hash != status.hash)
        let before = ledger.state.tree
        try ledger.commit([TestCorrection().opening(at: ledger.record(0), in: ledger)])
        let after = ledger.state.tree
        #expect(try before.proof(key).value(of: key, under: before.root) == nil)
        #expect(try after.proof(key).value(of: key, under: after.root) == entry(ledger)?.encoded)
    }

    @Test func `opening and answer touch the document's entry, for those who watch`() throws {
        let ledger = TestLedger.minted
        let index = ledger.record(0)
        let (origin, police) = (ledger.network.origin, TestMember.police.id)
        let key = StateKey.correction(origin: origin, issuer: police, commitment: TestCorrection().commitment)
        let open = try ledger.admit(TestCorrection().opening(at: index, in: ledger)).act
        let answer = try ledger.admit(TestCorrection().answer(at: index, in: ledger)).act
        #expect(open.touchedKeys(origin: origin, issuer: nil) == [key])
        #expect(answer.touchedKeys(origin: origin, issuer: police) == [key])
    }

    @Test func `a suspended document and one that is over can be disputed too`() throws {
        var ledger = TestLedger.minted
        try ledger.commit([ledger.status(.revoked, of: 0)])
        try ledger.commit([TestCorrection().opening(at: ledger.record(0), in: ledger)])
        #expect(entry(ledger)?.isOpen == true)
    }

    @Test func `an opening opens its commitment and no other`() throws {
        let reason = StatusReason(
            state: .revoked, code: "lost", text: "示例遗失", legalBasis: "示例法第一条", successor: LeafIndex(7), effective: 9)
        let opening = Opening(reason)
        #expect(opening.opens(opening.commitment))
        #expect(!Opening(reason).opens(opening.commitment))
        #expect(try Opening<StatusReason>(decoding: opening.encoded) == opening)
        let claim = Opening(CorrectionClaim(paths: ["XM"], text: "示例错字"))
        #expect(try Opening<CorrectionClaim>(decoding: claim.encoded) == claim)
        let reply = Opening(CorrectionReply(outcome: .removed, text: "示例答复"))
        #expect(try Opening<CorrectionReply>(decoding: reply.encoded) == reply)
        #expect(Opening(reason, salt: [1]) == nil)
    }

    @Test func `a term of fifteen days is written in no parameters, any other in the eleventh place`() throws {
        var parameters = Parameters()
        #expect(parameters.encoded.first == 0x8a)
        #expect(try Parameters(decoding: parameters.encoded) == parameters)
        parameters.correctionTerm = 60
        #expect(parameters.encoded.first == 0x8b)
        #expect(try Parameters(decoding: parameters.encoded) == parameters)
        var encoder = CBOREncoder()
        encoder.array(11)
        encoder.encoded(Parameters().encoded.dropFirst())
        encoder.unsigned(15 * 86_400)
        #expect(throws: CBORError.self) { try Parameters(decoding: encoder.bytes) }
    }
}
