import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// What a member that was told of an account learns when it is bound to another device.
struct KnownAccountTests {
    private func question(
        after number: UInt64, _ registrar: TestRegistrar, by member: TestMember = .police
    ) -> [UInt8] {
        RebindingsQuestion(after: number).signed(
            by: member.key, of: member.id, origin: registrar.origin, now: registrar.clock.now)
    }

    private func lookUp(_ person: TestPerson, _ registrar: TestRegistrar, _ talk: Talk) async throws {
        let question = DirectoryQuestion([person.number]).signed(
            by: TestMember.police.key, of: TestMember.police.id, origin: registrar.origin, now: registrar.clock.now)
        #expect(try await talk.post("/directory", bytes: question).status == 200)
    }

    private func ask(
        after number: UInt64, _ registrar: TestRegistrar, _ talk: Talk, by member: TestMember = .police
    ) async throws -> RebindingsAnswer {
        let answer = try await talk.post(
            "/directory/rebindings", bytes: question(after: number, registrar, by: member))
        #expect(answer.status == 200)
        return try RebindingsAnswer(decoding: answer.bytes)
    }

    @Test func `a member is told of the accounts that it knows, in their order, and of no other`() async throws {
        let registrar = try TestRegistrar()
        let seeds = [WalletSeed(), WalletSeed()]
        try await registrar.run { talk in
            for (person, seed) in zip([TestPerson.one, .two], seeds) {
                let wallet = TestWallet(registrar, seed: seed)
                _ = try await talk.post("/accounts", wallet.body(person, at: registrar.clock.now))
            }
            try await lookUp(.one, registrar, talk)
            #expect(try await ask(after: 0, registrar, talk) == RebindingsAnswer(next: 0, entries: []))
            let devices = seeds.map { TestWallet(registrar, seed: $0) }
            for (person, device) in zip([TestPerson.one, .two], devices) {
                _ = try await talk.post("/accounts/rebind", device.body(person, at: registrar.clock.now))
            }
            let told = try await ask(after: 0, registrar, talk)
            #expect(told.entries.count == 1 && told.next > 0)
            let signed = try SignedBinding(told.entries[0].binding, origin: registrar.origin)
            #expect(signed.binding.serial == 2 && signed.binding.holderKey == devices[0].holder.publicKey)
            #expect(told.entries[0].pairSecret == devices[0].keys.mailboxRoot.pairSecret(member: "police"))
            #expect(try await ask(after: told.next, registrar, talk).entries.isEmpty)
            // A member that asked for nobody learns of nobody.
            #expect(try await ask(after: 0, registrar, talk, by: .civilAffairs).entries.isEmpty)
            // Of an account that was bound twice, its binding of now.
            let third = TestWallet(registrar, seed: seeds[0])
            _ = try await talk.post("/accounts/rebind", third.body(.one, at: registrar.clock.now))
            let again = try await ask(after: told.next, registrar, talk)
            let last = try SignedBinding(try #require(again.entries.first).binding, origin: registrar.origin)
            #expect(again.entries.count == 1 && last.binding.serial == 3)
        }
    }

    @Test func `a question is answered once, and to issuers alone`() async throws {
        let registrar = try TestRegistrar()
        try await registrar.run { talk in
            let bank = try await talk.post(
                "/directory/rebindings", bytes: question(after: 0, registrar, by: .bank))
            #expect(try bank.problem() == "not-an-issuer")
            let bytes = question(after: 0, registrar)
            #expect(try await talk.post("/directory/rebindings", bytes: bytes).status == 200)
            #expect(try await talk.post("/directory/rebindings", bytes: bytes).problem() == "question-repeated")
            // A question of one kind is none of the other.
            #expect(try await talk.post("/directory", bytes: question(after: 0, registrar)).problem() == "bad-request")
        }
    }

    @Test func `notices of a second re-binding lie where the second device looks`() async throws {
        let registrar = try TestRegistrar { $0.rebindingDelay = 100 }
        let seed = WalletSeed()
        let second = TestWallet(registrar, seed: seed)
        try await registrar.run { talk in
            let first = TestWallet(registrar, seed: seed)
            _ = try await talk.post("/accounts", first.body(.one, at: registrar.clock.now))
            _ = try await talk.post("/accounts/rebind", second.body(.one, at: registrar.clock.now))
            _ = try await talk.post("/accounts/rebind", TestWallet(registrar).body(.one, at: registrar.clock.now))
        }
        await registrar.registrar.keepHouse()
        let pair = second.keys.mailboxRoot.pairSecret(member: "registrar")
        #expect(registrar.nodes.notices.map(\.tag) == [pair.tag(PairSecret.firstNumber(serial: 2))])
    }
}
