import Ledger
import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

struct DirectoryTests {
    private func question(
        _ numbers: [String], _ registrar: TestRegistrar, by member: TestMember = .police, key: PrivateKey? = nil
    ) -> [UInt8] {
        DirectoryQuestion(numbers).signed(
            by: key ?? member.key, of: member.id, origin: registrar.origin, now: registrar.clock.now)
    }

    @Test func `an issuer learns binding and pair secret of who has an account, and that others have none`()
        async throws
    {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        try await registrar.run { talk in
            let bound: BoundBody = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now)).json()
            let numbers = [TestPerson.two.number, TestPerson.one.number, "not a number"]
            let answer = try await talk.post("/directory", bytes: question(numbers, registrar))
            #expect(answer.status == 200)
            let entries = try DirectoryAnswer(decoding: answer.bytes).entries
            #expect(entries.count == 3)
            #expect(entries[0] == nil && entries[2] == nil)
            let entry = try #require(entries[1])
            #expect(Base64URL.encode(entry.binding) == bound.binding)
            #expect(entry.pairSecret == wallet.keys.mailboxRoot.pairSecret(member: "police"))
        }
        let last = try #require(
            try Registrar.log(registrar.configuration, origin: registrar.origin, after: 0, limit: 9).last)
        #expect(last.kind == "looked-up")
        #expect(last.detail.compact.contains("\"member\":\"police\""))
        #expect(!last.detail.compact.contains(TestPerson.two.number))
    }

    @Test func `who is no issuer, is unknown, or signs with another key learns nothing`() async throws {
        let registrar = try TestRegistrar()
        try await registrar.run { talk in
            let bank = try await talk.post("/directory", bytes: question([TestPerson.one.number], registrar, by: .bank))
            #expect(bank.status == 403)
            #expect(try bank.problem() == "not-an-issuer")
            let forged = question([TestPerson.one.number], registrar, key: TestMember.bank.key)
            #expect(try await talk.post("/directory", bytes: forged).problem() == "not-a-member")
            let unknown = DirectoryQuestion([]).signed(
                by: TestKey.own("x"), of: MemberID(checked: "nobody"), origin: registrar.origin,
                now: registrar.clock.now)
            #expect(try await talk.post("/directory", bytes: unknown).problem() == "not-a-member")
            let elsewhere = DirectoryQuestion([]).signed(
                by: TestMember.police.key, of: TestMember.police.id, origin: "other", now: registrar.clock.now)
            #expect(try await talk.post("/directory", bytes: elsewhere).problem() == "bad-request")
            #expect(try await talk.post("/directory", bytes: [1, 2, 3]).problem() == "bad-request")
            let late = question([], registrar)
            registrar.clock.pass(301)
            #expect(try await talk.post("/directory", bytes: late).problem() == "bad-request")
        }
    }

    @Test func `a question is answered once, and numbers have a limit a minute`() async throws {
        let registrar = try TestRegistrar { $0.numbersPerMinute = 5 }
        try await registrar.run { talk in
            let first = question([TestPerson.one.number], registrar)
            let answer = try await talk.post("/directory", bytes: first)
            #expect(answer.status == 200)
            #expect(try await talk.post("/directory", bytes: first).problem() == "question-repeated")
            let many = Array(repeating: TestPerson.one.number, count: 4)
            #expect(
                try await talk.post("/directory", bytes: question(many, registrar)).problem() == "too-many-questions")
            registrar.clock.pass(60)
            #expect(try await talk.post("/directory", bytes: question(many, registrar)).status == 200)
        }
    }

    @Test func `a registrar that cannot ask the ledger answers nobody`() async throws {
        let registrar = try TestRegistrar()
        registrar.nodes.fail(true)
        try await registrar.run { talk in
            let answer = try await talk.post("/directory", bytes: question([], registrar))
            #expect(answer.status == 503)
            #expect(try answer.problem() == "ledger-unreachable")
        }
    }

    @Test func `the root is anchored when it changes, and every binding in it can be proven`() async throws {
        let registrar = try TestRegistrar { $0.anchorInterval = 10 }
        await registrar.registrar.keepHouse()
        #expect(registrar.nodes.statements.isEmpty)
        let wallets = [TestWallet(registrar), TestWallet(registrar)]
        let bindings: [SignedBinding] = try await registrar.run { talk in
            var bindings: [SignedBinding] = []
            for (wallet, person) in zip(wallets, [TestPerson.one, .firm]) {
                let bound: BoundBody = try await talk.post(
                    "/accounts", wallet.body(person, at: registrar.clock.now)
                ).json()
                let bytes = try #require(Base64URL.decode(bound.binding))
                bindings.append(try SignedBinding(bytes, origin: registrar.origin))
            }
            return bindings
        }
        await registrar.registrar.keepHouse()
        await registrar.registrar.keepHouse()
        registrar.clock.pass(11)
        await registrar.registrar.keepHouse()
        #expect(registrar.nodes.statements.count == 1)
        let statement = try #require(registrar.nodes.statements.first)
        let note = try AnchorNote(decoding: statement.payload)
        #expect(note.kind == .directoryRoot)
        try await registrar.run { talk in
            for binding in bindings {
                let proof: DirectoryProofBody = try await talk.get("/directory/proofs/\(binding.digest.hex)").json()
                #expect(proof.anchor == statement.id.description)
                #expect(try commitment(proof, binding) == note.commitment)
            }
            let none = try await talk.get("/directory/proofs/\(SHA256.digest([1]).hex)")
            #expect(try none.problem() == "not-in-directory")
            #expect(try await talk.get("/directory/proofs/xyz").problem() == "bad-request")
        }
    }

    /// The anchored commitment that a proof leads to, computed as the protocol's page says.
    private func commitment(_ proof: DirectoryProofBody, _ binding: SignedBinding) throws -> Commitment {
        let salt = try #require(Base64URL.decode(proof.salt))
        let leaf = Digest.leaf(Array("deedbox/leaf/v1".utf8) + salt + binding.digest.bytes)
        let path = try proof.path.map { try #require(Digest(hex: $0)) }
        let root = try InclusionProof(index: LeafIndex(proof.index), size: proof.count, path: path).root(leafHash: leaf)
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.byteString(try #require(Base64URL.decode(proof.anchorSalt)))
        encoder.unsigned(proof.count)
        encoder.digest(root)
        encoder.digest(try #require(Digest(hex: proof.log)))
        return Commitment(SHA256.digest(Array("deedbox/directory/v1".utf8) + encoder.bytes))
    }

    @Test func `ten thousand numbers are looked up in a few seconds`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        let numbers = Array(repeating: TestPerson.one.number, count: 1_000)
        try await registrar.run { talk in
            _ = try await talk.post("/accounts", wallet.body(.one, at: registrar.clock.now))
            let start = ContinuousClock.now
            for _ in 0..<10 {
                let answer = try await talk.post("/directory", bytes: question(numbers, registrar))
                #expect(answer.status == 200)
            }
            let taken = start.duration(to: .now)
            print("looking up 10,000 numbers: \(taken)")
            #expect(taken < .seconds(10))
        }
    }
}
