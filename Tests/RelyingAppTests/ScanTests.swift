import Accounts
import HTTPTypes
import HummingbirdTesting
import NodeAPI
import RelyingAPI
import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// The clerk scans what the holder's phone shows.
struct ScanTests {
    private let order: JSONValue = [
        "scene": "loan", "profile": "basic", "uses": 2, "case": "示例案 17",
        "counter": ["name": "3 号窗口", "place": "示例支行"],
    ]

    /// Opens a request at a counter: its id and its link.
    private func opened(_ talk: Talk, _ clerk: SignedInStaff) async throws -> (id: String, link: RequestLink) {
        let opened = try await talk.api(.post, "/api/requests", clerk, order)
        return (opened.object.text("session"), try #require(RequestLink(opened.object.text("link"))))
    }

    @Test func `a scanned code brings the wallet to the clerk's request, and works once`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let key = SealingPrivateKey()
        let code = ShownCode(key: key.publicKey)
        await desk.town.show(code.handle)
        try await desk.run { talk in
            let (id, link) = try await opened(talk, clerk)
            let path = "/api/requests/\(id)/code"
            // A reader ends what it types with a new line.
            let called = try await talk.api(.post, path, clerk, ["code": .string(code.text + "\n")])
            #expect(called.status == 200 && called.object.text("state") == "called")
            let bytes = await desk.town.called(code.handle)
            let read = try #require(CodeCall.read(bytes, origin: desk.town.origin))
            #expect(read.by == TestMember.bank.id && read.call.handle == code.handle)
            #expect(read.statement.isSigned(read.statement.signatures[0], by: TestMember.bank.key.publicKey))
            #expect(ShownCode.open(read.call.sealed, by: key) == link)
            #expect(ShownCode.open(read.call.sealed, by: SealingPrivateKey()) == nil)
            // From here on it is the request of every day, with its number.
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            #expect(object.counter?.name == "3 号窗口")
            let typed = CounterNumber(of: object.request).description
            let number = "/api/requests/\(id)/number"
            #expect(try await talk.api(.post, number, clerk, ["number": .string(typed)]).status == 200)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)

            let second = try await opened(talk, clerk)
            let again = try await talk.api(
                .post, "/api/requests/\(second.id)/code", clerk, ["code": .string(code.text)])
            #expect(again.status == 409 && again.object.text("code") == "code-taken")
        }
    }

    @Test func `what nobody shows, what is no code and a request that is fetched are refused`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let other = try SignedInStaff("zhao.liu", [.clerk], at: desk.desk)
        let code = ShownCode(key: SealingPrivateKey().publicKey)
        try await desk.run { talk in
            let (id, link) = try await opened(talk, clerk)
            let path = "/api/requests/\(id)/code"
            let unknown = try await talk.api(.post, path, clerk, ["code": .string(code.text)])
            #expect(unknown.status == 404 && unknown.object.text("code") == "no-such-code")
            let text = try await talk.api(.post, path, clerk, ["code": .string(link.link)])
            #expect(text.status == 400 && text.object.text("code") == "bad-body")
            await desk.town.show(code.handle)
            let anothers = try await talk.api(.post, path, other, ["code": .string(code.text)])
            #expect(anothers.object.text("code") == "case-needed")
            await desk.town.fail(.mute)
            #expect(try await talk.api(.post, path, clerk, ["code": .string(code.text)]).status == 503)
            await desk.town.fail(nil)
            _ = try await TestWallet().request(link, talk, desk)
            let late = try await talk.api(.post, path, clerk, ["code": .string(code.text)])
            #expect(late.status == 409 && late.object.text("code") == "request-fetched")
            #expect(await desk.town.called(code.handle).isEmpty)
        }
    }

    @Test func `the clerk's page takes what the reader types`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let code = ShownCode(key: SealingPrivateKey().publicKey)
        await desk.town.show(code.handle)
        try await desk.run { talk in
            let begun = try await talk.form(
                "/counter/sessions",
                [
                    ("scene", "loan/basic"), ("uses", "1"), ("days", "1"), ("case", "A-1"), ("where", "here"),
                    ("window", "3 号窗口"), ("place", "示例支行"), ("by", "code"),
                ], clerk)
            #expect(begun.status == 303 && begun.place.hasSuffix("/code"))
            let page = try await talk.page(begun.place, clerk)
            #expect(page.status == 200 && page.text.contains("name=\"code\"") && page.text.contains(clerk.formToken))
            let wrong = try await talk.form(begun.place, [("code", "deedbox://code?key=AAAA")], clerk)
            #expect(wrong.status == 409 && wrong.place.isEmpty)
            let sent = try await talk.form(begun.place, [("code", code.text)], clerk)
            #expect(sent.status == 303 && sent.place + "/code" == begun.place)
            #expect(await !desk.town.called(code.handle).isEmpty)
            #expect(try await talk.page(sent.place, clerk).text.contains("/code\""))
        }
    }

    @Test func `a code holds a key that was drawn for it, and nothing else`() throws {
        let code = ShownCode(key: SealingPrivateKey().publicKey)
        #expect(code.text == "deedbox://code?key=" + Base64URL.encode(code.key.bytes))
        #expect(ShownCode(code.text) == code && ShownCode(" \(code.text)\r\n") == code)
        #expect(code != ShownCode(key: SealingPrivateKey().publicKey) && code.handle.bytes != code.key.bytes)
        for text in ["", "deedbox://code?", "deedbox://request?key=x", code.text + "&name=x", code.text.uppercased()] {
            #expect(ShownCode(text) == nil, "\(text)")
        }
    }
}

extension TestTown {
    /// A wallet shows a code's handle.
    func show(_ code: Digest) { codes[code] = [] }

    /// What was called to it; empty while nothing was.
    func called(_ code: Digest) -> [UInt8] { codes[code] ?? [] }

    func call(_ statement: Statement, to code: Digest) throws {
        if isMute { throw NodeClientError.unreachable([]) }
        guard let known = codes[code] else { throw NodeClientError.problem(url: "town", .noSuchCode) }
        guard known.isEmpty else { throw NodeClientError.problem(url: "town", .codeTaken) }
        codes[code] = statement.bytes
    }
}
