import Accounts
import HTTPTypes
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// The clerk compares the person with a portrait before each use, where sensitive fields are asked for in person.
struct ComparisonTests {
    /// Has a type with a sensitive field registered, and a scene approved that asks for it.
    private func declareScene(_ town: TestTown) async throws {
        let level = try #require(SensitivityLevel(3))
        let name = Bilingual(zh: "示例证照", en: "Sample")
        let type = DocumentType(
            code: TypeCode(checked: "TESTSENSITIVE"), owner: TestMember.police.id, name: name, level: level,
            updateFrequencyDays: nil, fields: [TypeField(path: "XM", name: name, level: level, isRequired: true)])
        let register = RegisterType(sequence: await town.sequence, type: type)
        try await town.commit([.registerType(register)], by: .twoGovernors)
        try await town.pass(seconds: 60)
        let asked = ProfileFields(type: type.code, fields: [AskedField(path: "XM", level: level, isRequired: true)])
        let scene = TestScene.scene("sensitive", fields: [asked])
        try await town.commit([.declareScene(DeclareScene(scene: scene))], by: .member(.bank))
        let approval = ApproveScene(party: TestMember.bank.id, code: scene.code, scene: scene.digest)
        try await town.commit([.approveScene(approval)], by: .member(.regulator))
    }

    /// A desk with a grant of two uses that was given at a counter.
    private func granted() async throws -> (desk: TestDesk, clerk: SignedInStaff, grant: GrantID, session: String) {
        let desk = try await TestDesk.make()
        try await declareScene(desk.town)
        let staff = try SignedInStaff("li.si", [.clerk], at: desk.desk)
        let wallet = TestWallet()
        let session = try await desk.run { talk in
            let order: JSONValue = [
                "scene": "sensitive", "profile": "basic", "uses": 2, "case": "A-17",
                "counter": ["name": "3 号窗口", "place": "示例支行"],
            ]
            let opened = try await talk.api(.post, "/api/requests", staff, order)
            let session = opened.object.text("session")
            let link = try #require(RequestLink(opened.object.text("link")))
            let object = try await wallet.request(link, talk, desk)
            let number = JSONValue.string(CounterNumber(of: object.request).description)
            let typed = try await talk.api(.post, "/api/requests/\(session)/number", staff, ["number": number])
            #expect(typed.status == 200)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
            return session
        }
        return (desk, staff, GrantID(origin: desk.town.origin, key: wallet.key.publicKey), session)
    }

    private func body(_ grant: GrantID, compared: Bool) -> JSONValue {
        ["grant": .string("\(grant)"), "case": "A-17", "compared": .bool(compared)]
    }

    @Test func `each use needs a comparison of its own, and one that goes on needs no second`() async throws {
        let (desk, clerk, grant, _) = try await granted()
        let (with, without) = (body(grant, compared: true), body(grant, compared: false))
        try await desk.run { talk in
            let path = "/api/uses"
            #expect(try await talk.api(.post, path, clerk, without).object.text("code") == "comparison-needed")
            let first = try await talk.api(.post, path, clerk, with)
            #expect(first.status == 201 && first.object["compared"] != .null && first.object["number"] == 1)
            #expect(try await talk.api(.post, path, clerk, without).object.text("code") == "comparison-needed")
            await desk.town.fail(.noShares)
            #expect(try await talk.api(.post, path, clerk, with).status == 503)
            await desk.town.fail(nil)
            let second = try await talk.api(.post, path, clerk, without)
            #expect(second.status == 201 && second.object["compared"] != .null && second.object["number"] == 2)
        }
        let compared = try desk.desk.accounts.auditLines().filter { $0.action == "portrait-compared" }
        #expect(await desk.town.count(.use) == 2 && compared.count == 2)
    }

    @Test func `the page asks before each use`() async throws {
        let (desk, clerk, _, session) = try await granted()
        try await desk.run { talk in
            let place = "/counter/sessions/\(session)"
            for number in 1...2 {
                #expect(try await talk.page(place, clerk).text.contains("name=\"compared\""), "use \(number)")
                #expect(try await talk.form(place + "/use", [], clerk).status == 409)
                let used = try await talk.form(place + "/use", [("compared", "1")], clerk)
                #expect(used.status == 303 && used.place == place + "/uses/\(number)")
                #expect(try await talk.page(used.place + "?lang=en", clerk).text.contains("Person compared"))
            }
        }
    }
}
