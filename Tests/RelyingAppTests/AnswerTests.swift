import Credentials
import Releasing
import RelyingAPI
import RelyingApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct AnswerTests {
    @Test func `an answer becomes a final grant, and the same again tells the same`() async throws {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let answer = try wallet.grant(try await wallet.request(link, talk, desk), desk)
            let first: AnsweredBody = try await talk.answer(answer, to: link).json()
            #expect(first.state == .granted && first.acknowledgements == 1 && first.validators == 1)
            #expect(first.grant == GrantID(origin: desk.town.origin, key: wallet.key.publicKey).description)
            #expect(try await talk.answer(answer, to: link).json(AnsweredBody.self) == first)
            // Nobody fetches it any more, and nobody answers it otherwise.
            #expect(try await talk.fetch(wallet.fetch, at: link).problem() == "session-over")
        }
        #expect(await desk.town.count(.grant) == 1)
        let matter = try #require(try desk.desk.matters(named: session.id.description).first)
        #expect(matter.session.state == .granted && matter.answer?.words.count == 1)
        #expect(try desk.desk.matters(named: "示例案 17").count == 1)
    }

    @Test func `another answer to an answered request is refused`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            _ = try await talk.answer(wallet.grant(object, desk), to: link)
            for other in [try wallet.grant(object, desk), wallet.refusal(object, desk)] {
                let answer = try await talk.answer(other, to: link)
                #expect(try answer.status == 409 && answer.problem() == "answered-otherwise")
            }
        }
        #expect(await desk.town.count(.grant) == 1)
        #expect(await desk.town.count(.refuseRequest) == 0)
    }

    @Test func `what is dealt again has a ticket for every use that is left, and comes after the grant`() async throws {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let early = try await talk.answer(wallet.dealtAgain(object, desk, uses: 1...2), to: link)
            #expect(try early.status == 422 && early.problem() == "bad-grant")
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
            for uses in [2...2, 1...1, 1...3, 9...9] {
                let answer = try await talk.answer(wallet.dealtAgain(object, desk, uses: uses), to: link)
                #expect(answer.status == 422, "\(uses)")
            }
            #expect(await desk.town.count(.limitGrant) == 0)
            #expect(try await talk.answer(wallet.dealtAgain(object, desk, uses: 1...2), to: link).status == 200)
        }
        #expect(await desk.town.count(.limitGrant) == 1)
        let matter = try #require(try desk.desk.matters(named: session.id.description).first)
        #expect(matter.answers.map(\.kind) == [.grant, .dealtAgain])
        let grant = try #require(matter.session.grant)
        #expect(try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")).state == .opened)
    }

    @Test func `only so many deposits of one session wait for the ledger`() async throws {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
            await desk.town.fail(.mute)
            for place in 0..<10 {
                let answer = try await talk.answer(wallet.dealtAgain(object, desk, uses: 1...2), to: link)
                #expect(answer.status == (place < 8 ? 202 : 429))
            }
        }
        let matter = try #require(try desk.desk.matters(named: session.id.description).first)
        #expect(matter.answers.count == 9)
    }

    @Test func `a refusal is final, and nothing flows`() async throws {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let answered: AnsweredBody = try await talk.answer(wallet.refusal(object, desk), to: link).json()
            #expect(answered.state == .refused && answered.acknowledgements == 0)
        }
        let matter = try #require(try desk.desk.matters(named: session.id.description).first)
        #expect(matter.session.state == .refused)
        let grant = try #require(matter.session.grant)
        await #expect {
            try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        } throws: { ($0 as? RelyingRefusal)?.code == "not-granted" }
    }

    @Test func `a deposit that was altered, or sealed to another key, is not taken, and a good one still is`()
        async throws
    {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            guard case .granted(var deposit, let grant) = try wallet.grant(object, desk) else { return }
            deposit[deposit.count - 1] ^= 1
            let altered = try await talk.answer(.granted(deposit: deposit, grant: grant), to: link)
            #expect(try altered.status == 422 && altered.problem() == "deposit-part-differs")
            let closed = try wallet.grant(object, desk, to: SealingPrivateKey().publicKey)
            #expect(try await talk.answer(closed, to: link).problem() == "deposit-part-closed")
            // The grant must name the deposit that came with it.
            guard case .granted(let other, _) = try wallet.grant(object, desk) else { return }
            let swapped = try await talk.answer(.granted(deposit: other, grant: grant), to: link)
            #expect(try swapped.problem() == "deposit-other-manifest")
            #expect(await desk.town.count(.grant) == 0)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
    }

    @Test func `only the key that the request names answers it`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        let (_, unfetched) = try await desk.desk.open(desk.order())
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let thief = TestWallet()
            #expect(try await talk.answer(thief.refusal(object, desk), to: link).problem() == "bad-grant")
            #expect(try await talk.answer(thief.grant(object, desk), to: link).problem() == "bad-grant")
            #expect(try await talk.answer(wallet.refusal(object, desk), to: unfetched).problem() == "bad-grant")
            #expect(try await talk.post(link.address.path + "/answer", [0x80]).problem() == "bad-request")
        }
    }

    @Test(arguments: [TestTown.Trouble.noWords, .falseWords, .mute, .pretending])
    func `a grant waits until a quorum holds its deposit and the ledger answers`(_ trouble: TestTown.Trouble)
        async throws
    {
        let desk = try await TestDesk.make()
        let (session, link) = try await desk.desk.open(desk.order())
        await desk.town.fail(trouble)
        try await desk.run { talk in
            let wallet = TestWallet()
            let answer = try wallet.grant(try await wallet.request(link, talk, desk), desk)
            let first = try await talk.answer(answer, to: link)
            #expect(first.status == 202)
            #expect(try first.json(AnsweredBody.self).state == .pending)
            #expect(await desk.town.count(.grant) == 0)
            await desk.town.fail(nil)
            desk.town.time.pass(milliseconds: 15_000)
            await desk.desk.keepHouse(isThorough: false)
            #expect(await desk.town.count(.grant) == 1)
            #expect(try await talk.answer(answer, to: link).json(AnsweredBody.self).state == .granted)
        }
        #expect(await desk.town.count(.grant) == 1)
        #expect(try desk.desk.matters(named: session.id.description).first?.session.state == .granted)
    }

    @Test func `an answer whose time ran out on its way may be given again`() async throws {
        let desk = try await TestDesk.make()
        let (_, link) = try await desk.desk.open(desk.order())
        await desk.town.fail(.mute)
        try await desk.run { talk in
            let wallet = TestWallet()
            let object = try await wallet.request(link, talk, desk)
            let answer = try wallet.grant(object, desk)
            #expect(try await talk.answer(answer, to: link).status == 202)
            try await desk.town.pass(seconds: 31)
            await desk.town.fail(nil)
            #expect(try await talk.answer(answer, to: link).status == 422)
            #expect(try await talk.answer(wallet.grant(object, desk), to: link).status == 200)
        }
        #expect(await desk.town.count(.grant) == 1)
    }
}
