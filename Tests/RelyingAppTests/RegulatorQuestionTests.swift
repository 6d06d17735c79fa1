import Accounts
import Ledger
import NodeAPI
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// A regulator asks which uses have shown a document.
struct RegulatorQuestionTests {
    /// A desk with one use of one document.
    private struct Shown {
        let desk: TestDesk
        let record: LeafIndex
        let use: StoredUse
        let tag = SHA256.digest(Array("示例标签".utf8))

        var second: UInt64 { desk.town.time.now / 1_000 }

        func attestation(of record: LeafIndex? = nil, tag: Digest? = nil, by member: TestMember = .police) -> [UInt8] {
            TagAttestation(record: record ?? self.record, tag: tag ?? self.tag).signed(
                by: member.key, of: member.id, origin: desk.town.origin, now: second)
        }

        /// The receipt of a final disclosure under a tag.
        func disclosed(by member: TestMember = .regulator, tag: Digest? = nil) async throws -> [UInt8] {
            let act = Disclose(
                ground: LegalGround.courtOrder.rawValue, details: TestIssue.commitment("示例详情"),
                mark: .tag(tag ?? self.tag))
            let statement = Signatory.member(member).signed(
                ActName.disclose.contentType, act.encoded, origin: desk.town.origin, notAfter: second + 30)
            let outcome = try await desk.town.submit(statement)
            return try Receipt(parsing: try #require(outcome.receipt)).encoded
        }

        func question(
            _ attestation: [UInt8], _ receipt: [UInt8], record: LeafIndex? = nil, skipping: UInt64 = 0,
            to address: String? = nil, by member: TestMember = .regulator
        ) -> Statement {
            UsesQuestion(
                to: address ?? desk.desk.configuration.url, record: (record ?? self.record).value,
                attestation: attestation, receipt: receipt, skipping: skipping
            ).signed(by: member.key, of: member.id, origin: desk.town.origin, now: second)
        }

        func ask(_ question: Statement) async throws -> Answer {
            try await desk.run { try await $0.post("/regulator/uses", question.bytes) }
        }
    }

    private func shown() async throws -> Shown {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(2, by: desk.town)
        let grant = try await desk.granted(documents: [documents[0]])
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        let issue = try CheckedIssue(Receipt(decoding: documents[0].receipt), network: desk.town.known)
        return Shown(desk: desk, record: issue.index, use: use)
    }

    @Test func `a regulator with a final disclosure is told where the uses stand, and nothing of what they brought`()
        async throws
    {
        let shown = try await shown()
        let receipt = try await shown.disclosed()
        let question = shown.question(shown.attestation(), receipt)
        let answer = try await shown.ask(question)
        #expect(answer.status == 200)
        let statement = try Statement(decoding: answer.bytes)
        #expect(statement.header.contentType == Purpose.usesAnswer)
        #expect(statement.isSigned(statement.signatures[0], by: TestMember.bank.key.publicKey))
        let told = try UsesAnswer(decoding: statement.payload)
        #expect(told.question == question.id && told.record == shown.record.value && told.total == 1)
        let line = try #require(told.uses.first)
        #expect(line.grant == shown.use.grant && line.index == shown.use.number && line.height == shown.use.height)
        let proof = try Receipt(parsing: String(decoding: line.receipt, as: UTF8.self))
        let use = try CheckedUse(proof, network: shown.desk.town.known)
        #expect(use.party == TestMember.bank.id && use.use.grant == line.grant && use.use.index == line.index)
        let audit = try shown.desk.desk.accounts.auditLines().last
        #expect(audit?.action == "uses-told" && audit?.actor == "machine:regulator/regulator")
        // Behind the last there is nothing, and the total stays.
        let rest = try await shown.ask(shown.question(shown.attestation(), receipt, skipping: 1))
        let end = try UsesAnswer(decoding: try Statement(decoding: rest.bytes).payload)
        #expect(end.total == 1 && end.uses.isEmpty)
    }

    @Test func `of a document that no use has shown there is none to tell`() async throws {
        let shown = try await shown()
        let other = shown.record.advanced(by: 1)
        let answer = try await shown.ask(
            shown.question(shown.attestation(of: other), try await shown.disclosed(), record: other))
        let told = try UsesAnswer(decoding: try Statement(decoding: answer.bytes).payload)
        #expect(told.total == 0 && told.uses.isEmpty)
    }

    @Test func `nobody else is answered, and no question without its disclosure`() async throws {
        let shown = try await shown()
        let (attested, receipt) = (shown.attestation(), try await shown.disclosed())
        func code(_ question: Statement) async throws -> String { try await shown.ask(question).problem() }
        #expect(try await code(shown.question(attested, receipt, by: .police)) == "not-a-regulator")
        #expect(try await code(shown.question(attested, receipt, to: "https://other.example")) == "other-desk")
        #expect(try await code(shown.question(attested, receipt, by: .notary)) == "not-a-member")
        // A use is final, and is no disclosure; neither is a part of a receipt.
        let use = try Receipt(parsing: try #require(shown.use.receipt)).encoded
        #expect(try await code(shown.question(attested, use)) == "not-disclosed")
        #expect(try await code(shown.question(attested, Array(receipt.dropLast()))) == "not-disclosed")
        let other = SHA256.digest(Array("另一标签".utf8))
        let police = try await shown.disclosed(by: .police, tag: other)
        #expect(try await code(shown.question(shown.attestation(tag: other), police)) == "not-disclosed")
        #expect(try await code(shown.question(shown.attestation(tag: other), receipt)) == "not-disclosed")
    }

    @Test func `an attestation must be by the record's issuer, of that record`() async throws {
        let shown = try await shown()
        let receipt = try await shown.disclosed()
        func code(_ attestation: [UInt8]) async throws -> String {
            try await shown.ask(shown.question(attestation, receipt)).problem()
        }
        #expect(try await code(shown.attestation(by: .bank)) == "not-attested")
        #expect(try await code(shown.attestation(of: shown.record.advanced(by: 1))) == "not-attested")
        #expect(try await code([1, 2, 3]) == "not-attested")
        #expect(try await shown.desk.run { try await $0.post("/regulator/uses", [1]) }.problem() == "bad-request")
    }

    @Test func `one that asks without end is held up`() async throws {
        let shown = try await shown()
        let question = shown.question([], [])
        let answers = try await shown.desk.run { talk in
            var codes: [String] = []
            for _ in 0..<62 { codes.append(try await talk.post("/regulator/uses", question.bytes).problem()) }
            return codes
        }
        #expect(answers.prefix(60).allSatisfy { $0 == "not-attested" } && answers.last == "too-many-questions")
    }
}
