import RegistrarAPI
import RegistrarApp
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// What a wallet gets that wants to be found by nobody but its registrar.
struct TraceTokenTests {
    @Test func `the registrar signs each fresh key of a wallet, and no token tells of another`() async throws {
        let registrar = try TestRegistrar()
        let wallet = TestWallet(registrar)
        let keys = (0..<3).map { _ in PrivateKey(generating: .ed25519) }
        try await registrar.run { talk in
            let account = try await wallet.open(.one, registrar, talk)
            let answer = try await talk.post("/accounts/tokens", wallet.wish(account, keys, at: registrar.clock.now))
            #expect(answer.status == 200)
            let tokens = try answer.json(IssuedTokensBody.self).tokens.map { try #require(Base64URL.decode($0)) }
            let issued = try tokens.map { try IssuedTraceToken($0, origin: registrar.origin) }
            #expect(issued.map(\.key) == keys.map(\.publicKey))
            #expect(issued.allSatisfy { $0.isSigned(by: [TestRegistrar.key.publicKey]) })
            #expect(!issued[0].isSigned(by: [wallet.holder.publicKey]))
            // But for the key and the signature over it, the tokens of one wallet and of another are the same bytes.
            let other = TestWallet(registrar)
            let second = try await other.open(.two, registrar, talk)
            registrar.clock.pass(3_600)
            let foreign = PrivateKey(generating: .ed25519)
            let theirs = try await talk.post(
                "/accounts/tokens", other.wish(second, [foreign], at: registrar.clock.now)
            ).json(IssuedTokensBody.self).tokens
            let shapes = try (tokens + theirs.map { try #require(Base64URL.decode($0)) }).map {
                let statement = try Statement(decoding: $0)
                return [statement.header.contentType, "\(statement.header.notAfter)", "\(statement.payload.count)"]
            }
            #expect(Set(shapes).count == 1)
            #expect(Set(tokens.map(\.count) + theirs.map { Base64URL.decode($0)?.count ?? 0 }).count == 1)
        }
    }

    @Test func `the same keys get their tokens again and count once, and a day has its limit`() async throws {
        let registrar = try TestRegistrar { $0.tokensPerDay = 4 }
        let wallet = TestWallet(registrar)
        let keys = (0..<3).map { _ in PrivateKey(generating: .ed25519) }
        try await registrar.run { talk in
            let account = try await wallet.open(.one, registrar, talk)
            let first = try await talk.post("/accounts/tokens", wallet.wish(account, keys, at: registrar.clock.now))
            registrar.clock.pass(10)
            let again = try await talk.post("/accounts/tokens", wallet.wish(account, keys, at: registrar.clock.now))
            #expect(try again.json(IssuedTokensBody.self) == first.json(IssuedTokensBody.self))
            let more = (0..<2).map { _ in PrivateKey(generating: .ed25519) }
            let refused = try await talk.post("/accounts/tokens", wallet.wish(account, more, at: registrar.clock.now))
            #expect(refused.status == 429)
            #expect(try refused.problem() == "too-many-tokens")
            let one = wallet.wish(account, [more[0]], at: registrar.clock.now)
            #expect(try await talk.post("/accounts/tokens", one).status == 200)
            registrar.clock.pass(86_401)
            let next = wallet.wish(account, more, at: registrar.clock.now)
            #expect(try await talk.post("/accounts/tokens", next).status == 200)
        }
    }

    @Test func `who does not have the account's key of now gets none, and no key serves two accounts`() async throws {
        let registrar = try TestRegistrar()
        let seed = WalletSeed()
        let (old, device) = (TestWallet(registrar, seed: seed), TestWallet(registrar, seed: seed))
        let key = PrivateKey(generating: .ed25519)
        try await registrar.run { talk in
            let account = try await old.open(.one, registrar, talk)
            let now = registrar.clock.now
            let stranger = TestWallet(registrar).wish(account, [key], at: now)
            #expect(try await talk.post("/accounts/tokens", stranger).problem() == "bad-proof")
            let nobody = old.wish(AccountID(), [key], at: now)
            #expect(try await talk.post("/accounts/tokens", nobody).problem() == "bad-proof")
            let stale = old.wish(account, [key], at: now - 3_600)
            #expect(try await talk.post("/accounts/tokens", stale).problem() == "bad-proof")
            let text = TraceTokensBody(request: "not base64url!")
            #expect(try await talk.post("/accounts/tokens", text).problem() == "bad-proof")
            #expect(try await talk.post("/accounts/tokens", old.wish(account, [key], at: now)).status == 200)
            // Another device has the account from now on: the old key is over.
            #expect(try await talk.post("/accounts/rebind", device.body(.one, at: now)).status == 200)
            let fresh = PrivateKey(generating: .ed25519)
            let late = old.wish(account, [fresh], at: now)
            #expect(try await talk.post("/accounts/tokens", late).problem() == "bad-proof")
            #expect(try await talk.post("/accounts/tokens", device.wish(account, [fresh], at: now)).status == 200)
            let other = TestWallet(registrar)
            let second = try await other.open(.two, registrar, talk)
            let taken = other.wish(second, [key], at: now)
            #expect(try await talk.post("/accounts/tokens", taken).problem() == "token-key-used")
        }
    }
}

extension TestWallet {
    /// Opens the account of a person.
    func open(_ person: TestPerson, _ registrar: TestRegistrar, _ talk: Talk) async throws -> AccountID {
        let bound: BoundBody = try await talk.post("/accounts", body(person, at: registrar.clock.now)).json()
        return try #require(Hex.decode(bound.account).flatMap { AccountID($0) })
    }

    /// The wish for tokens of these keys.
    func wish(_ account: AccountID, _ keys: [PrivateKey], at time: UInt64) -> TraceTokensBody {
        let request = TraceTokensRequest(account: account, keys: keys.map(\.publicKey))
        return TraceTokensBody(request: Base64URL.encode(request.signed(by: holder, origin: origin, now: time)))
    }
}
