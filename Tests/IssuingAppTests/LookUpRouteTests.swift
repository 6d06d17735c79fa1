import Accounts
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("The counter over HTTP")
struct LookUpRouteTests {
    private let code = TestType.identity.code

    private func serve(
        _ test: @escaping @Sendable (DeskFixture, any TestClientProtocol, HTTPFields) async throws -> Void
    ) async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        try fixture.directory.open(["N0", "N1"])
        try await fixture.work()
        let rule = try #require(LookUpRule(checking: code, keys: ["ZZBH"], identity: .number))
        try fixture.desk.set(rule, by: fixture.admin)
        let token = try fixture.desk.accounts.addMachine(
            "window", roles: [.inquirer], expiry: fixture.desk.second + 100_000, by: fixture.admin,
            at: fixture.desk.second)
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.router) { client in
            try await test(
                fixture, client, [.authorization: "Bearer " + token, .contentType: "application/json"])
        }
    }

    private func body(_ value: String, _ identity: String, key: String) -> ByteBuffer {
        let body: JSONValue = [
            "key": .string("question-of-a-window-" + key), "type": .string(code.text), "path": "ZZBH",
            "value": .string(value), "identity": .string(identity), "case": "2090-17", "ground": "statutoryDuty",
            "clerk": "7",
        ]
        return ByteBuffer(string: body.compact)
    }

    @Test func `a match waits for its block, and a miss looks the same whichever was wrong`() async throws {
        try await serve { fixture, client, headers in
            let right = body("N0", "N0", key: "1")
            let waiting = try await client.execute(uri: "/look-ups", method: .post, headers: headers, body: right)
            #expect(waiting.status == .serviceUnavailable)
            #expect(String(buffer: waiting.body).contains("could-not-check"))
            try await fixture.work()
            let told = try await client.execute(uri: "/look-ups", method: .post, headers: headers, body: right)
            #expect(told.status == .ok && String(buffer: told.body).contains("\"inForce\":true"))
            #expect(await fixture.ledger.count(.disclose) == 1)
            var (waits, misses): ([TestResponse], [TestResponse]) = ([], [])
            for (key, value) in ["N1", "N99"].enumerated() {
                let wrong = body(value, "N0", key: "2\(key)")
                waits.append(
                    try await client.execute(uri: "/look-ups", method: .post, headers: headers, body: wrong))
                try await fixture.work()
                misses.append(
                    try await client.execute(uri: "/look-ups", method: .post, headers: headers, body: wrong))
            }
            #expect(waits.allSatisfy { $0.status == waiting.status && $0.body == waiting.body })
            #expect(misses[0].status == .ok && misses[0].status == misses[1].status)
            #expect(misses[0].body == misses[1].body && misses[0].headers == misses[1].headers)
            #expect(String(buffer: misses[0].body) == #"{"match":false}"#)
        }
    }

    @Test func `an inquirer asks at the counter, and reads nothing else`() async throws {
        try await serve { _, client, headers in
            let rules = try await client.execute(uri: "/look-up-rules", method: .get, headers: headers)
            #expect(rules.status == .ok)
            let others = [
                "/documents", "/documents/1", "/runs", "/runs/1", "/look-ups", "/look-ups/1", "/look-up-alerts",
            ]
            for place in others + ["/audit", "/staff", "/work", "/approvals", "/offers"] {
                let refused = try await client.execute(uri: place, method: .get, headers: headers)
                #expect(refused.status == .forbidden, "\(place)")
            }
            var browser = headers
            browser[.accept] = "text/html"
            let report = try await client.execute(uri: "/runs/1", method: .get, headers: browser)
            #expect(report.status == .forbidden)
            let list = try await client.execute(uri: "/runs", method: .get, headers: browser)
            #expect(list.status == .seeOther && list.headers[.location] == "/look-ups")
            let page = try await client.execute(uri: "/look-ups?lang=zh", method: .get, headers: browser)
            #expect(page.status == .ok && String(buffer: page.body).contains("窗口核验"))
        }
    }

    @Test func `a person asks on the page, and a form without its token asks nothing`() async throws {
        try await serve { fixture, client, _ in
            let password = try #require(Password("correct horse battery"))
            let secret = try fixture.desk.accounts.addStaff(
                "li.si", roles: [.inquirer], password: password, by: fixture.admin, at: fixture.desk.second)
            let signIn: JSONValue = [
                "name": "li.si", "password": "correct horse battery",
                "code": .string(secret.code(at: fixture.desk.second)),
            ]
            let answer = try await client.execute(
                uri: "/sign-in", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: signIn.compact))
            let cookie = String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" })
            let drawn = try await client.execute(
                uri: "/look-ups?lang=en", method: .get, headers: [.accept: "text/html", .cookie: cookie])
            let page = String(buffer: drawn.body)
            let token = try #require(value("token", in: page))
            let key = try #require(value("key", in: page))
            #expect(page.contains("action=\"/sign-out\"") && page.contains("href=\"/look-ups\""))
            let form = "choice=\(code)+ZZBH&value=N1&identity=%3Cb%3EN0&case=1&ground=complaint&key=\(key)"
            let headers: HTTPFields = [
                .contentType: "application/x-www-form-urlencoded", .accept: "text/html", .cookie: cookie,
            ]
            let refused = try await client.execute(
                uri: "/look-ups?lang=en", method: .post, headers: headers, body: ByteBuffer(string: form))
            #expect(refused.status == .forbidden)
            let whole = ByteBuffer(string: form + "&token=" + token)
            let waiting = try await client.execute(
                uri: "/look-ups?lang=en", method: .post, headers: headers, body: whole)
            #expect(waiting.status == .serviceUnavailable && value("key", in: String(buffer: waiting.body)) == key)
            try await fixture.work()
            let told = try await client.execute(
                uri: "/look-ups?lang=en", method: .post, headers: headers, body: whole)
            let shown = String(buffer: told.body)
            #expect(told.status == .ok && shown.contains("Does not match") && shown.contains("&lt;b&gt;N0"))
            #expect(try #require(value("key", in: shown)) != key, "the next question is another one")
            #expect(drawn.headers[values: .setCookie].contains { $0.hasPrefix("lang=en;") })
            // The form was sent without ?lang=: the cookie of the last choice decides.
            let chinese = try await client.execute(
                uri: "/look-ups", method: .get, headers: [.accept: "text/html", .cookie: cookie + "; lang=zh"])
            #expect(String(buffer: chinese.body).contains("窗口核验"))
            try await leave(client, cookie, token)
            #expect(try fixture.desk.accounts.auditLines(after: 0).contains { $0.action == "look-up-miss" })
        }
    }

    /// The page's way out: not without its token, and then for good.
    private func leave(_ client: any TestClientProtocol, _ cookie: String, _ token: String) async throws {
        let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .cookie: cookie]
        let forged = try await client.execute(
            uri: "/sign-out", method: .post, headers: headers, body: ByteBuffer(string: "token=x"))
        #expect(forged.status == .forbidden)
        let left = try await client.execute(
            uri: "/sign-out", method: .post, headers: headers, body: ByteBuffer(string: "token=" + token))
        #expect(left.status == .seeOther && left.headers[.location] == "/sign-in")
        let after = try await client.execute(
            uri: "/look-ups", method: .get, headers: [.accept: "text/html", .cookie: cookie])
        #expect(after.status == .seeOther)
    }

    /// The value of a hidden field.
    private func value(_ name: String, in page: String) -> String? {
        let parts = page.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1)
        return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : nil
    }
}
