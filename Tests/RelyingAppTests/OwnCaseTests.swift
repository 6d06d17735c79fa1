import Accounts
import HTTPTypes
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// Small numbers are soon guessed: what they name is touched by who names its case too.
struct OwnCaseTests {
    /// A desk that has a notice of the case A-17, and its use.
    private func told() async throws -> (desk: TestDesk, notice: Notice, use: StoredUse) {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(1, by: desk.town)
        let grant = try await desk.granted(caseNumber: "A-17", documents: documents)
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        while try await desk.desk.follow() {}
        try await desk.town.change(documents[0].receipt, to: .suspended)
        while try await desk.desk.follow() {}
        return (desk, try #require(try desk.desk.notices().first), use)
    }

    @Test func `a notice is put away by who names its case alone`() async throws {
        let (desk, notice, _) = try await told()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let path = "/api/notices/\(notice.number)/acknowledge"
            #expect(try await talk.api(.post, path, clerk, [:]).object.text("code") == "case-needed")
            #expect(try await talk.api(.post, path, clerk, ["case": "A-18"]).object.text("code") == "other-case")
            #expect(try desk.desk.notices().count == 1)
            #expect(try desk.desk.reads(unusual: true, limit: 9).map(\.warning) == [.otherCase, .noCase])
            let none = try await talk.api(.post, "/api/notices/99/acknowledge", clerk, ["case": "A-17"])
            #expect(none.object.text("code") == "no-such-notice")
            let seen = try await talk.api(.post, path, clerk, ["case": "A-17"])
            #expect(seen.status == 200 && seen.object["acknowledged"] != .null)
        }
        #expect(try desk.desk.notices().isEmpty)
        #expect(throws: RelyingRefusal.self) {
            try desk.desk.acknowledge(notice.number, ofCase: "A-18", by: "示例")
        }
    }

    @Test func `a watch is ended by who names the case of the use alone`() async throws {
        let (desk, notice, use) = try await told()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        func body(_ number: String?) -> JSONValue {
            var body: JSONObject = [
                "grant": .string("\(use.grant)"), "number": .integer(Int64(use.number)), "place": 0, "on": false,
            ]
            if let number { body.append("case", .string(number)) }
            return .object(body)
        }
        let bodies = (nameless: body(nil), other: body("A-18"), own: body("A-17"))
        try await desk.run { talk in
            let path = "/api/watches"
            let none = try await talk.api(.post, path, clerk, bodies.nameless)
            #expect(none.object.text("code") == "case-needed")
            #expect(try await talk.api(.post, path, clerk, bodies.other).object.text("code") == "other-case")
            #expect(try await talk.api(.post, path, clerk, bodies.own).status == 200)
        }
        #expect(try desk.desk.reads(unusual: true, limit: 9).map(\.warning) == [.otherCase, .noCase])
        #expect(try desk.desk.accounts.auditLines().last?.action == "watch-end" && notice.event == .suspended)
    }

    @Test func `another clerk spends no try at a number without the case`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let other = try SignedInStaff("zhao.liu", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let order: JSONValue = [
                "scene": "loan", "profile": "basic", "uses": 1, "case": "A-17",
                "counter": ["name": "3 号窗口", "place": "示例支行"],
            ]
            let opened = try await talk.api(.post, "/api/requests", clerk, order)
            let path = "/api/requests/\(opened.object.text("session"))/number"
            let link = try #require(RequestLink(opened.object.text("link")))
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let right = CounterNumber(of: object.request)
            let wrong = JSONValue.string(right.value == 99 ? "98" : "99")
            #expect(try await talk.api(.post, path, other, ["number": wrong]).object.text("code") == "case-needed")
            let guessed = try await talk.api(.post, path, other, ["number": wrong, "case": "A-18"])
            #expect(guessed.object.text("code") == "other-case")
            // The try is still there, for a colleague who works on the matter.
            let typed: JSONValue = ["number": .string(right.description), "case": "A-17"]
            #expect(try await talk.api(.post, path, other, typed).status == 200)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
    }
}
