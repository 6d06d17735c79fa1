import Credentials
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Claims whose time is over, and clients")
struct ClaimEndTests {
    private func serve(_ test: @escaping @Sendable (ClaimingWallet) async throws -> Void) async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(2)
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.router) { client in
            try await test(ClaimingWallet(fixture, client))
        }
    }

    private func offer(_ wallet: ClaimingWallet, withTransactionCode: Bool = true) throws -> MadeOffer {
        try wallet.fixture.desk.makeOffer(
            DocumentID(1), withTransactionCode: withTransactionCode, by: wallet.fixture.clerk)
    }

    private func pass(_ seconds: UInt64, _ wallet: ClaimingWallet) {
        wallet.fixture.ledger.time.pass(milliseconds: seconds * 1_000)
    }

    /// Code and sentence of a refusal.
    private func told(_ answer: TestResponse) throws -> (code: String, description: String) {
        let error = try IssuingError.read(Array(answer.body.readableBytesView))
        return (error.code, error.description ?? "")
    }

    @Test func `an offer that is over gives no token`() async throws {
        try await serve { wallet in
            let made = try offer(wallet)
            let code = try #require(try await wallet.offer(made).grant?.code)
            pass(made.expiry - wallet.second, wallet)
            let answer = try await wallet.redeem(TokenRequest(code: code, transactionCode: made.transactionCode))
            #expect(answer.status == .badRequest)
            #expect(try told(answer) == ("invalid_grant", "the offer is over"))
        }
    }

    @Test func `a transaction code that nobody asked for is refused, and the code stays good`() async throws {
        try await serve { wallet in
            let made = try offer(wallet, withTransactionCode: false)
            let code = try #require(try await wallet.offer(made).grant?.code)
            let answer = try await wallet.redeem(TokenRequest(code: code, transactionCode: "123456"))
            #expect(try told(answer) == ("invalid_request", "the offer asks for no tx_code"))
            #expect(try await wallet.redeem(TokenRequest(code: code, transactionCode: nil)).status == .ok)
        }
    }

    @Test func `a token and a nonce run out`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            let nonce = try await wallet.nonce()
            pass(301, wallet)
            let request = CredentialRequest(
                .configuration(ClaimingWallet.type), proofs: try wallet.proofs(nonce))
            let late = try await wallet.request(.bytes(request.encoded))
            #expect(late.status == .badRequest && late.error == "invalid_nonce")
            pass(600, wallet)
            let over = try await wallet.claim()
            #expect(over.status == .unauthorized)
            #expect(try told(over) == ("invalid_token", "the token is unknown or over"))
        }
    }

    @Test func `a type that was retired after the offer is not claimed`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            try await wallet.fixture.ledger.commit(
                [.retireType(RetireType(code: TestType.identity.code))], by: .member(.police))
            let answer = try await wallet.claim()
            #expect(answer.status == .badRequest)
            let type = ClaimingWallet.type
            #expect(try told(answer) == ("credential_request_denied", "no documents of \(type) are issued any more"))
        }
    }

    @Test func `a document that was taken back while it was claimed is gone`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            guard case .deferred(let transaction, _) = try await wallet.claim().credentials() else {
                Issue.record("nobody works, and it is ready")
                return
            }
            let desk = wallet.fixture.desk
            let approval = try desk.proposeTakingBack(
                RunID(1), text: "错", legalBasis: "撤回", by: wallet.fixture.clerk)
            try desk.decide(approval, isApproved: true, remark: "", by: wallet.fixture.approver)
            let asked = DeferredRequest(transactionID: transaction)
            let answer = try await wallet.request(.bytes(asked.encoded), path: "claims/deferred")
            #expect(
                try told(answer)
                    == ("credential_request_denied", "the document was taken back or has ended meanwhile"))
        }
    }

    @Test(arguments: ["client_secret", "client_assertion", "client_assertion_type"])
    func `nobody is registered as a client, so credentials of one are refused`(name: String) async throws {
        try await serve { wallet in
            let made = try offer(wallet)
            let code = try #require(try await wallet.offer(made).grant?.code)
            let request = TokenRequest(code: code, transactionCode: made.transactionCode).encoded
            let answer = try await wallet.post(
                "claims/token", .init(text: request + "&\(name)=x", mediaType: FormText.mediaType))
            #expect(answer.status == .badRequest && answer.error == "invalid_client")
            for (sent, scheme) in [("Basic eDp5", "Basic"), ("Bearer x", "Bearer"), ("\"; x", "Basic")] {
                let named = try await wallet.post(
                    "claims/token", .init(text: request, mediaType: FormText.mediaType),
                    headers: [.authorization: sent])
                #expect(named.status == .unauthorized && named.error == "invalid_client")
                #expect(named.headers[.wwwAuthenticate] == scheme + " realm=\"deedbox\"")
            }
            let good = TokenRequest(code: code, transactionCode: made.transactionCode)
            #expect(try await wallet.redeem(good).status == .ok)
        }
    }

    @Test func `a wallet that gave itself a name signs its key proofs in that name, or in none`() async throws {
        try await serve { wallet in
            wallet.holders = [PrivateKey(generating: .es256)]
            let made = try offer(wallet)
            let code = try #require(try await wallet.offer(made).grant?.code)
            let long = TokenRequest(
                code: code, transactionCode: made.transactionCode, clientID: String(repeating: "x", count: 513))
            #expect(try await wallet.redeem(long).error == "invalid_request")
            let named = TokenRequest(code: code, transactionCode: made.transactionCode, clientID: "wallet.example")
            let answer = try await wallet.redeem(named)
            let token = try TokenResponse(parsing: Array(answer.body.readableBytesView))
            func ask(_ issuer: String?) async throws -> TestResponse {
                var claims: JSONObject = [
                    "aud": .string(ClaimingWallet.issuer), "iat": .integer(Int64(wallet.second)),
                    "nonce": .string(try await wallet.nonce()),
                ]
                if let issuer { claims.append("iss", .string(issuer)) }
                let signer = try #require(JWSSigner(wallet.holders[0], type: KeyProof.type, showsKey: true))
                let request = CredentialRequest(
                    .configuration(ClaimingWallet.type), proofs: [signer.sign(claims)])
                return try await wallet.post(
                    "claims/credential", .bytes(request.encoded), headers: [.authorization: "Bearer " + token.token])
            }
            #expect(try await ask("other.example").error == "invalid_proof")
            #expect(try await ask("wallet.example").status == .accepted)
            #expect(try await ask(nil).status == .accepted)
        }
    }
}
