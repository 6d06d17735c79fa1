import Accounts
import HummingbirdTesting
import Importing
import IssuingApp
import Ledger
import NodeAPI
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("A desk from afar")
struct DeskClientTests {
    /// A live desk, its address, and the token of a machine that is a clerk.
    private func live(
        _ test: @escaping @Sendable (DeskFixture, String, String) async throws -> Void
    ) async throws {
        let fixture = try await DeskFixture.make()
        let token = try fixture.desk.accounts.addMachine(
            "hr-system", roles: [.clerk], expiry: fixture.desk.second + 1_000, by: fixture.admin,
            at: fixture.desk.second)
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.live) { client in
            let port = try #require(client.port)
            try await test(fixture, "http://127.0.0.1:\(port)", token)
        }
    }

    private func members(_ value: JSONValue) -> JSONObject {
        if case .object(let object) = value { object } else { JSONObject() }
    }

    @Test func `a machine imports, and reads what the folder tells`() async throws {
        try await live { fixture, url, token in
            let client = try DeskClient(url, token: token)
            let table = "name,number,kind,until\n示例,N0,999,\n,N1,999,\n"
            let body: JSONValue = [
                "name": "table.csv", "content": .string(Base64.encode(Array(table.utf8))),
                "mapping": try fixture.mapping().readable,
            ]
            let report = members(try await client.send(.post("runs", body)))
            #expect(report["accepted"] == 1 && report["faulty"] == 1)
            let run = try #require(try fixture.desk.database.run(RunID(1)))
            #expect(try await client.send(.get("runs/1")) == fixture.desk.report(of: run).json)
            #expect(try await client.send(.get("work")) == fixture.desk.workReport())
            let found = try await client.send(.post("documents/find", ["kind": "999", "number": "N0"]))
            #expect(members(found)["documents"] == .array(try fixture.desk.database.documents().map(\.json)))
            #expect(try await client.send(.get("documents", ["stage": "signed", "run": nil])) == ["documents": []])
        }
    }

    @Test func `what the desk refuses comes with its code and both languages`() async throws {
        try await live { fixture, url, token in
            let client = try DeskClient(url, token: token)
            let error = await #expect(throws: DeskClientError.self) {
                try await client.send(.post("offers", ["document": 99, "withCode": .null]))
            }
            guard case .problem(let problem)? = error else { return }
            #expect(
                problem == DeskProblem(404, "unknown-document", DeskRefusal.unknownDocument(DocumentID(99)).told.words))
            let stranger = try DeskClient(url, token: "nobody")
            await #expect(throws: DeskClientError.self) { try await stranger.send(.get("work")) }
            #expect(throws: DeskClientError.notSecure("http://desk.example")) {
                try DeskClient("http://desk.example", token: token)
            }
            #expect(throws: DeskClientError.badURL("desk")) { try DeskClient("desk", token: token) }
        }
    }

    @Test func `a person signs in, decides, and signs out`() async throws {
        try await live { fixture, url, _ in
            let password = try #require(Password("correct horse battery"))
            let secret = try fixture.desk.accounts.addStaff(
                "zhao.wu", roles: [.approver], password: password, by: fixture.admin, at: fixture.desk.second)
            let approval = try await fixture.desk.propose(
                .retire(TestType.identity.code), text: "", by: fixture.clerk)
            let client = try await DeskClient.signIn(
                url, name: "zhao.wu", password: "correct horse battery", code: secret.code(at: fixture.desk.second))
            _ = try await client.send(.post("approvals/\(approval)", ["approve": true]))
            try await fixture.work()
            let whole = members(try await client.send(.get("approvals/\(approval)")))
            guard case .array(let acts)? = whole["acts"], let act = acts.first else { return }
            #expect(members(act)["stage"] == "final")
            guard case .string(let receipt)? = members(act)["receipt"] else { return }
            let network = try await fixture.ledger.network()
            let final = try Receipt(parsing: receipt).verify(network.policy)
            #expect(members(act)["assurance"] == AssuranceBody(final, network.quorum).json)
            try await client.signOut()
            await #expect(throws: DeskClientError.self) { try await client.send(.get("work")) }
        }
    }
}
