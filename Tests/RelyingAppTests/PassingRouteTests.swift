import Accounts
import Evidence
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// What programs and staff do over HTTP with what a use brought: passing it on, and judging it once more.
struct PassingRouteTests {
    private let order: JSONObject = [
        "case": "示例案 17", "ground": "courtOrder", "matter": "2026-17", "to": "示例法院",
    ]

    private func used() async throws -> (desk: TestDesk, path: String) {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        return (desk, "/api/uses/\(grant)/1")
    }

    private func changed(_ name: String, _ value: JSONValue) -> JSONValue {
        var changed = JSONObject()
        for member in order.members { changed.append(member.name, member.name == name ? value : member.value) }
        return .object(changed)
    }

    @Test func `a use is passed on for its case, by who may decide, and the log names nobody`() async throws {
        let (desk, path) = try await used()
        let (clerk, admin) = (
            try SignedInStaff("li.si", [.clerk], at: desk.desk), try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        )
        let query = "?case=%E7%A4%BA%E4%BE%8B%E6%A1%88%2017"
        try await desk.run { talk in
            let passings = path + "/passings"
            #expect(try await talk.api(.post, passings, clerk, .object(order)).object.text("code") == "role-needed")
            for (name, value, code) in [
                ("case", "A-1", "other-case"), ("ground", "emergency", "bad-body"), ("to", "", "bad-body"),
                ("to", "bank", "passed-to-itself"),
            ] as [(String, JSONValue, String)] {
                let answer = try await talk.api(.post, passings, admin, changed(name, value))
                #expect(answer.object.text("code") == code)
            }
            let unread = try await talk.api(.post, passings, admin, ["case": "示例案 17", "leave": [:]])
            #expect(unread.status == 422 && unread.object.text("code") == "bad-leave")
            let neither = try await talk.api(.post, passings, admin, ["case": "示例案 17", "ground": "courtOrder"])
            #expect(neither.status == 400)
            let passed = try await talk.api(.post, passings, admin, .object(order))
            #expect(passed.status == 201 && passed.object["number"] == 0 && passed.object["to"] == "示例法院")
            let same = try await talk.api(.post, passings, admin, .object(order))
            #expect(same.status == 201 && same.object == passed.object)
            let listed = try await talk.api(.get, passings + query, clerk)
            #expect(listed.object["passings"] == [.object(passed.object)])
            let file = try await talk.client.execute(
                uri: passings + "/0/evidence" + query, method: .get, headers: admin.headers)
            let evidence = try EvidenceFile(parsing: String(buffer: file.body).utf8.map { $0 })
            let court = try #require(Addressee("示例法院"))
            let verdict = try evidence.verdict(from: EpochWalk(from: desk.town.known), as: court)
            #expect(verdict.checks.first { $0.name == .addressed }?.answer == .yes)
            var again = order
            again.append("again", true)
            #expect(try await talk.api(.post, passings, admin, .object(again)).object["number"] == 1)
            let other = try await talk.api(.get, passings + "/2/evidence" + query, admin)
            #expect(other.status == 404 && other.object.text("code") == "no-such-passing")
        }
        let lines = try desk.desk.accounts.auditLines()
        #expect(lines.map(\.action).filter { $0 == "use-pass" }.count == 3)
        #expect(!lines.contains { "\($0)".contains("示例法院") || "\($0)".contains("示例案") })
        #expect(await desk.town.count(.passEvidence) == 2)
    }

    @Test func `a passing whose end is not known is done by the same order, and has no evidence before`() async throws {
        let (desk, path) = try await used()
        let admin = try SignedInStaff("wang.wu", [.admin], at: desk.desk)
        let query = "?case=%E7%A4%BA%E4%BE%8B%E6%A1%88%2017"
        try await desk.run { talk in
            await desk.town.fail(.answerLost)
            let lost = try await talk.api(.post, path + "/passings", admin, .object(order))
            #expect(lost.status == 503)
            let early = try await talk.api(.get, path + "/passings/0/evidence" + query, admin)
            #expect(early.object.text("code") == "passing-goes-on")
            let again = try await talk.api(.post, path + "/passings", admin, .object(order))
            #expect(again.status == 201 && again.object["number"] == 0 && again.object["height"] != .null)
        }
        #expect(await desk.town.count(.passEvidence) == 1)
    }

    @Test func `a use is judged once more for its case, and an outage changes nothing`() async throws {
        let (desk, path) = try await used()
        let clerk = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let auditor = try SignedInStaff("zhao.liu", [.auditor], at: desk.desk)
        let body: JSONValue = ["case": "示例案 17"]
        try await desk.run { talk in
            let judged = try await talk.api(.post, path + "/again", clerk, body)
            #expect(judged.status == 200 && judged.object["state"] == "opened" && judged.object["verdict"] != .null)
            let other = try await talk.api(.post, path + "/again", clerk, ["case": "A-1"])
            #expect(other.object.text("code") == "other-case")
            #expect(try await talk.api(.post, path + "/again", auditor, body).status == 403)
            let none = String(path.dropLast()) + "2/again"
            #expect(try await talk.api(.post, none, clerk, body).status == 404)
        }
        #expect(try desk.desk.accounts.auditLines().map(\.action).contains("use-again"))
    }
}
