import Accounts
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Logging
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("The desk over HTTP")
struct DeskServerTests {
    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func serve(
        _ test: @escaping @Sendable (DeskFixture, any TestClientProtocol, String) async throws -> Void
    ) async throws {
        let fixture = try await DeskFixture.make()
        let token = try fixture.desk.accounts.addMachine(
            "hr-system", roles: [.clerk], expiry: fixture.desk.second + 1_000, by: fixture.admin,
            at: fixture.desk.second)
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.router) { client in
            try await test(fixture, client, token)
        }
    }

    func json(_ response: TestResponse) throws -> JSONValue {
        try JSONValue(parsing: String(buffer: response.body), maxByteCount: 1 << 20)
    }

    @Test func `nobody reads a report without signing in, and a machine does by its token`() async throws {
        try await serve { fixture, client, token in
            try fixture.importRows(3)
            let refused = try await client.execute(uri: "/runs/1", method: .get)
            #expect(refused.status == .unauthorized)
            #expect(refused.headers[.contentType] == "application/problem+json")
            let page = try await client.execute(uri: "/runs/1", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .seeOther)
            let good = try await client.execute(
                uri: "/runs/1", method: .get, headers: [.authorization: "Bearer " + token])
            #expect(good.status == .ok)
            guard case .object(let report) = try json(good) else { return }
            #expect(report["accepted"] == .integer(3))
        }
    }

    @Test func `staff read the reason of a change for a holder who asks, and the look is noted`() async throws {
        try await serve { fixture, client, token in
            try fixture.importRows(1)
            try fixture.directory.open(["N0"])
            try await fixture.work()
            let record = try #require(try fixture.desk.database.document(DocumentID(1))?.record)
            let headers: HTTPFields = [.authorization: "Bearer " + token]
            let none = try await client.execute(uri: "/records/\(record)/reason", method: .get, headers: headers)
            #expect(none.status == .notFound)
            let change = try StatusChange(
                state: .suspended, reason: .underReview, text: "核查", legalBasis: "示例法")
            _ = try fixture.desk.propose(change, of: [DocumentID(1)], by: fixture.clerk)
            try await fixture.work()
            let told = try await client.execute(uri: "/records/\(record)/reason", method: .get, headers: headers)
            guard case .object(let json) = try json(told), case .string(let text)? = json["opening"] else { return }
            #expect(json["text"] == "核查" && json["reason"] == "under-review" && json["state"] == "suspended")
            let opening = try Opening<StatusReason>(decoding: try #require(Base64URL.decode(text)))
            #expect(try await fixture.ledger.reasons() == [opening.commitment])
            #expect(try fixture.desk.accounts.auditLines(after: 0).contains { $0.action == "reason-read" })
            let stranger = try await client.execute(uri: "/records/\(record)/reason", method: .get)
            #expect(stranger.status == .unauthorized)
        }
    }

    @Test func `a person signs in, and a form without its token changes nothing`() async throws {
        try await serve { fixture, client, _ in
            try fixture.importRows(1)
            let password = try #require(Password("correct horse battery"))
            let secret = try fixture.desk.accounts.addStaff(
                "li.si", roles: [.clerk], password: password, by: fixture.admin, at: fixture.desk.second)
            let body = """
                {"name":"li.si","password":"correct horse battery","code":"\(secret.code(at: fixture.desk.second))"}
                """
            let answer = try await client.execute(
                uri: "/sign-in", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: body))
            #expect(answer.status == .ok)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            guard case .object(let session) = try json(answer), case .string(let formToken)? = session["formToken"]
            else { return }
            let sent = String(cookie.prefix { $0 != ";" })
            let offer = ByteBuffer(string: #"{"document":1}"#)
            let without = try await client.execute(
                uri: "/offers", method: .post, headers: [.contentType: "application/json", .cookie: sent], body: offer)
            #expect(without.status == .forbidden)
            var headers: HTTPFields = [.contentType: "application/json", .cookie: sent]
            headers[try #require(HTTPFields.Element.Name("x-form-token"))] = formToken
            let with = try await client.execute(uri: "/offers", method: .post, headers: headers, body: offer)
            #expect(with.status == .created)
            let page = try await client.execute(
                uri: "/runs/1?lang=zh", method: .get, headers: [.accept: "text/html", .cookie: sent])
            #expect(String(buffer: page.body).contains("导入报告"))
        }
    }

    @Test func `types, keys and status lists are for everybody`() async throws {
        try await serve { fixture, client, _ in
            let type = try await client.execute(uri: "/types/TESTIDENTITY/1", method: .get)
            #expect(type.status == .ok)
            let missing = try await client.execute(uri: "/types/TESTIDENTITY/2", method: .get)
            #expect(missing.status == .notFound)
            let keys = try await client.execute(uri: "/.well-known/jwt-vc-issuer", method: .get)
            #expect(keys.status == .ok)
            #expect(try await client.execute(uri: "/status/0", method: .get).status == .notFound)
            try fixture.importRows(1)
            try fixture.directory.open(["N0"])
            try await fixture.work()
            let list = try await client.execute(uri: "/status/0", method: .get)
            #expect(list.headers[.contentType] == "application/statuslist+jwt")
            #expect(try await client.execute(uri: "/nowhere", method: .get).status == .notFound)
        }
    }

    @Test func `a wrong role, a wrong body and a wrong number have their own problems`() async throws {
        try await serve { _, client, token in
            let headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer " + token]
            let role = try await client.execute(
                uri: "/approvals/1", method: .post, headers: headers, body: ByteBuffer(string: #"{"approve":true}"#))
            #expect(role.status == .forbidden)
            let body = try await client.execute(
                uri: "/offers", method: .post, headers: headers, body: ByteBuffer(string: #"{"document":"1"}"#))
            #expect(body.status == .badRequest)
            let twice = try await client.execute(
                uri: "/offers", method: .post, headers: headers,
                body: ByteBuffer(string: #"{"document":1,"document":2}"#))
            #expect(twice.status == .badRequest)
            let number = try await client.execute(
                uri: "/offers", method: .post, headers: headers, body: ByteBuffer(string: #"{"document":99}"#))
            #expect(number.status == .notFound)
        }
    }
}

extension DeskServerTests {
    @Test func `the document describes every route, and every route that it describes is there`() async throws {
        let fixture = try await DeskFixture.make()
        let server = DeskServer(fixture.desk, logger: DeskServerTests.logger)
        try await server.application().test(.router) { client in
            let answer = try await client.execute(uri: "/openapi.json", method: .get)
            guard case .object(let document) = try json(answer), case .object(let paths)? = document["paths"] else {
                return
            }
            var described: Set<String> = []
            for path in paths.members {
                guard case .object(let methods) = path.value else { continue }
                for method in methods.members { described.insert("\(method.name.uppercased()) \(path.name)") }
            }
            // What wallets ask is described by OpenID4VCI.
            let ours = server.routes.filter { !DeskServer.isClaimRoute($0) }
            #expect(Set(ours) == described)
        }
    }
}
