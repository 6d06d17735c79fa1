import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOHTTP1
import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// The wallet's pages, as a browser on this machine asks for them, and as other sites would like to.
struct WalletPagesTests {
    @Test func `the code of the terminal opens one session, once`() async throws {
        try await Browser.run { browser in
            #expect(try await browser.get("/").location == "/enter")
            #expect(try await browser.get("/enter").status == 200)
            #expect(try await browser.post("/enter", ["code": "x"]).status == 403)
            let entered = try await browser.post("/enter", ["code": browser.code])
            let home = try #require(entered.location)
            let cookie = try #require(entered.cookie)
            #expect(entered.status == 303 && home.hasPrefix("/w/") && home.count >= 24)
            #expect(entered.setCookie?.contains("HttpOnly") == true)
            #expect(entered.setCookie?.contains("SameSite=Strict") == true)
            #expect(try await browser.get(home, cookie: cookie).status == 200)
            #expect(try await browser.get(home, cookie: cookie + "x").location == "/enter")
            #expect(try await browser.post("/enter", ["code": browser.code]).status == 403)
        }
    }

    @Test func `another program's port of this machine does not get the cookie, nor does it help there`() async throws {
        try await Browser.run { browser in
            let entered = try await browser.post("/enter", ["code": browser.code])
            let home = try #require(entered.location)
            // Browsers heed no port, and send a cookie below its path alone.
            #expect(entered.setCookie?.components(separatedBy: "; ").contains("Path=\(home)") == true)
            let cookie = try #require(entered.cookie)
            let page = try await browser.get(home, cookie: cookie)
            let token = try #require(page.token)
            for path in ["/", "/w/x", home + "x", "/w/x/requests/1", "/requests/1"] {
                let answer = try await browser.get(path, cookie: cookie)
                #expect(answer.status != 200 && !answer.text.contains(token) && !answer.text.contains(home))
            }
            let outside = try await browser.post("/w/x/requests", ["token": token, "link": "x"], cookie: cookie)
            #expect(outside.status == 403 && !outside.text.contains(home))
            // Every link and form of the page stands below it.
            for mark in ["href=\"/", "action=\"/"] {
                for part in page.text.components(separatedBy: mark).dropFirst() {
                    #expect(("/" + part).hasPrefix(home))
                }
            }
        }
    }

    @Test func `five wrong codes are the last`() async throws {
        try await Browser.run { browser in
            for _ in 0..<5 {
                let wrong = try await browser.post("/enter", ["code": "00000000x"])
                #expect(wrong.status == 403)
            }
            let right = try await browser.post("/enter", ["code": browser.code])
            #expect(right.status == 403)
        }
    }

    @Test func `another name for this machine and a form of another site do nothing`() async throws {
        try await Browser.run { browser in
            #expect(try await browser.get("/enter", host: "evil.example").status == 421)
            #expect(try await browser.get("/enter", host: "localhost").status == 421)
            let (home, cookie) = try await browser.enter()
            let id = try await browser.served.fetched()
            let token = try #require(try await browser.get(home, cookie: cookie).token)
            let path = home + "/requests/\(id)/refuse"
            let forms: [(origin: String?, token: String)] = [
                ("http://evil.example", token), (nil, token), (browser.origin, "x"), (browser.origin, ""),
            ]
            for (origin, token) in forms {
                let answer = try await browser.post(path, ["token": token], cookie: cookie, origin: origin)
                #expect(answer.status == 403)
            }
            #expect(try await browser.post(path, ["token": token]).status == 403)
            let ledger = browser.served.ledger
            #expect(try await browser.served.wallet.requests(.reached(ledger)).map(\.id) == [id])
        }
    }

    @Test func `a request is fetched, read, agreed to with a box, and withdrawn`() async throws {
        try await Browser.run { browser in
            let (home, cookie) = try await browser.enter()
            let token = try #require(try await browser.get(home, cookie: cookie).token)
            let fetched = try await browser.post(
                home + "/requests", ["token": token, "link": try browser.served.link], cookie: cookie)
            let sheet = try #require(fetched.location)
            let page = try await browser.get(sheet, cookie: cookie)
            for text in ["示例贷款", "示例合同", "示例案件 7", "请在今天答复", "f:TESTIDENTITY/ZZBH"] {
                #expect(page.text.contains(text))
            }
            let english = try await browser.get(sheet + "?lang=en", cookie: cookie)
            #expect(english.text.contains("Sample loan") && english.text.contains("Agree"))
            // The next page has no ?lang= any more: the cookie decides, and before it the browser.
            let chosen = try #require(english.language)
            #expect(try await browser.get(sheet, cookie: cookie + "; " + chosen).text.contains("Agree"))
            // Optional boxes are not ticked.
            #expect(!page.text.contains("name=\"f:TESTIDENTITY/ZZBH\" value=\"1\" checked"))
            let agreed = try await browser.post(
                sheet + "/agree",
                [
                    "token": token, "uses": "1", "days": "1", "f:TESTIDENTITY/ZZBH": "1",
                    "d:TESTIDENTITY": "\(browser.served.document)",
                ], cookie: cookie)
            #expect(agreed.location == home)
            let ledger = browser.served.ledger
            let view = try #require(try await browser.served.wallet.grants(.reached(ledger)).first)
            #expect(view.uses == 1 && view.shown.map(\.fields) == [["XM", "ZZBH"]])
            try await browser.served.town.use(view.grant, 1)
            let used = try await browser.get(home, cookie: cookie)
            #expect(used.text.contains("第 1 次使用"))
            // Nothing is left to end: the ledger's own state decides.
            let ended = try await browser.post(home + "/grants/\(view.id)/withdraw", ["token": token], cookie: cookie)
            #expect(ended.status == 422)
        }
    }

