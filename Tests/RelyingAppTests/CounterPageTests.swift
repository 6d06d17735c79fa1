import Accounts
import HTTPTypes
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct CounterPageTests {
    @Test func `a clerk comes from the first page to the verdict, and what is shown is escaped`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let home = try await talk.page("/counter?lang=zh", clerk)
            #expect(home.status == 200 && home.text.contains("loan/basic") && home.text.contains("clerk-"))
            #expect(!home.text.contains("li.si") && home.text.contains(clerk.formToken))
            let opened = try await talk.form(
                "/counter/sessions",
                [
                    ("scene", "loan/basic"), ("uses", "1"), ("days", "1"), ("case", "<b>案&件"), ("where", "here"),
                    ("window", "3 号窗口"), ("place", "示例支行"),
                ], clerk)
            #expect(opened.status == 303 && opened.place.hasPrefix("/counter/sessions/"))
            let waiting = try await talk.page(opened.place, clerk)
            #expect(waiting.text.contains("<svg") && waiting.text.contains("&lt;b&gt;案&amp;件"))
            let id = try #require(SessionID(opened.place.split(separator: "/").last ?? ""))
            let link = try desk.desk.link(of: id)
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let typing = try await talk.page(opened.place, clerk)
            #expect(typing.text.contains("name=\"number\"") && !typing.text.contains("<svg"))
            let number = CounterNumber(of: object.request).description
            #expect(try await talk.form(opened.place + "/number", [("number", number)], clerk).status == 303)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
            #expect(try await talk.page(opened.place, clerk).text.contains("/use\""))
            let used = try await talk.form(opened.place + "/use", [("compared", "1")], clerk)
            #expect(used.status == 303 && used.place == opened.place + "/uses/1")
            let verdict = try await talk.page(used.place + "?lang=en", clerk)
            #expect(try await talk.chosenLanguage(used.place + "?lang=en", clerk)?.hasPrefix("lang=en;") == true)
            #expect(try await talk.chosenLanguage(used.place, clerk) == nil)
            #expect(verdict.status == 200 && verdict.text.contains("✗") && verdict.text.contains("as of the use"))
            #expect(verdict.text.contains("&lt;b&gt;案&amp;件") && !verdict.text.contains("<b>案"))
            #expect(verdict.text.contains(used.place + "/evidence") && verdict.text.contains("use counted"))
            let shown = try desk.desk.clerk(clerk.caller)
            #expect(verdict.text.contains("<dt>Clerk</dt><dd>\(shown)</dd>"))
            let file = try await talk.page(used.place + "/evidence", clerk)
            #expect(file.status == 200 && file.text.contains("deedbox/use-evidence/"))
        }
    }

    @Test func `a use that a command took shows no name and no number`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("zhao.liu", [.clerk], at: desk.desk)
        let grant = try await desk.granted(uses: 2, caseNumber: "A-7")
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "li.si"))
        let number = try desk.desk.clerk(clerk.caller).description
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "\(number)9"))
        try await desk.run { talk in
            let found = try await talk.form("/counter/find", [("case", "A-7")], clerk)
            for use in 1...2 {
                let page = try await talk.page(found.place + "/uses/\(use)?lang=en", clerk)
                #expect(page.status == 200 && !page.text.contains("li.si") && !page.text.contains("<dt>Clerk</dt>"))
                let told = try await talk.api(.get, "/api/uses/\(grant)/\(use)?case=A-7", clerk)
                #expect(told.status == 200 && told.object["clerk"] == .null)
            }
        }
    }

    @Test func `another clerk sees a session only after naming its case`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let other = try SignedInStaff("zhao.liu", [.clerk], at: desk.desk)
        try await desk.run { talk in
            let opened = try await talk.form(
                "/counter/sessions",
                [("scene", "loan/basic"), ("uses", "1"), ("days", "1"), ("case", "A-1"), ("where", "afar")], clerk)
            #expect(opened.status == 303)
            #expect(try await talk.page(opened.place, other).status == 409)
            #expect(try await talk.form("/counter/find", [("case", "A-9")], other).status == 404)
            let found = try await talk.form("/counter/find", [("case", "A-1")], other)
            #expect(found.status == 303 && found.place == opened.place)
            #expect(try await talk.page(opened.place, other).status == 200)
        }
    }

    @Test func `what was revoked since stands so beside the verdict, and is told of the case`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let documents = try await TestDocument.issued(1, by: desk.town)
        _ = try await desk.desk.use(UseOrder(grant: try await desk.granted(documents: documents), clerk: "示例"))
        while try await desk.desk.follow() {}
        try await desk.town.change(documents[0].receipt, to: .revoked)
        while try await desk.desk.follow() {}
        try await desk.run { talk in
            #expect(try await talk.page("/counter?lang=en", clerk).text.contains("1 not acknowledged"))
            let found = try await talk.form("/counter/find", [("case", "示例案 17")], clerk)
            let matter = try await talk.page(found.place + "?lang=en", clerk)
            #expect(matter.status == 200 && matter.text.contains("revoked, block"))
            let verdict = try await talk.page(found.place + "/uses/1?lang=en", clerk)
            #expect(verdict.status == 200 && verdict.text.contains("revoked since block"))
            #expect(verdict.text.contains("A sample network: its keys are public"))
        }
    }

    @Test func `what the holder has taken back is offered to no clerk`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let (_, link) = try await desk.desk.open(desk.order(caseNumber: "A-17"))
        let wallet = TestWallet()
        try await desk.run { talk in
            let object = try await wallet.request(link, talk, desk)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
            let found = try await talk.form("/counter/find", [("case", "A-17")], clerk)
            #expect(try await talk.page(found.place + "?lang=en", clerk).text.contains("/use\""))
            try await desk.town.commit([.withdraw(Withdraw(grantKey: wallet.key.publicKey))], by: .holder(wallet.key))
            let after = try await talk.page(found.place + "?lang=en", clerk)
            #expect(!after.text.contains("/use\"") && after.text.contains("withdrawn since"))
        }
    }
}
