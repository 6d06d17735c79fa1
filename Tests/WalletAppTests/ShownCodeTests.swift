import Foundation
import Hummingbird
import NodeAPI
import RelyingAPI
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing
import WalletApp

/// A wallet shows a code, and a clerk scans it.
struct ShownCodeTests {
    @Test func `a clerk's call leads to the request, which is read before it is answered`() async throws {
        try await ServedTown.run { served in
            let waiting = try await served.wallet.showCode(served.ledger)
            #expect((1...60).contains(waiting.secondsLeft))
            #expect(try await served.wallet.called(waiting, served.ledger) == nil)
            let link = try #require(RequestLink(try served.link))
            await served.town.scan(waiting.code, link)
            #expect(try await served.wallet.called(waiting, served.ledger) == link)
            let called = try await served.wallet.waitForCall(waiting, served.ledger)
            let id = try await served.wallet.fetchRequest(called.link, served.ledger)
            let view = try await served.wallet.request(id, .reached(served.ledger))
            #expect(view.party == TestMember.bank.id && !view.isAnswered)
        }
    }

    @Test func `a call of somebody else, or one that leads elsewhere, is none`() async throws {
        try await ServedTown.run { served in
            let link = try #require(RequestLink(try served.link))
            let calls: [@Sendable (ShownCode) async -> Void] = [
                { await served.town.scan($0, link, signedBy: TestKey.own("stranger")) },
                { await served.town.scan($0, link, by: .police) },
                { await served.town.scan($0, RequestLink(party: TestMember.notary.id, address: link.address)) },
                { await served.town.scan($0, link, to: ShownCode(key: SealingPrivateKey().publicKey)) },
            ]
            for call in calls {
                let waiting = try await served.wallet.showCode(served.ledger)
                await call(waiting.code)
                await #expect(throws: GrantRefusal.falseCall) {
                    try await served.wallet.called(waiting, served.ledger)
                }
            }
        }
    }

    @Test func `a code whose minute is over is void`() async throws {
        try await ServedTown.run { served in
            let waiting = try await served.wallet.showCode(served.ledger)
            await served.town.forgetCodes()
            await #expect(throws: GrantRefusal.codeOver) {
                try await served.wallet.waitForCall(waiting, served.ledger)
            }
        }
    }

    @Test func `the page shows a code until the desk has called, and then what it asks`() async throws {
        try await Browser.run { browser in
            let (home, cookie) = try await browser.enter()
            let first = try await browser.get(home, cookie: cookie)
            let token = try #require(first.token)
            #expect(first.text.contains(home + "/code"))
            #expect(try await browser.get(home + "/code", cookie: cookie).location == home)
            #expect(try await browser.post(home + "/code", ["token": "x"], cookie: cookie).status == 403)
            let begun = try await browser.post(home + "/code", ["token": token], cookie: cookie)
            #expect(begun.status == 303 && begun.location == home + "/code")
            let page = try await browser.get(home + "/code", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("<svg") && page.text.contains("秒"))
            let code = try #require(try shown(page.text))
            await browser.served.town.scan(code, try #require(RequestLink(try browser.served.link)))
            let called = try await browser.get(home + "/code", cookie: cookie)
            let sheet = try #require(called.location)
            #expect(called.status == 303 && sheet.hasPrefix(home + "/requests/"))
            #expect(try await browser.get(sheet, cookie: cookie).text.contains("示例贷款"))
            // It is never shown again.
            #expect(try await browser.get(home + "/code", cookie: cookie).location == home)
            let second = try await browser.post(home + "/code", ["token": token], cookie: cookie)
            #expect(second.status == 303)
            #expect(try shown(try await browser.get(home + "/code", cookie: cookie).text) != code)
            await browser.served.town.forgetCodes()
            let over = try await browser.get(home + "/code", cookie: cookie)
            #expect(over.status == 422 && !over.text.contains("<svg"))
            #expect(try await browser.get(home + "/code", cookie: cookie).location == home)
        }
    }

    /// The code that a page shows beside its picture.
    private func shown(_ page: String) throws -> ShownCode? {
        let begin = "deedbox://code?key="
        let key = try #require(page.components(separatedBy: begin).dropFirst().first).prefix(43)
        return ShownCode(begin + key)
    }
}

extension AskingTown {
    /// A desk that scanned a code calls its wallet: the bank's, with its key and to that code, where nothing else is
    /// said.
    func scan(
        _ code: ShownCode, _ link: RequestLink, by member: TestMember = .bank, signedBy key: PrivateKey? = nil,
        to other: ShownCode? = nil
    ) {
        let call = CodeCall(handle: code.handle, sealed: (other ?? code).seal(link))
        let statement = call.signed(
            by: key ?? member.key, of: member.id, origin: ledger.network.origin,
            now: UInt64(Date().timeIntervalSince1970))
        codes[code.handle.hex] = statement.bytes
    }

    func show(_ handle: String) { codes[handle] = [] }

    func forgetCodes() { codes = [:] }
}

extension ServedTown {
    /// The board of a node, which keeps what it is given.
    static func addCodes(_ town: AskingTown, to router: Router<BasicRequestContext>) {
        router.post("codes") { request, _ in
            let body = try await request.body.collect(upTo: 32)
            await town.show(Hex.encode(Array(body.readableBytesView)))
            return try answer(ShownCodeBody(seconds: ShownCodeBody.life), status: .created)
        }
        router.get("codes/:handle") { _, context in
            guard let call = await town.codes[context.parameters.get("handle") ?? ""] else {
                return try answer(Problem.noSuchCode, status: .notFound)
            }
            guard !call.isEmpty else { return Response(status: .noContent) }
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: call)))
        }
    }

    private static func answer(_ body: some Encodable, status: HTTPResponse.Status) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(try JSONEncoder().encode(body)))))
    }
}