    @Test func `the page tells what was passed on, and members by their names`() async throws {
        try await Browser.run { browser in
            let (home, cookie) = try await browser.enter()
            let served = browser.served
            let id = try await served.fetched()
            let grant = try await served.wallet.give(id, HolderWish(), served.ledger).grant
            try await served.town.use(grant, 1)
            let use = try #require(try await served.wallet.grant(id, .reached(served.ledger)).counted.first)
            let act = PassEvidence(
                grant: grant, number: 0, index: 1, use: use.statement, recipient: .member(TestMember.regulator.id),
                basis: .ground(LegalGround.courtOrder.rawValue, caseCommitment: .test("0")))
            try await served.town.commit([.passEvidence(act)], by: .member(.bank))
            let page = try await browser.get(home + "?lang=en", cookie: cookie)
            #expect(page.text.contains("Sample bank passed use 1 on to Sample regulator"))
            #expect(!page.text.contains("Could not check now"))
        }
    }

    @Test func `what a request says cannot become part of the page`() async throws {
        try await Browser.run { browser in
            let (home, cookie) = try await browser.enter()
            let page = try await browser.get(home + "/requests/99", cookie: cookie)
            #expect(page.status == 422 && !page.text.contains("<script"))
            #expect(try await browser.get(home + "/requests/x", cookie: cookie).status == 404)
            let policy = try await browser.get("/enter").policy
            #expect(policy?.contains("default-src 'none'") == true && policy?.contains("form-action 'self'") == true)
        }
    }
}

/// A browser at a wallet's pages.
struct Browser: Sendable {
    let served: ServedTown
    let code: String
    let port: Int

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let location: String?
        let setCookie: String?
        /// The cookie of the language that was chosen.
        let language: String?
        let policy: String?
        let text: String

        /// The session's cookie.
        var cookie: String? { setCookie?.split(separator: ";").first.map(String.init) }

        /// The token of the first form.
        var token: String? {
            text.components(separatedBy: "name=\"token\" value=\"").dropFirst().first?.split(separator: "\"").first
                .map(String.init)
        }
    }

    static func run(_ test: @escaping @Sendable (Browser) async throws -> Void) async throws {
        try await ServedTown.run { served in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let server = WalletServer(served.wallet, port: 0, logger: logger)
            try await server.application().test(.live) { client in
                try await test(Browser(served: served, code: server.code, port: client.port ?? 0))
            }
        }
    }

    var origin: String { "http://127.0.0.1:\(port)" }

    /// Types the code; the session's address and its cookie.
    func enter() async throws -> (home: String, cookie: String) {
        let answer = try await post("/enter", ["code": code])
        return (try #require(answer.location), try #require(answer.cookie))
    }

    func get(_ path: String, cookie: String? = nil, host: String? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: origin + path)
        if let host { request.headers.replaceOrAdd(name: "host", value: host) }
        return try await send(request, cookie)
    }

    /// Sends a form of one of our pages, unless another origin is named.
    func post(_ path: String, _ fields: [String: String], cookie: String? = nil) async throws -> Answer {
        try await post(path, fields, cookie: cookie, origin: origin)
    }

    func post(_ path: String, _ fields: [String: String], cookie: String?, origin: String?) async throws -> Answer {
        var request = HTTPClientRequest(url: self.origin + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let origin { request.headers.add(name: "origin", value: origin) }
        let form = fields.map { Browser.encode($0.key) + "=" + Browser.encode($0.value) }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: form))
        return try await send(request, cookie)
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func send(_ request: HTTPClientRequest, _ cookie: String?) async throws -> Answer {
        var request = request
        if let cookie { request.headers.add(name: "cookie", value: cookie) }
        let response = try await Browser.http.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 20)
        let cookies = response.headers[canonicalForm: "set-cookie"].map(String.init)
        return Answer(
            status: Int(response.status.code), location: response.headers.first(name: "location"),
            setCookie: cookies.first { $0.hasPrefix("deedbox-wallet=") },
            language: cookies.first { $0.hasPrefix("lang=") }?.split(separator: ";").first.map(String.init),
            policy: response.headers.first(name: "content-security-policy"), text: String(buffer: body))
    }

    /// One for the process: it lives as long as that.
    private static let http = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
}
