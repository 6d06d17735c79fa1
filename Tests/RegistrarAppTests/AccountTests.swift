import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct AccountTests {
    @Test func `a person whose check passes gets an account with a binding that names nobody`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let answer = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now))
            #expect(answer.status == 200)
            let bound: BoundBody = try answer.json()
            let bytes = try #require(Base64URL.decode(bound.binding))
            let signed = try SignedBinding(bytes, origin: registrar.origin)
            #expect(signed.registrar == TestRegistrar.member)
            #expect(signed.isSigned(by: [TestRegistrar.key.publicKey]))
            #expect(!signed.isSigned(by: [wallet.holder.publicKey]))
            #expect(signed.binding.account.description == bound.account)
            #expect(signed.binding.serial == 1)
            #expect(signed.binding.level == 2)
            #expect(signed.binding.holderKey == wallet.holder.publicKey)
            #expect(signed.binding.mailboxKey == wallet.keys.mailbox.publicKey.bytes)
            #expect(signed.binding.previous == nil)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(TestPerson.one.number) && !text.contains(TestPerson.one.name))
        }
    }

    @Test func `a firm gets one too, and the same wallet gets the binding that it has`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let first: BoundBody = try await talk.post("/accounts", wallet.body(.firm, at: registrar.clock.now)).json()
            registrar.clock.pass(60)
            let again: BoundBody = try await talk.post("/accounts", wallet.body(.firm, at: registrar.clock.now)).json()
            #expect(again == first)
        }
    }

    @Test func `one identity has one account, and one key one binding`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            _ = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now))
            let second = try await talk.post("/accounts", TestWallet(registrar).body(.one, at: registrar.clock.now))
            #expect(second.status == 409)
            #expect(try second.problem() == "account-exists")
            let shared = TestWallet(registrar, holder: wallet.holder)
            let third = try await talk.post("/accounts", shared.body(.two, at: registrar.clock.now))
            #expect(try third.problem() == "key-used-before")
        }
        #expect(try Registrar.accounts(registrar.configuration, origin: registrar.origin).count == 1)
    }

    @Test func `a failed check opens nothing, is logged, and after five no more are taken for an hour`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let wrong = [
                wallet.body(.one, at: registrar.clock.now, face: "other"),
                wallet.body(.one, at: registrar.clock.now, name: "示例丙"),
                wallet.body(
                    TestPerson(number: "110101209001012033", name: "示例丁", face: "x"), at: registrar.clock.now),
            ]
            for body in wrong {
                let answer = try await talk.post("/accounts", body)
                #expect(answer.status == 403)
                #expect(try answer.problem() == "identity-not-confirmed")
            }
            for _ in 0..<3 { _ = try await talk.post("/accounts", wrong[0]) }
            let right = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now))
            #expect(right.status == 429)
            #expect(try right.problem() == "too-many-attempts")
            registrar.clock.pass(3_601)
            let later = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now))
            #expect(later.status == 200)
        }
        let entries = try Registrar.log(registrar.configuration, origin: registrar.origin, after: 0, limit: 100)
        #expect(
            entries.map(\.kind) == ["denied", "denied", "denied", "denied", "denied", "denied", "opened"].suffix(7))
    }

    @Test func `a proof by another key, of another ledger, or out of time is refused`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        let other = PrivateKey(generating: .es256)
        let now = registrar.clock.now
        let bodies = [
            wallet.body(.one, at: now, holder: other),
            wallet.body(.one, at: now, recovery: PrivateKey(generating: .ed25519)),
            wallet.body(.one, at: now - 3_600), wallet.body(.one, at: now + 3_600),
        ]
        try await registrar.run { talk in
            for body in bodies {
                let answer = try await talk.post("/accounts", body)
                #expect(answer.status == 400)
                #expect(try answer.problem() == "bad-proof")
            }
        }
        #expect(try Registrar.accounts(registrar.configuration, origin: registrar.origin).isEmpty)
    }

    @Test func `what is no request is refused with what is wrong`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let texts = ["", "{}", "[]", #"{"name":"a","name":"b"}"#, "x"]
            for text in texts {
                let answer = try await talk.post("/accounts", bytes: Array(text.utf8))
                #expect(try answer.problem() == "bad-request")
            }
            let number = TestPerson(number: "110101209001011015", name: "示例", face: "x")
            let answer = try await talk.post("/accounts", wallet.body(number, at: registrar.clock.now))
            #expect(try answer.problem() == "bad-number")
            #expect(try await talk.get("/nothing").problem() == "no-such-path")
            let large = try await talk.post("/accounts", bytes: [UInt8](repeating: 0x20, count: 300_000))
            #expect(try large.problem() == "body-too-large")
            let about: RegistrarBody = try await talk.get("/registrar").json()
            #expect(about.member == "registrar" && about.origin == registrar.origin)
        }
    }

    @Test func `what a wallet leaves for a device to come is given to the person`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let none = try await talk.post("/accounts/backup", TestPerson.one.identity)
            #expect(try none.problem() == "no-account")
            _ = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now, backup: "示例备份"))
            let given: BackupBody = try await talk.post("/accounts/backup", TestPerson.one.identity).json()
            #expect(given.backup == "示例备份" && given.serial == 1)
            let wrong = IdentityBody(name: TestPerson.one.name, number: TestPerson.one.number, face: "x")
            #expect(try await talk.post("/accounts/backup", wrong).problem() == "identity-not-confirmed")
            let long = wallet.body(.two, at: registrar.clock.now, backup: String(repeating: "a", count: 9_000))
            #expect(try await talk.post("/accounts", long).problem() == "bad-request")
        }
    }
}
