import Credentials
import RelyingAPI
import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct SessionTests {
    @Test func `a wallet gets a request that names its key, and no other wallet gets one`() async throws {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        #expect(RequestLink(link.link) == link && RequestLink(link.plain) == link)
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let asked = try #require(object.asked)
            #expect(asked.grantKey == wallet.key.publicKey && asked.maxUses == 2 && asked.term == 3_600)
            #expect(asked.caseCommitment == object.matter.commitment && object.matter.number == "示例案 17")
            #expect(object.asksFor(TestScene.loan.profiles[0]))
            #expect(object.sealingKey == desk.sealingKey.publicKey && object.text?.en == "Sample words")
            // The same wallet may fetch again, and gets the same request.
            #expect(try await wallet.request(link, talk, desk).request == object.request)
            let other = try await talk.fetch(TestWallet().fetch, at: link)
            #expect(try other.status == 403 && other.problem() == "other-wallet")
            // Of another session nobody can tell anything.
            let path = "/requests/" + SessionID().description
            #expect(try await talk.post(path, Array(TestWallet().fetch.form.utf8)).problem() == "no-such-session")
        }
        #expect(try desk.desk.matters(named: session.id.description).first?.session.state == .asked)
    }

    @Test func `a grant key serves one session`() async throws {
        let desk = try await TestDesk.make()
        let (_, first) = try await desk.desk.open(desk.order())
        let (_, second) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            _ = try await wallet.request(first, talk, desk)
            let answer = try await talk.fetch(wallet.fetch, at: second)
            #expect(try answer.status == 400 && answer.problem() == "bad-request")
        }
    }

    @Test func `a session is over when its time is, and an answer shortly after still counts`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        let (_, late) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let tardy = TestWallet()
            let other = try await tardy.request(late, talk, desk)
            desk.town.time.pass(milliseconds: 600_000)
            #expect(try await talk.fetch(TestWallet().fetch, at: link).problem() == "session-over")
            let answered = try await talk.answer(wallet.grant(object, desk), to: link)
            #expect(answered.status == 200)
            desk.town.time.pass(milliseconds: 300_000)
            #expect(try await talk.answer(tardy.grant(other, desk), to: late).problem() == "session-over")
        }
    }

    @Test func `nothing beyond the scene is asked`() async throws {
        let desk = try await TestDesk.make()
        await #expect(throws: RelyingRefusal.self) { try await desk.desk.open(desk.order(uses: 4)) }
        let scene = TestScene.loan.code
        for (code, profile, term) in [
            ("none", "basic", UInt64(60)), (scene.text, "none", 60), (scene.text, "basic", 86_401),
        ] {
            let order = SessionOrder(
                scene: SceneCode(checked: code), profile: ProfileID(checked: profile), uses: 1, term: term,
                caseNumber: "示例")
            await #expect(throws: RelyingRefusal.self) { try await desk.desk.open(order) }
        }
        _ = try await desk.desk.end(scene)
        await #expect {
            try await desk.desk.open(desk.order())
        } throws: { ($0 as? RelyingRefusal)?.code == "scene-ended" }
    }

    @Test func `a form of another shape is refused`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let form = TestWallet().fetch.form
            for text in ["", "grant_key=AA", form + "&more=1", String(form.dropLast())] {
                let answer = try await talk.post(link.address.path, Array(text.utf8))
                #expect(try answer.problem() == "bad-request")
            }
            let long = try await talk.post(link.address.path, [UInt8](repeating: 0x61, count: 2_000))
            #expect(try long.problem() == "body-too-large")
        }
    }

    @Test func `what a wallet opens is held to what it asked`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        let keys = [TestMember.bank.key.publicKey]
        let now = desk.town.time.now / 1_000
        try await desk.run { talk in
            let wallet = TestWallet()
            let fetch = wallet.fetch
            let sealed = try await talk.fetch(fetch, at: link).bytes
            func received(_ fetch: RequestFetch, _ link: RequestLink) throws(RequestRefusal) -> ReceivedRequest {
                try ReceivedRequest(opening: sealed, by: wallet.sealing, for: fetch, at: link)
            }
            #expect(throws: RequestRefusal.doesNotOpen) { try received(wallet.fetch, link) }
            let notary = RequestLink(party: TestMember.notary.id, address: link.address)
            #expect(throws: RequestRefusal.doesNotOpen) { try received(fetch, notary) }
            let request = try received(fetch, link)
            #expect(throws: RequestRefusal.unknownKey(request.keyID)) {
                try request.checked(by: [TestMember.notary.key.publicKey], origin: desk.town.origin, at: now)
            }
            #expect(throws: RequestRefusal.otherLedger(desk.town.origin)) {
                try request.checked(by: keys, origin: "another", at: now)
            }
            _ = try request.checked(by: keys, origin: desk.town.origin, at: now - 300)
            #expect(throws: RequestRefusal.fromFuture(now)) {
                try request.checked(by: keys, origin: desk.town.origin, at: now - 301)
            }
            #expect(throws: RequestRefusal.over(now + 600)) {
                try request.checked(by: keys, origin: desk.town.origin, at: now + 900)
            }
        }
    }
}
