import Accounts
import Foundation
import Hummingbird
import HummingbirdTesting
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct StoreRouteTests {
    /// A program of the party, by its token.
    private struct Program: Sendable {
        let client: any TestClientProtocol
        let token: String

        func get(_ path: String) async throws -> Answer {
            Answer(try await client.execute(uri: path, method: .get, headers: [.authorization: "Bearer \(token)"]))
        }

        func post(_ path: String, _ body: JSONValue, key: String? = nil) async throws -> Answer {
            var headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
            if let key, let name = HTTPFields.Element.Name("idempotency-key") { headers[name] = key }
            return Answer(
                try await client.execute(
                    uri: path, method: .post, headers: headers, body: ByteBuffer(string: body.compact)))
        }
    }

    private func run(
        _ desk: TestDesk, roles: Set<StaffRole> = [.clerk],
        _ talk: @Sendable @escaping (Program) async throws -> Void
    ) async throws {
        let second = desk.town.time.now / 1_000
        let console = Caller(name: "operator", roles: [.admin], kind: .console)
        let token = try desk.desk.accounts.addMachine(
            "core-system", roles: roles, expiry: second + 400 * 86_400, by: console, at: second)
        try await desk.run { try await talk(Program(client: $0.client, token: token)) }
    }

    private func object(_ answer: Answer) throws -> JSONObject {
        guard case .object(let object) = try JSONValue(parsing: answer.bytes, maxByteCount: 1 << 20) else {
            return JSONObject()
        }
        return object
    }

    @Test func `nobody reads without a sign-in, and no clerk without a case`() async throws {
        let desk = try await TestDesk.make()
        try await run(desk) { program in
            let stranger = Program(client: program.client, token: "wrong")
            for path in ["/api/uses", "/api/notices", "/api/standing", "/api/documents/standing?record=1"] {
                let answer =
                    path == "/api/standing" ? try await stranger.post(path, [:]) : try await stranger.get(path)
                #expect(answer.status == 401, "\(path)")
            }
            #expect(try await program.get("/api/uses").problem() == "case-needed")
            #expect(try await program.get("/api/notices").problem() == "case-needed")
            #expect(try await program.get("/api/retention").status == 403)
            #expect(try await program.get("/api/uses?case=x&limit=y").problem() == "bad-body")
            let mistyped = [
                "uses?case=x&foo=1", "documents/standing?grant=\(String(repeating: "0", count: 64))&number=1",
            ]
            for path in mistyped + ["uses?case=x&case=y", "documents/standing?record=1&document=2", "scenes?lang=en"] {
                #expect(try await program.get("/api/" + path).problem() == "bad-body", "\(path)")
            }
        }
    }

    @Test func `uses of a case, its standing and its export are given, and who asked is written down`() async throws {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(1, by: desk.town)
        let grant = try await desk.granted(caseNumber: "A-17", documents: documents)
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        while try await desk.desk.follow() {}
        try await run(desk) { program in
            let found = try object(try await program.get("/api/uses?case=A-17"))
            guard case .array(let uses)? = found["uses"] else { return }
            #expect(uses.count == 1 && found["next"] == .null)
            let standing = try object(
                try await program.get("/api/documents/standing?grant=\(grant)&number=1&place=0"))
            #expect(standing["answer"] == "yes" && standing["state"] == "valid")
            let both: JSONValue = [
                "questions": [["grant": .string("\(grant)"), "number": 1, "place": 0], ["record": 999_999]]
            ]
            guard case .array(let answers)? = try object(try await program.post("/api/standing", both))["standing"]
            else { return }
            #expect(answers.count == 2 && answers[0] == .object(standing))
            let export = try await program.get("/api/cases/A-17/export")
            #expect(export.status == 200 && export.bytes.count.isMultiple(of: 512))
            #expect(try await program.get("/api/cases/A-18/export").status == 404)
        }
        #expect(try desk.desk.accounts.auditLines().map(\.action).suffix(3) == ["uses-list", "export", "export-done"])
    }

    @Test func `a bulk order needs a key, and comes back item by item`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let body: JSONValue = [
            "items": [
                ["reference": "a", "grant": .string("\(grant)")],
                ["reference": "b", "grant": .string(SHA256.digest([7]).hex)],
            ]
        ]
        try await run(desk) { program in
            #expect(try await program.post("/api/bulk/uses", body).problem() == "idempotency-key-needed")
            let first = try await program.post("/api/bulk/uses", body, key: #""k-1""#)
            #expect(first.status == 207)
            #expect(try object(first)["done"] == 1 && object(first)["failed"] == 1)
            // With quotes and without it is the same key.
            #expect(try await program.post("/api/bulk/uses", body, key: "k-1").bytes == first.bytes)
            let other: JSONValue = ["items": []]
            let refused = try await program.post("/api/bulk/uses", other, key: "k-1")
            #expect(try refused.status == 422 && refused.problem() == "idempotency-key-of-another")
            let twice: JSONValue = [
                "items": [
                    ["reference": "a", "grant": .string("\(grant)")], ["reference": "a", "grant": .string("\(grant)")],
                ]
            ]
            #expect(try await program.post("/api/bulk/uses", twice, key: "k-2").problem() == "bad-body")
        }
        #expect(await desk.town.count(.use) == 1)
    }

    @Test func `holds and retention are for those who supervise`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        try await run(desk, roles: [.admin]) { program in
            let body: JSONValue = ["case": "示例案 17", "ground": "示例裁定"]
            let slip: JSONValue = ["case": "示例案 71", "ground": "示例裁定"]
            #expect(try await program.post("/api/holds", slip).problem() == "nothing-to-hold")
            let ahead: JSONValue = ["case": "示例案 71", "ground": "示例裁定", "ahead": true]
            #expect(try await program.post("/api/holds", ahead).status == 201)
            #expect(try await program.post("/api/holds", body).status == 201)
            #expect(try await program.post("/api/holds", body).problem() == "held-already")
            guard case .array(let uses)? = try object(try await program.get("/api/retention"))["uses"],
                case .object(let use)? = uses.first, case .object(let hold)? = use["hold"]
            else {
                Issue.record("no use with a hold")
                return
            }
            #expect(hold["ground"] == "示例裁定" && use["retentionDays"] == 30)
            #expect(try await program.post("/api/holds/release", ["case": "示例案 17"]).status == 200)
            #expect(try await program.post("/api/holds/release", ["case": "示例案 17"]).status == 404)
        }
    }
}
