import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct StatementRoutesTests {
    @Test func `a client that waits is answered with a receipt of its statement`() async throws {
        try await ServedNode.run { served in
            let submission = served.anchor("示例公告")
            let response = try await served.post([submission], to: "/statements?wait=final")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            let outcome = try #require(response.outcomes().first)
            #expect(outcome.state == .final)
            let text = try #require(outcome.receipt)
            let receipt = try Receipt(parsing: text)
            #expect(receipt.leaf == submission.statement)
            #expect(receipt.proof.index.value == outcome.index)
            let final = try receipt.verify(served.network.policy)
            #expect(outcome.assurance == AssuranceBody(final, served.network.quorum))
            #expect(outcome.assurance?.words.en.hasPrefix("1 of 1 institutions signed; ") == true)
        }
    }

    @Test func `a client that does not wait can ask what became of its statement`() async throws {
        try await ServedNode.run { served in
            let submission = served.anchor("示例公告")
            let response = try await served.post([submission])
            #expect([.accepted, .ok].contains(response.status))
            let id = try #require(response.outcomes().first?.id)
            #expect(id == (try Statement(decoding: submission.statement)).id.description)
            // The same statement again, this time waiting: it counts once.
            let again = try await served.post([submission], to: "/statements?wait=final").outcomes()
            let asked: OutcomeBody = try await served.get("/statements/\(id)").json()
            #expect(asked.state == .final)
            #expect(asked.index == again.first?.index)
        }
    }

    @Test func `a request's statements have their outcomes in their order`() async throws {
        try await ServedNode.run { served in
            let response = try await served.post(
                [served.anchor("甲"), served.stranger("乙"), served.anchor("丙")], to: "/statements?wait=final")
            #expect(response.status == .ok)
            #expect(try response.outcomes().map(\.state) == [.final, .refused, .final])
            #expect(try response.outcomes()[1].code == "unknown-member")
        }
    }

    @Test func `when every statement is refused the answer is 422, in words of both languages`() async throws {
        try await ServedNode.run { served in
            let response = try await served.post([served.stranger("甲"), served.stranger("乙")])
            #expect(response.status.code == 422)
            for outcome in try response.outcomes() {
                #expect(outcome.state == .refused)
                #expect(outcome.detail?.en.contains("stranger") == true)
                #expect(outcome.detail?.zh.contains("stranger") == true)
                #expect(outcome.next?.zh.isEmpty == false)
                #expect(outcome.height == served.node.snapshot.head.height.value)
            }
        }
    }

    @Test func `a refusal is signed by the node's release key, and kept under the statement's id`() async throws {
        try await ServedNode.run { served in
            let outcomes = try await served.post([served.stranger("甲")]).outcomes()
            let outcome = try #require(outcomes.first)
            let id = try #require(outcome.id)
            let kept: OutcomeBody = try await served.get("/statements/\(id)").json()
            for answer in [outcome, kept] {
                let bytes = try #require(answer.refusal.flatMap { Base64.decode($0) })
                let signed = try Statement(decoding: bytes)
                #expect(signed.isSigned(signed.signatures[0], by: served.network.genesis.validators[0].keys.release))
                let note = try RefusalNote(decoding: signed.payload)
                #expect(note.statement.description == id)
                #expect(note.code == answer.code)
            }
        }
    }

    @Test func `a use that came too late names the one in its place, with its receipt`() async throws {
        try await ServedNode.run { served in
            let grant = TestGrant()
            let winner = grant.use(1, in: served.signer)
            try await served.commit([winner])
            let again = grant.use(1, in: served.signer, salt: "again")
            let late = try await served.post([again], to: "/statements?wait=final")
            #expect(late.status.code == 422)
            let outcome = try #require(late.outcomes().first)
            #expect(outcome.code == "already-used")
            let told = try #require(outcome.winner)
            #expect(told.id == (try Statement(decoding: winner.statement)).id.description)
            let text = try #require(told.receipt)
            let receipt = try Receipt(parsing: text)
            #expect(receipt.leaf == winner.statement)
            let final = try receipt.verify(served.network.policy)
            #expect(told.assurance == AssuranceBody(final, served.network.quorum))
        }
    }

    @Test func `of many uses the first bad one is told, and each good one has its receipt`() async throws {
        try await ServedNode.run { served in
            let grant = TestGrant()
            let uses = TestUses([1, 2].map { grant.record($0, in: served.signer) })
            let good = try await served.post([uses.submission(in: served.signer)], to: "/statements?wait=final")
            let manifest = try #require(good.outcomes().first?.index)
            let block: BlockBody = try await served.get("/blocks/\(served.node.snapshot.head.height)").json()
            let key = StateKey.grant(grant.id(in: served.signer))
            #expect(block.touched.grant == [String(key.hash.hex.prefix(4))])
            #expect(block.records == 2)
            for (position, record) in uses.records.enumerated() {
                let text = try await served.get("/receipts/\(Int(manifest) + 1 + position)").text
                let checked = try CheckedUse(try Receipt(parsing: text), network: served.network)
                #expect(checked.use.index == record.index)
                #expect(checked.record == position)
            }
            let again = TestUses([grant.record(2, in: served.signer, salt: "again")])
            let late = try await served.post([again.submission(in: served.signer)], to: "/statements?wait=final")
            let outcome = try #require(late.outcomes().first)
            #expect(outcome.code == "bad-use")
            #expect(outcome.badUse == BadUseBody(position: 0, code: "already-used"))
            let winner = try #require(outcome.winner)
            #expect(winner.record == 1)
            let receipt = try Receipt(parsing: try #require(winner.receipt))
            #expect(try CheckedUse(receipt, network: served.network).index.value == manifest + 2)
        }
    }

    @Test func `bytes that cannot be read as a statement have an outcome without an id`() async throws {
        try await ServedNode.run { served in
            let outcomes = try await served.post([Submission(statement: [0xd2, 0x00])]).outcomes()
            let outcome = try #require(outcomes.first)
            #expect(outcome.code == "not-a-statement")
            #expect(outcome.id == nil)
            #expect(outcome.refusal == nil)
        }
    }

    @Test func `a statement that waits for its block is pending`() async throws {
        let id = StatementID(Digest.leaf([1]))
        try await ServedNode.runIdle(alter: { answering($0) { .success([.pending(id)]) } }) { served in
            let response = try await served.post([served.anchor("甲")], to: "/statements?wait=final")
            #expect(response.status == .accepted)
            #expect(try response.outcomes() == [.pending(id)])
        }
    }

    @Test(arguments: [
        (SubmitError.overloaded(waitingBytes: 12, limit: 10), ProblemCode.overloaded), (.stopping, .stopping),
        (.storage("the disk of this machine"), .storageFailed),
    ])
    func `what keeps a node from taking statements is said`(_ error: SubmitError, _ code: ProblemCode) async throws {
        try await ServedNode.runIdle(alter: { answering($0) { .failure(error) } }) { served in
            let response = try await served.post([served.anchor("甲")])
            try expectProblem(response, code)
            #expect((response.headers[.retryAfter] == "1") == (code.status == 503))
            #expect(!response.text.contains("the disk of this machine"))
        }
    }
}

/// A node that gives this answer to every submission.
private func answering(
    _ node: Node, _ answer: @escaping @Sendable () -> Result<[StatementOutcome], SubmitError>
) -> AlteredNode {
    var altered = AlteredNode(node)
    altered.submitting = { (_, _) async throws(SubmitError) in try answer().get() }
    return altered
}

struct StatementShapeTests {
    @Test(arguments: [
        String?.none, "text/plain", "application/x-www-form-urlencoded", "application/octet-streams",
    ])
    func `a body of another media type is refused`(_ mediaType: String?) async throws {
        try await ServedNode.runIdle { served in
            try expectProblem(try await served.post([served.anchor("甲")], mediaType: mediaType), .wrongMediaType)
        }
    }

    @Test func `parameters and case of the media type do not matter`() async throws {
        try await ServedNode.run { served in
            let response = try await served.post(
                [served.anchor("甲")], to: "/statements?wait=final", mediaType: "Application/Octet-Stream; a=b")
            #expect(response.status == .ok)
        }
    }

    @Test func `a body that is no sequence of statements is refused as a whole`() async throws {
        try await ServedNode.runIdle { served in
            let whole = served.anchor("甲").framed
            let record: [UInt8] = [0, 2, 0x82, 0x01]
            try expectProblem(try await served.post(bytes: []), .emptyBody)
            try expectProblem(try await served.post(bytes: Array(whole.dropLast())), .cutOff)
            try expectProblem(try await served.post(bytes: whole + [0]), .cutOff)
            try expectProblem(try await served.post(bytes: record), .notStatements)
            try expectProblem(try await served.post(bytes: [0, 0]), .notStatements)
        }
    }

    @Test func `more statements or bytes than allowed are refused`() async throws {
        let configure = { (configuration: inout NodeConfiguration) in
            configuration.maxStatementsPerRequest = 2
            configuration.maxBodyBytes = 4_096
        }
        try await ServedNode.run(isFilled: false, configure: configure) { served in
            let three = (1...3).map { served.stranger("\($0)") }
            #expect(try await served.post(Array(three.prefix(2))).status.code == 422)
            try expectProblem(try await served.post(three), .tooManyStatements)
            let large = [UInt8](repeating: 0xd2, count: 4_097)
            try expectProblem(try await served.post(bytes: large), .bodyTooLarge)
        }
    }

    @Test func `a wait for something else is refused`() async throws {
        try await ServedNode.runIdle { served in
            try expectProblem(try await served.post([], to: "/statements?wait=long"), .badParameter)
        }
    }

    @Test func `a statement that nobody sent is not found`() async throws {
        try await ServedNode.runIdle { served in
            let id = String(repeating: "0a", count: 32)
            try expectProblem(try await served.get("/statements/\(id)"), .unknownStatement)
            try expectProblem(try await served.get("/statements/\(id.uppercased())"), .badParameter)
            try expectProblem(try await served.get("/statements/\(id.dropLast())"), .badParameter)
        }
    }
}
