import Accounts
import Dispatch
import Foundation
import Hummingbird
import HummingbirdTesting
import Importing
import IssuingApp
import Logging
import NodeAPI
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

    @Test func `what is published is open to every origin, and what staff see is not`() async throws {
        try await serve { fixture, client, _ in
            let wellKnown = ["jwt-vc-issuer", "openid-credential-issuer"].map { "/.well-known/" + $0 }
            for path in ["/types/TESTIDENTITY/1"] + wellKnown {
                let answer = try await client.execute(uri: path, method: .get)
                #expect(answer.headers[.accessControlAllowOrigin] == "*", "\(path)")
            }
            let packed = try await client.execute(
                uri: "/types/TESTIDENTITY/1", method: .get, headers: [.acceptEncoding: "br, gzip;q=0.8"])
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.vary] == "accept-encoding")
            #expect(Array(buffer: packed.body).starts(with: [0x1f, 0x8b, 8]))
            for encodings in ["identity", "gzip;q=0", "gzip;q=0.000, br"] {
                let plain = try await client.execute(
                    uri: "/types/TESTIDENTITY/1", method: .get, headers: [.acceptEncoding: encodings])
                #expect(plain.headers[.contentEncoding] == nil)
                _ = try json(plain)
            }
            #expect(try await client.execute(uri: "/runs", method: .get).headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test func `a file that is no text comes back with byte and row, in both languages`() async throws {
        try await serve { fixture, client, token in
            let headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer " + token]
            // 示例 in GB18030, then a byte that stands in no encoding.
            let head = Array("name,number,kind,until\n".utf8)
            let good = head + [0xca, 0xbe, 0xc0, 0xfd] + Array(",N0,999,\n".utf8)
            let bytes = good + [0xff] + Array(",N1,999,\n".utf8)
            let body: JSONValue = [
                "name": "table.csv", "content": .string(Base64.encode(bytes)),
                "mapping": try fixture.mapping().readable,
            ]
            let answer = try await client.execute(
                uri: "/runs", method: .post, headers: headers, body: ByteBuffer(string: body.compact))
            #expect(answer.status == .unprocessableContent)
            let problem = try #require(DeskProblem(reading: Array(buffer: answer.body)))
            #expect(problem.code == "unknown-encoding")
            #expect(problem.words.detail.en.contains("GB18030 (breaks at byte \(good.count), row 3)"))
            #expect(problem.words.detail.zh.contains("第 3 行（字节 \(good.count)）"))
            #expect(try fixture.desk.database.runs().isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
            #expect(!left.contains { $0.hasPrefix("uploads-") })
        }
    }

    @Test func `a mapping that does not fit the type is told in both languages`() async throws {
        try await serve { fixture, client, token in
            let headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer " + token]
            let text = try fixture.mapping().readable.compact.replacing("\"XM\"", with: "\"XX\"")
            let body = """
                {"name":"t.csv","content":"\(Base64.encode(Array("name,number,kind,until\n".utf8)))","mapping":\(text)}
                """
            let answer = try await client.execute(
                uri: "/runs", method: .post, headers: headers, body: ByteBuffer(string: body))
            let problem = try #require(DeskProblem(reading: Array(buffer: answer.body)))
            #expect(problem.status == 422 && problem.words.detail.zh != problem.words.detail.en)
            #expect(problem.words.detail.en.contains("XX"))
        }
    }

    @Test func `a file that a killed process left in the clear is gone when the desk is opened to work`() async throws {
        let fixture = try await DeskFixture.make()
        let left = fixture.folder.path + "/uploads-0011223344556677"
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
        try Data("姓名,证件号码".utf8).write(to: URL(fileURLWithPath: left + "/table.csv"))
        let lock = try #require(try MintingLock(fixture.folder))
        #expect(!FileManager.default.fileExists(atPath: left))
        // Whoever has no lock leaves the files of the one that has it alone.
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
        #expect(try MintingLock(fixture.folder) == nil)
        #expect(FileManager.default.fileExists(atPath: left))
        withExtendedLifetime(lock) {}
    }

    @Test func `no more heavy work is begun than fits, and there is room again when it ends`() async throws {
        let work = HeavyWork(limit: 1)
        let (began, isBegun) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        async let first = work.run {
            isBegun.yield()
            gate.wait()
            return 1
        }
        for await _ in began { break }
        await #expect(throws: AccountRefusal.busy) { try await work.run { 2 } }
        gate.signal()
        #expect(try await first == 1)
        #expect(try await work.run { 3 } == 3)
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
