import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

extension ServedNode {
    /// Registers members and types, accredits, declares the bank's scene, and takes a grant of two uses.
    func fill() async throws {
        var sequence: UInt64 = 0
        let members = TestMember.allCases.map { member in
            sequence += 1
            let act = RegisterMember(sequence: sequence, member: member.id, details: member.details)
            return signer.submission(.registerMember(act), by: .allGovernors)
        }
        let types = TestType.allCases.map { type in
            sequence += 1
            return signer.submission(
                .registerType(RegisterType(sequence: sequence, type: type.definition())), by: .allGovernors)
        }
        try await commit(members + types)
        let rights = TestType.allCases.map { type in
            let act = Accredit(code: type.code, issuer: type.owner.id, period: Period(from: 0, until: nil))
            return signer.submission(.accredit(act), by: .member(type.owner))
        }
        let scene = signer.submission(.declareScene(DeclareScene(scene: TestScene.loan)), by: .member(.bank))
        let act = ApproveScene(
            party: TestMember.bank.id, code: TestScene.loan.code, scene: TestScene.loan.digest)
        let approval = signer.submission(.approveScene(act), by: .member(.regulator))
        try await commit(rights + [scene, approval])
        try await commit([TestGrant().submission(in: signer)])
    }

    /// Takes statements without HTTP; each must become final.
    func commit(_ submissions: [Submission]) async throws {
        let body = submissions.flatMap(\.framed)
        for outcome in try await node.submit(body, waitsForFinal: true) {
            guard case .final = outcome else { throw NotFinal(outcome: outcome) }
        }
    }

    /// A statement that is accepted each time: a note of that name is anchored.
    func anchor(_ name: String, by member: TestMember = .notary) -> Submission {
        let act = AnchorNote(kind: .other, commitment: TestIssue.commitment(name))
        return signer.submission(.anchorNote(act), by: .member(member))
    }

    /// A statement that is refused: its issuer is no member.
    func stranger(_ name: String) -> Submission {
        let act = AnchorNote(kind: .other, commitment: TestIssue.commitment(name))
        return signer.submission(.anchorNote(act), by: .member(MemberID(checked: "stranger"), TestKey.own(name)))
    }

    /// A statement that did not become final.
    struct NotFinal: Error {
        let outcome: StatementOutcome
    }
}

/// Asking, and reading answers.
extension ServedNode {
    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await client.execute(uri: uri, method: .get, headers: headers)
    }

    func post(
        _ submissions: [Submission], to uri: String = "/statements", mediaType: String? = "application/octet-stream"
    ) async throws -> TestResponse {
        try await post(bytes: submissions.flatMap(\.framed), to: uri, mediaType: mediaType)
    }

    func post(
        bytes: [UInt8], to uri: String = "/statements", mediaType: String? = "application/octet-stream"
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        headers[.contentType] = mediaType
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(bytes: bytes))
    }
}

extension TestResponse {
    var bytes: [UInt8] { Array(body.readableBytesView) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func json<Body: Decodable>(_: Body.Type = Body.self) throws -> Body {
        try JSONDecoder().decode(Body.self, from: Data(bytes))
    }

    /// The outcomes of a submission.
    func outcomes() throws -> [OutcomeBody] { try json(OutcomesBody.self).outcomes }
}

/// Checks that an answer is that problem, in full and in both languages.
func expectProblem(
    _ response: TestResponse, _ code: ProblemCode, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(response.headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
    let problem: Problem = try response.json()
    #expect(problem.code == code.rawValue, sourceLocation: sourceLocation)
    #expect(problem.status == code.status, sourceLocation: sourceLocation)
    #expect(response.status.code == code.status, sourceLocation: sourceLocation)
    #expect(problem.type == "about:blank", sourceLocation: sourceLocation)
    for text in [problem.detail, problem.next, problem.detailZh, problem.nextZh, problem.title] {
        #expect(!text.isEmpty, sourceLocation: sourceLocation)
    }
}
