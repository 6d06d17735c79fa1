import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct RebindingTests {
    /// A registrar where the first person has an account, and the wallet.
    private func opened() async throws -> (TestRegistrar, TestWallet, WalletSeed, SignedBinding) {
        let registrar = try TestRegistrar { $0.rebindingDelay = 100 }
        let seed = WalletSeed()
        let wallet = TestWallet(registrar, seed: seed)
        let bound: BoundBody = try await registrar.run { talk in
            try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now)).json()
        }
        return (registrar, wallet, seed, try signed(bound, registrar))
    }

    private func signed(_ bound: BoundBody, _ registrar: TestRegistrar) throws -> SignedBinding {
        try SignedBinding(try #require(Base64URL.decode(bound.binding)), origin: registrar.origin)
    }

    @Test func `the recovery key binds a new device at once, and the bindings are a chain`() async throws {
        let (registrar, _, seed, first) = try await opened()
        let device = TestWallet(registrar, seed: seed)
        try await registrar.run { talk in
            let answer = try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now))
            #expect(answer.status == 200)
            let next = try signed(answer.json(), registrar)
            #expect(next.binding.account == first.binding.account)
            #expect(next.binding.serial == 2)
            #expect(next.binding.previous == first.digest)
            #expect(next.binding.holderKey == device.holder.publicKey)
            let again = try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now))
            #expect(try signed(again.json(), registrar).digest == next.digest)
        }
    }

    @Test func `the old holder key binds a wallet with another seed at once`() async throws {
        let (registrar, wallet, _, _) = try await opened()
        let device = TestWallet(registrar)
        try await registrar.run { talk in
            let body = device.body(.one, at: registrar.clock.now, previous: wallet.holder)
            let answer = try await talk.post("/accounts/rebind", body)
            #expect(answer.status == 200)
            #expect(try signed(answer.json(), registrar).binding.recoveryKey == device.keys.recovery.publicKey)
        }
    }

    @Test func `without either the wish waits, the old mailbox is told, and then it holds`() async throws {
        let (registrar, wallet, _, first) = try await opened()
        let device = TestWallet(registrar)
        try await registrar.run { talk in
            let body = device.body(.one, at: registrar.clock.now, previous: PrivateKey(generating: .es256))
            let answer = try await talk.post("/accounts/rebind", body)
            #expect(answer.status == 202)
            let waiting: WaitingBindingBody = try answer.json()
            #expect(waiting.effective == registrar.clock.now + 100)
            let again = try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now))
            #expect(try again.json(WaitingBindingBody.self) == waiting)
            let other = try await talk.post(
                "/accounts/rebind", TestWallet(registrar).body(.one, at: registrar.clock.now))
            #expect(try other.problem() == "rebinding-waits")
        }
        registrar.clock.pass(99)
        await registrar.registrar.keepHouse()
        let notice = try #require(registrar.nodes.notices.first)
        let tag = wallet.keys.mailboxRoot.pairSecret(member: "registrar").tag(0)
        #expect(notice.tag == tag)
        let delivery = try Delivery(
            opening: notice.body, by: wallet.keys.mailbox, origin: registrar.origin, at: tag)
        guard case .rebinding(let told) = delivery else { throw Wrong() }
        #expect(notice.eraser == told.erase.eraser)
        let coming = try SignedBinding(told.binding, origin: registrar.origin)
        #expect(coming.binding.holderKey == device.holder.publicKey)
        #expect(coming.binding.previous == first.digest)
        let early = try Registrar.accounts(registrar.configuration, origin: registrar.origin)
        #expect(early.map(\.serial) == [1])
        registrar.clock.pass(1)
        await registrar.registrar.keepHouse()
        let late = try Registrar.accounts(registrar.configuration, origin: registrar.origin)
        #expect(late.map(\.serial) == [2])
        #expect(registrar.nodes.notices.count == 1)
    }

    private struct Wrong: Error {}

    @Test func `the old device forbids a re-binding, and nobody else does`() async throws {
        let (registrar, wallet, _, first) = try await opened()
        let device = TestWallet(registrar)
        try await registrar.run { talk in
            _ = try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now))
        }
        await registrar.registrar.keepHouse()
        let notice = try #require(registrar.nodes.notices.first)
        let delivery = try Delivery(
            opening: notice.body, by: wallet.keys.mailbox, origin: registrar.origin, at: notice.tag)
        guard case .rebinding(let told) = delivery else { throw Wrong() }
        let veto = Veto(account: first.binding.account, binding: SHA256.digest(told.binding))
        @Sendable func body(_ veto: Veto, _ key: PrivateKey) -> VetoBody {
            VetoBody(
                veto: Base64URL.encode(veto.signed(by: key, origin: registrar.origin, now: registrar.clock.now)))
        }
        try await registrar.run { talk in
            let stranger = try await talk.post("/accounts/veto", body(veto, device.holder))
            #expect(try stranger.problem() == "bad-proof")
            let other = Veto(account: veto.account, binding: SHA256.digest([1]))
            #expect(try await talk.post("/accounts/veto", body(other, wallet.holder)).problem() == "nothing-waits")
            #expect(try await talk.post("/accounts/veto", body(veto, wallet.holder)).status == 200)
            #expect(
                try await talk.post("/accounts/veto", body(veto, wallet.keys.recovery)).problem() == "nothing-waits")
        }
        registrar.clock.pass(1_000)
        await registrar.registrar.keepHouse()
        #expect(try Registrar.accounts(registrar.configuration, origin: registrar.origin).map(\.serial) == [1])
    }

    @Test func `a binding by recovery ends what waited`() async throws {
        let (registrar, _, seed, _) = try await opened()
        let (thief, device) = (TestWallet(registrar), TestWallet(registrar, seed: seed))
        try await registrar.run { talk in
            _ = try await talk.post("/accounts/rebind", thief.body(.one, at: registrar.clock.now))
            #expect(try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now)).status == 200)
        }
        registrar.clock.pass(1_000)
        await registrar.registrar.keepHouse()
        #expect(try Registrar.accounts(registrar.configuration, origin: registrar.origin).map(\.serial) == [2])
    }

    @Test func `who has no account binds none, and an old key comes not back`() async throws {
        let (registrar, wallet, seed, _) = try await opened()
        let device = TestWallet(registrar, seed: seed)
        try await registrar.run { talk in
            let none = try await talk.post("/accounts/rebind", device.body(.two, at: registrar.clock.now))
            #expect(try none.problem() == "no-account")
            _ = try await talk.post("/accounts/rebind", device.body(.one, at: registrar.clock.now))
            let back = try await talk.post("/accounts/rebind", wallet.body(.one, at: registrar.clock.now))
            #expect(try back.problem() == "key-used-before")
        }
    }
}
