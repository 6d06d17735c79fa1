import Accounts
import Foundation
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct SupervisionTests {
    private func order(_ number: String) -> JSONValue {
        ["scene": "loan", "profile": "basic", "case": .string(number)]
    }

    /// The same desk with other settings.
    private func with(_ limits: CounterLimits, _ desk: TestDesk) throws -> RelyingDesk {
        var settings = desk.desk.configuration
        settings.counter = limits
        try Data(settings.text.utf8).write(to: URL(filePath: desk.folder.configuration))
        return try TestDesk.open(desk.folder, desk.town)
    }

    @Test func `a clerk who asks too much in an hour is stopped, and the supervisor sees it`() async throws {
        let made = try await TestDesk.make()
        let desk = try with(CounterLimits(requestsPerHour: 2, opensPerHour: 1), made)
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk)
        let other = try SignedInStaff("zhao.liu", [.clerk], at: desk)
        let auditor = try SignedInStaff("wang.wu", [.auditor], at: desk)
        try await RelyingServer(desk).application().test(.router) { client in
            let talk = Talk(client: client)
            for number in 1...2 {
                #expect(try await talk.api(.post, "/api/requests", clerk, order("A-\(number)")).status == 201)
            }
            let third = try await talk.api(.post, "/api/requests", clerk, order("A-3"))
            #expect(third.status == 429 && third.object.text("code") == "clerk-limit")
            #expect(try await talk.api(.post, "/api/requests", other, order("B-1")).status == 201)
            #expect(try await talk.api(.get, "/api/requests?case=A-1", clerk).status == 200)
            #expect(try await talk.api(.get, "/api/requests?case=A-2", clerk).status == 429)
            let told = try await talk.api(.get, "/api/reads?unusual=1", auditor)
            guard case .array(let reads)? = told.object["reads"] else { return #expect(Bool(false), "no list") }
            let warnings = reads.compactMap { read -> String? in
                guard case .object(let read) = read else { return nil }
                return read.text("warning") + " " + read.text("case")
            }
            #expect(warnings == ["clerk-limit A-2", "clerk-limit A-3"])
            let page = try await talk.page("/counter/reads?lang=en", auditor)
            #expect(page.status == 200 && page.text.contains("A-3") && !page.text.contains("li.si"))
        }
    }

    @Test func `nothing is looked up without a case number, or by that of another matter`() async throws {
        let desk = try await TestDesk.make()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let grant = try await desk.granted()
        try await desk.run { talk in
            let none = try await talk.api(.get, "/api/requests", clerk)
            #expect(none.status == 409 && none.object.text("code") == "case-needed")
            #expect(try await talk.api(.get, "/api/requests?case=nobody", clerk).object.text("code") == "no-such-case")
            let body: JSONValue = [
                "grant": .string(grant.description), "case": "示例案 17", "compared": true,
            ]
            let use = try await talk.api(.post, "/api/uses", clerk, body)
            #expect(use.status == 201 && use.object.text("state") == "opened")
            #expect(use.object.text("clerk").hasPrefix("clerk-") && use.object.text("case") == "示例案 17")
            let place = "/api/uses/\(grant)/1"
            #expect(try await talk.api(.get, place, clerk).object.text("code") == "case-needed")
            #expect(try await talk.api(.get, place + "?case=A-1", clerk).object.text("code") == "other-case")
            let number = "%E7%A4%BA%E4%BE%8B%E6%A1%88%2017"
            let looked = try await talk.api(.get, place + "?case=" + number, clerk)
            #expect(looked.status == 200 && looked.object["verdict"] != .null)
            let file = try await talk.api(.get, place + "/evidence?case=" + number, clerk)
            #expect(file.status == 200 && file.object.text("format").hasPrefix("deedbox/use-evidence/"))
        }
        let actions = try desk.desk.accounts.auditLines(after: 0)
        let look = try #require(actions.last { $0.action == "use-look" })
        #expect(look.actor.hasPrefix("clerk-") && look.facts.hasPrefix("case "))
        #expect(!actions.contains { $0.facts.contains("示例案") || $0.subject.contains("示例案") })
    }

    @Test func `beyond the end of its agreement nothing is asked or used within a scene`() async throws {
        let desk = try await TestDesk.make()
        let admin = try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        let grant = try await desk.granted()
        func day(_ seconds: UInt64) -> JSONValue {
            let text = String(UTCTime(seconds: seconds).description.prefix(10))
            return ["until": .string(text)]
        }
        let second = desk.desk.second
        let (soon, over) = (day(second + 3 * 86_400), day(second - 3 * 86_400))
        try await desk.run { talk in
            let path = "/api/scenes/loan/agreement"
            #expect(try await talk.api(.put, path, admin, ["until": "soon"]).object.text("code") == "bad-body")
            #expect(try await talk.api(.put, "/api/scenes/none/agreement", admin, soon).status == 404)
            for (body, word) in [(soon, "ends-soon"), (over, "over")] {
                #expect(try await talk.api(.put, path, admin, body).status == 200)
                let told = try await talk.api(.get, "/api/scenes", admin)
                guard case .array(let scenes)? = told.object["scenes"], case .object(let scene)? = scenes.first else {
                    return #expect(Bool(false), "no scenes")
                }
                #expect(scene.text("agreementState") == word && scene["approved"] == true)
            }
        }
        await #expect {
            try await desk.desk.open(desk.order())
        } throws: { ($0 as? RelyingRefusal)?.code == "agreement-ended" }
        await #expect {
            try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        } throws: { ($0 as? RelyingRefusal)?.code == "agreement-ended" }
        try await desk.desk.setAgreement(TestScene.loan.code, nil)
        #expect(try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")).state == .opened)
    }

    @Test func `the day of an agreement ends at midnight in Beijing`() throws {
        let end = try #require(AgreementEnd("2027-06-30"))
        let midnight = try #require(UTCTime("2027-06-30T16:00:00Z")).seconds
        #expect(end.end == midnight && !end.isOver(at: midnight - 1) && end.isOver(at: midnight))
        #expect(end.endsSoon(at: midnight - 30 * 86_400) && !end.endsSoon(at: midnight - 30 * 86_400 - 1))
        for text in ["2027-6-30", "2027-02-30", "2027-06-30 ", ""] { #expect(AgreementEnd(text) == nil) }
    }
}
