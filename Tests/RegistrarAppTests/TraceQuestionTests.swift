import Ledger
import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// When a regulator is told whose a grant is, and when not.
struct TraceQuestionTests {
    /// A registrar with one account, a token of it, and a traced grant into which the wallet has put the token.
    private struct Scene {
        let registrar: TestRegistrar
        let trace: TestTrace
        let account: AccountID
        let issued: [UInt8]
        let key: PrivateKey

        /// The token as the grant's trace packet holds it.
        var token: [UInt8] { TraceToken(issued, for: trace.grant, by: key).encoded }

        func question(
            _ token: [UInt8]? = nil, _ receipt: Receipt? = nil, by member: TestMember = .regulator,
            key: PrivateKey? = nil
        ) -> [UInt8] {
            TraceQuestion(token: token ?? self.token, receipt: (receipt ?? trace.receipt).encoded).signed(
                by: key ?? member.key, of: member.id, origin: registrar.origin, now: registrar.clock.now)
        }

        func lastLog() throws -> LogEntry {
            try #require(
                try Registrar.log(registrar.configuration, origin: registrar.origin, after: 0, limit: 100).last)
        }
    }

    private func scene() async throws -> Scene {
        let registrar = try TestRegistrar()
        let trace = try TestTrace()
        let wallet = TestWallet(registrar)
        let key = PrivateKey(generating: .ed25519)
        let (account, issued) = try await registrar.run { talk in
            let account = try await wallet.open(.one, registrar, talk)
            let body: IssuedTokensBody = try await talk.post(
                "/accounts/tokens", wallet.wish(account, [key], at: registrar.clock.now)
            ).json()
            return (account, try #require(Base64URL.decode(body.tokens[0])))
        }
        return Scene(registrar: registrar, trace: trace, account: account, issued: issued, key: key)
    }

    @Test func `a regulator that has traced the grant learns whose it is, and nobody else reads the answer`()
        async throws
    {
        let scene = try await scene()
        let asked = scene.registrar.clock.now
        scene.registrar.clock.pass(100)
        try await scene.registrar.run { talk in
            let answer = try await talk.post("/traces", bytes: scene.question())
            #expect(answer.status == 200)
            let sealed = TraceAnswer(answer.bytes)
            let holder = try sealed.open(by: scene.trace.release, trace: scene.trace.statement)
            #expect(holder.name == TestPerson.one.name && holder.number == TestPerson.one.number)
            #expect(holder.account == scene.account && holder.level == 2 && holder.issued == asked)
            #expect(throws: SealingError.doesNotOpen) {
                try sealed.open(by: SealingPrivateKey(), trace: scene.trace.statement)
            }
            #expect(throws: SealingError.doesNotOpen) {
                try sealed.open(by: scene.trace.release, trace: StatementID(SHA256.digest([1])))
            }
            #expect(!answer.bytes.contains(Array(TestPerson.one.number.utf8)))
        }
        let entry = try scene.lastLog()
        #expect(entry.kind == "traced")
        #expect(entry.detail.compact.contains("\"member\":\"regulator\""))
        #expect(entry.detail.compact.contains(scene.trace.statement.description))
        #expect(!entry.detail.compact.contains(TestPerson.one.number))
    }

    @Test func `a token that was put into another grant is not resolved by this trace`() async throws {
        let scene = try await scene()
        let other = try TestTrace("另一持有人")
        try await scene.registrar.run { talk in
            // The relying party of one grant knows its token, and shows it beside the trace of another.
            let moved = try await talk.post("/traces", bytes: scene.question(scene.token, other.receipt))
            #expect(moved.status == 403)
            #expect(try moved.problem() == "token-not-for-grant")
            // Who does not have the token's key cannot sign it for that grant either.
            let forged = TraceToken(scene.issued, for: other.grant, by: PrivateKey(generating: .ed25519)).encoded
            let second = try await talk.post("/traces", bytes: scene.question(forged, other.receipt))
            #expect(try second.problem() == "token-not-for-grant")
        }
        let entry = try scene.lastLog()
        #expect(entry.kind == "trace-refused")
        #expect(entry.detail.compact.contains("token-not-for-grant"))
    }

    @Test func `without a final trace of its own a regulator learns nothing`() async throws {
        let scene = try await scene()
        let pending = try TestTrace(cosigned: false)
        var ledger = TestLedger.banking
        let given = TestGrant().submission(in: ledger)
        try ledger.commit([given])
        let grant = try TestTrace.receipt(of: given.statement, in: ledger)
        try await scene.registrar.run { talk in
            for receipt in [pending.receipt, grant] {
                let answer = try await talk.post("/traces", bytes: scene.question(nil, receipt))
                #expect(answer.status == 403)
                #expect(try answer.problem() == "trace-not-proven")
            }
            let altered = TraceQuestion(token: scene.token, receipt: [1, 2, 3]).signed(
                by: TestMember.regulator.key, of: TestMember.regulator.id, origin: scene.registrar.origin,
                now: scene.registrar.clock.now)
            #expect(try await talk.post("/traces", bytes: altered).problem() == "trace-not-proven")
            let bank = try await talk.post("/traces", bytes: scene.question(by: .bank))
            #expect(try bank.problem() == "not-a-regulator")
            let forged = try await talk.post("/traces", bytes: scene.question(key: TestMember.bank.key))
            #expect(try forged.problem() == "not-a-member")
        }
    }

    @Test func `a question is answered once, and the same trace may be asked again`() async throws {
        let scene = try await scene()
        try await scene.registrar.run { (talk: Talk) async throws -> Void in
            let question = scene.question()
            #expect(try await talk.post("/traces", bytes: question).status == 200)
            #expect(try await talk.post("/traces", bytes: question).problem() == "question-repeated")
            #expect(try await talk.post("/traces", bytes: scene.question()).status == 200)
            scene.registrar.nodes.fail(true)
            #expect(try await talk.post("/traces", bytes: scene.question()).problem() == "ledger-unreachable")
        }
    }

    @Test func `a token that this registrar never signed names nobody`() async throws {
        let scene = try await scene()
        let key = PrivateKey(generating: .ed25519)
        let own = IssuedTraceToken.signed(
            key.publicKey, by: PrivateKey(generating: .ed25519), of: TestRegistrar.member,
            origin: scene.registrar.origin)
        let foreign = IssuedTraceToken.signed(
            key.publicKey, by: key, of: MemberID(checked: "another"), origin: scene.registrar.origin)
        try await scene.registrar.run { talk in
            for issued in [own, foreign] {
                let token = TraceToken(issued, for: scene.trace.grant, by: key).encoded
                let answer = try await talk.post("/traces", bytes: scene.question(token))
                #expect(answer.status == 404)
                #expect(try answer.problem() == "token-unknown")
            }
            let nothing = try await talk.post("/traces", bytes: scene.question([]))
            #expect(try nothing.problem() == "bad-request")
        }
        #expect(try scene.lastLog().kind == "trace-refused")
    }
}
