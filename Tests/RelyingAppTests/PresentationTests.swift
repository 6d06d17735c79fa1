import Credentials
import Foundation
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct PresentationTests {
    @Test func `a wallet of another maker shows what is asked, and the verdict says that nothing counted it`()
        async throws
    {
        let plain = try await PlainDesk.make()
        let uses = await plain.desk.town.count(.use)
        let judged = try await plain.verdict { request in [try plain.presented(plain.document(), request)] }
        #expect(judged.state == "valid" && judged.presentation.state == .shown)
        #expect(judged.verdict["mark"] == ["zh": "未计次出示", "en": "uncounted presentation"])
        #expect(
            judged.checks == [
                "complete": "yes", "form": "yes", "signature": "yes", "accredited": "yes",
                "recorded": "unknown/receipt-missing", "status": "yes", "validity": "yes", "freshness": "yes",
                "holder": "yes", "fields": "yes",
            ])
        #expect(await plain.desk.town.count(.use) == uses)
        #expect(judged.presentation.keptUntil == judged.presentation.answered.map { $0 + 30 * 86_400 })
        #expect(try plain.desk.desk.presentations(ofCase: "示例案 9", limit: 10).count == 1)
        #expect(try plain.desk.desk.presentations(ofCase: "another", limit: 10).isEmpty)
    }

    @Test func `only a scene that allows it is asked in plainly`() async throws {
        let plain = try await PlainDesk.make()
        await #expect {
            try await plain.desk.desk.open(try plain.order(TestScene.loan), plain.types)
        } throws: { ($0 as? RelyingRefusal)?.code == "counted-only" }
        let (_, link) = try await plain.opened()
        _ = try await plain.desk.desk.end(PlainDesk.scene.code)
        try await plain.desk.run { talk in
            let refused = await #expect(throws: RelyingProblem.self) { try await plain.fetch(link, talk) }
            #expect(refused?.code == "scene-ended")
        }
    }

    @Test func `the request is in the strict profile, for the first wallet that fetches it`() async throws {
        let plain = try await PlainDesk.make()
        let (presentation, link) = try await plain.opened()
        #expect(link.text().hasPrefix("openid4vp://?client_id=x509_hash%3A") && PresentationLink(link.text()) == link)
        try await plain.desk.run { talk in
            let first = try await plain.fetch(link, talk)
            let request = first.request
            #expect(request.walletNonce == "wallet-nonce-1234" && request.nonce == presentation.nonce)
            #expect(request.sealing.encryptions == [.a128gcm, .a256gcm] && request.expiry == presentation.ends)
            #expect(request.query.credential("TESTIDENTITY")?.claimSets == [["XM", "ZZBH"], ["XM"]])
            let data = try #require(request.statements.first).data
            let said = try #require(SceneStatement.Received(data))
            #expect(said.isSigned(byOneOf: [TestMember.bank.key.publicKey]))
            #expect(said.statement.nonce == request.nonce && said.statement.scene == PlainDesk.scene.code)
            #expect(try await plain.fetch(link, talk).request == request)
            let refused = await #expect(throws: RelyingProblem.self) {
                try await plain.fetch(link, talk, nonce: "another-wallet-99")
            }
            #expect(refused?.code == "other-wallet")
        }
    }

    @Test func `every request has its own key, nonce and state`() async throws {
        let plain = try await PlainDesk.make()
        let links = [try await plain.opened().1, try await plain.opened().1]
        try await plain.desk.run { talk in
            let (first, second) = (try await plain.fetch(links[0], talk), try await plain.fetch(links[1], talk))
            #expect(first.request.sealing.key != second.request.sealing.key)
            #expect(first.request.nonce != second.request.nonce && first.request.state != second.request.state)
        }
    }

    @Test func `an answer counts once, sealed, with its state, and in its time`() async throws {
        let plain = try await PlainDesk.make()
        let (presentation, link) = try await plain.opened()
        let path = "/presentations/\(presentation.id)/response"
        try await plain.desk.run { talk in
            func code(_ form: String) async throws -> (Int, String) {
                let answer = try await talk.post(path, Array(form.utf8))
                let body = try answer.json([String: String].self)
                return (answer.status, body["code"] ?? "")
            }
            #expect(try await code("response=a") == (422, "bad-grant"))
            let request = try await plain.fetch(link, talk).request
            let text = try plain.presented(plain.document(), request)
            let answers = [PresentationResponse.Answer(query: "TESTIDENTITY", presentations: [text])]
            #expect(try await code("vp_token=a&state=b") == (400, "bad-request"))
            #expect(try await code("response=a.b.c.d.e") == (400, "bad-request"))
            let other = AnswerSealing(key: AgreementKey().publicKey, encryptions: [.a256gcm])
            let stray = try #require(PresentationResponse.presented(answers, state: request.state).form(for: other))
            #expect(try await code(stray) == (400, "bad-request"))
            let stateless = PresentationResponse.presented(answers, state: "other").form(for: request.sealing)
            #expect(try await code(try #require(stateless)) == (400, "bad-request"))
            let good = PresentationResponse.presented(answers, state: request.state).form(for: request.sealing)
            let form = try #require(good)
            #expect(try await talk.post(path, Array(form.utf8)).bytes == Array("{}".utf8))
            #expect(try await code(form) == (410, "session-over"))
        }
        #expect(try plain.desk.desk.presentation(presentation.id).state == .shown)
    }

    @Test func `a refusal is kept without saying why`() async throws {
        let plain = try await PlainDesk.make()
        let (presentation, link) = try await plain.opened()
        try await plain.desk.run { talk in
            let request = try await plain.fetch(link, talk).request
            let form = "error=access_denied&state=\(request.state ?? "")"
            #expect(try await talk.post("/presentations/\(presentation.id)/response", Array(form.utf8)).status == 200)
        }
        let kept = try plain.desk.desk.presentation(presentation.id)
        #expect(kept.state == .refused && kept.verdict == nil && kept.content?.refusal == "access_denied")
    }

    @Test func `on the same device nothing is shown before the browser brings its code back, once`() async throws {
        let plain = try await PlainDesk.make()
        let back = try #require(WebAddress("https://bank.example/back"))
        let (presentation, link) = try await plain.opened(returnAddress: back)
        let desk = plain.desk.desk
        let request = try await plain.desk.run { talk in try await plain.fetch(link, talk).request }
        let response = PresentationResponse.presented(
            [.init(query: "TESTIDENTITY", presentations: [try plain.presented(plain.document(), request)])],
            state: request.state)
        let form = try #require(response.form(for: request.sealing))
        let answer = try await desk.take(form, ofPresentation: presentation.id, reading: plain.published)
        guard case .string(let redirect)? = answer["redirect_uri"] else {
            Issue.record("no redirect_uri")
            return
        }
        #expect(redirect.hasPrefix("https://bank.example/back?response_code="))
        let code = try #require(redirect.split(separator: "=").last.map(String.init))
        #expect(try desk.presentation(presentation.id).verdict == nil)
        #expect(try desk.presentations(limit: 10).allSatisfy { $0.verdict == nil && $0.content == nil })
        #expect(throws: RelyingRefusal.self) { try desk.presentation(presentation.id, responseCode: "guess") }
        #expect(try desk.presentation(presentation.id, responseCode: code).verdict != nil)
        #expect(try desk.presentation(presentation.id).state == .shown)
    }

    @Test func `what was shown goes when its retention ends`() async throws {
        let plain = try await PlainDesk.make()
        let judged = try await plain.verdict { request in [try plain.presented(plain.document(), request)] }
        let end = try #require(judged.presentation.keptUntil)
        #expect(try plain.desk.desk.dropPresentations(before: end) == 0)
        #expect(try plain.desk.desk.dropPresentations(before: end + 1) == 1)
        #expect(throws: RelyingRefusal.self) { try plain.desk.desk.presentation(judged.presentation.id) }
    }
}
