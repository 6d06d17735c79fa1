import Accounts
import HTTPTypes
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct CounterTests {
    /// What the API takes for a request at a counter.
    private func order(_ number: String = "示例案 17", counter: Bool = true) -> JSONValue {
        var order: JSONObject = ["scene": "loan", "profile": "basic", "uses": 2, "case": .string(number)]
        if counter { order.append("counter", ["name": "3 号窗口", "place": "示例支行"]) }
        return .object(order)
    }

    @Test func `nobody asks without signing in, and each act needs its role`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let admin = try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        try await desk.run { talk in
            for path in ["/api/scenes", "/api/requests?case=A", "/api/reads", "/api/audit", "/api/staff"] {
                let answer = try await talk.api(.get, path, nil)
                #expect(answer.status == 401 && answer.object.text("code") == "not-signed-in", "\(path)")
            }
            #expect(try await talk.api(.post, "/api/requests", admin, order()).object.text("code") == "role-needed")
            #expect(try await talk.api(.get, "/api/reads", clerk).object.text("code") == "role-needed")
            #expect(try await talk.api(.post, "/api/scenes/loan/end", clerk).status == 403)
            let page = try await talk.client.execute(uri: "/counter", method: .get, headers: [.accept: "text/html"])
            #expect(page.status == .seeOther && page.headers[.location] == "/sign-in?next=/counter")
            let forged = try await talk.form("/counter/sessions", [("case", "A")], clerk, token: "another")
            #expect(forged.status == 403)
        }
    }

    @Test func `an answer counts only after the clerk has typed the number of the phone`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let opened = try await talk.api(.post, "/api/requests", clerk, order())
            #expect(opened.status == 201)
            let number = "/api/requests/\(opened.object.text("session"))/number"
            let early = try await talk.api(.post, number, clerk, ["number": "00"])
            #expect(early.object.text("code") == "number-not-shown")
            let link = try #require(RequestLink(opened.object.text("link")))
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            #expect(object.counter?.name == "3 号窗口" && object.counter?.place == "示例支行")
            #expect(object.counter?.numberUntil == desk.town.time.now / 1_000 + 60)
            let answer = try wallet.grant(object, desk)
            let refused = try await talk.answer(answer, to: link)
            #expect(try refused.status == 409 && refused.problem() == "number-not-matched")
            let typed = CounterNumber(of: object.request).description
            #expect(try await talk.api(.post, number, clerk, ["number": .string(typed)]).status == 200)
            #expect(try await talk.answer(answer, to: link).status == 200)
            let again = try await talk.api(.post, number, clerk, ["number": .string(typed)])
            #expect(again.status == 409 && again.object.text("code") == "number-settled")
        }
        #expect(await desk.town.count(.grant) == 1)
    }

    @Test func `another number ends the session, and nothing is released`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let opened = try await talk.api(.post, "/api/requests", clerk, order())
            let number = "/api/requests/\(opened.object.text("session"))/number"
            let link = try #require(RequestLink(opened.object.text("link")))
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let right = CounterNumber(of: object.request)
            let wrong = right.value == 99 ? "98" : "99"
            let missed = try await talk.api(.post, number, clerk, ["number": .string(wrong)])
            #expect(missed.status == 409 && missed.object.text("code") == "wrong-number")
            let second = try await talk.api(.post, number, clerk, ["number": .string(right.description)])
            #expect(second.object.text("code") == "number-settled")
            let answer = try await talk.answer(wallet.grant(object, desk), to: link)
            #expect(try answer.status == 410 && answer.problem() == "number-failed")
            #expect(try await talk.fetch(wallet.fetch, at: link).problem() == "number-failed")
        }
        #expect(await desk.town.count(.grant) == 0)
    }

    @Test func `a number that is typed after a minute ends the session`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let opened = try await talk.api(.post, "/api/requests", clerk, order())
            let number = "/api/requests/\(opened.object.text("session"))/number"
            let link = try #require(RequestLink(opened.object.text("link")))
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            desk.town.time.pass(milliseconds: 61_000)
            let right = CounterNumber(of: object.request).description
            let late = try await talk.api(.post, number, clerk, ["number": .string(right)])
            #expect(late.status == 409 && late.object.text("code") == "number-late")
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).problem() == "number-failed")
        }
    }

    @Test func `what is no number is no try, and a request from afar has none`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let opened = try await talk.api(.post, "/api/requests", clerk, order(counter: false))
            #expect(opened.object["counter"] == .null)
            let number = "/api/requests/\(opened.object.text("session"))/number"
            for text in ["1", "123", "x7", ""] {
                let answer = try await talk.api(.post, number, clerk, ["number": .string(text)])
                #expect(answer.object.text("code") == "bad-body")
            }
            let none = try await talk.api(.post, number, clerk, ["number": "07"])
            #expect(none.object.text("code") == "not-at-counter")
            let link = try #require(RequestLink(opened.object.text("link")))
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            #expect(object.counter == nil)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
    }

    @Test func `two wallets in one place have numbers of their own`() async throws {
        let desk = try await TestDesk.make()
        var numbers: Set<String> = []
        for _ in 0..<12 {
            let request = Random.bytes(200)
            #expect(CounterNumber(of: request) == CounterNumber(of: request))
            numbers.insert(CounterNumber(of: request).description)
        }
        #expect(numbers.count > 1 && numbers.allSatisfy { $0.count == 2 })
        #expect(CounterNumber("07")?.value == 7 && CounterNumber("7") == nil && CounterNumber("0a") == nil)
        #expect(CounterOrder(name: "", place: "示例") == nil && CounterOrder(name: "一\n", place: "示例") == nil)
        #expect(try desk.desk.matters(limit: 1).isEmpty)
    }
}
