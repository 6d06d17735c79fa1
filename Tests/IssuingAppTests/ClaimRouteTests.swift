import Credentials
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("OpenID4VCI at the desk")
struct ClaimRouteTests {
    private func serve(_ test: @escaping @Sendable (ClaimingWallet) async throws -> Void) async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(3)
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.router) { client in
            try await test(ClaimingWallet(fixture, client))
        }
    }

    private func offer(_ wallet: ClaimingWallet) throws -> MadeOffer {
        try wallet.fixture.desk.makeOffer(DocumentID(1), by: wallet.fixture.clerk)
    }

    @Test func `metadata, offer, token, nonce, two proofs, later the documents, then a notice`() async throws {
        try await serve { wallet in
            let made = try offer(wallet)
            #expect(try await wallet.offer(made).configurations == [ClaimingWallet.type])
            try await wallet.open(made)
            let first = try await wallet.claim()
            #expect(first.status == .accepted)
            guard case .deferred(let transaction, _) = try first.credentials() else { return }
            try await wallet.fixture.work()
            let asked = DeferredRequest(transactionID: transaction)
            let later = try await wallet.request(.bytes(asked.encoded), path: "claims/deferred")
            #expect(later.status == .ok)
            guard case .issued(let items, let notification) = try later.credentials() else { return }
            #expect(items.count == 2)
            for (item, holder) in zip(items, wallet.holders) {
                let check = DocumentCheck(.registered([TestKey.own("police/es256").publicKey]))
                let verified = try check.verified(item.credential, holder: .none, at: wallet.second)
                #expect(verified.holderKey?.signatureKey == holder.publicKey)
                #expect(item.ledger?.correctionSeed.count == 32)
            }
            let notice = NotificationRequest(notificationID: try #require(notification), event: .accepted)
            let noted = try await wallet.request(.bytes(notice.encoded), path: "claims/notification")
            #expect(noted.status == .noContent)
        }
    }

    @Test func `an answer is sealed to the wallet when it asks so`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            let key = AgreementKey()
            let answer = try await wallet.claim(
                encryption: ResponseEncryption(key: key.publicKey, encryption: .a256gcm))
            #expect(answer.headers[.contentType] == "application/jwt")
            let clear = try EncryptedMessage(parsing: String(buffer: answer.body)).open(by: key)
            guard case .deferred = try CredentialResponse(parsing: clear) else {
                Issue.record("nobody works, and it is ready")
                return
            }
        }
    }

    @Test func `metadata is found by its name between host and path`() async throws {
        try await serve { wallet in
            let issuer = try await wallet.client.execute(uri: "/.well-known/openid-credential-issuer", method: .get)
            let metadata = try CredentialIssuerMetadata(
                parsing: Array(issuer.body.readableBytesView), issuer: ClaimingWallet.issuer)
            #expect(metadata.configuration(ClaimingWallet.type)?.format == "dc+sd-jwt")
            #expect(metadata.batchSize == 8 && metadata.responseEncryptions.count == 2)
            let server = try await wallet.client.execute(uri: "/.well-known/oauth-authorization-server", method: .get)
            _ = try AuthorizationServerMetadata(
                parsing: Array(server.body.readableBytesView), issuer: ClaimingWallet.issuer)
            #expect(try await wallet.client.execute(uri: "/offers/nothing", method: .get).status == .notFound)
        }
    }

    @Test func `the token endpoint has its codes`() async throws {
        try await serve { wallet in
            let made = try offer(wallet)
            let code = try #require(try await wallet.offer(made).grant?.code)
            func refusal(_ request: TokenRequest, proof: String? = nil) async throws -> String? {
                let answer = try await wallet.redeem(request, proof: proof)
                #expect(answer.status == .badRequest)
                return answer.error
            }
            #expect(try await refusal(TokenRequest(code: "x", transactionCode: "1")) == "invalid_grant")
            #expect(try await refusal(TokenRequest(code: code, transactionCode: nil)) == "invalid_request")
            #expect(try await refusal(TokenRequest(code: code, transactionCode: "x")) == "invalid_grant")
            let other = TokenRequest(
                code: code, transactionCode: made.transactionCode, details: [AuthorizationDetail(configuration: "x")])
            #expect(try await refusal(other) == "invalid_authorization_details")
            let form = ClaimingWallet.Body(text: "grant_type=password", mediaType: FormText.mediaType)
            #expect(try await wallet.post("claims/token", form).error == "unsupported_grant_type")
            #expect(try await wallet.post("claims/token", .init(text: "{}")).error == "invalid_request")
            let elsewhere = try wallet.proof("claims/nonce", token: nil)
            let good = TokenRequest(code: code, transactionCode: made.transactionCode)
            #expect(try await refusal(good, proof: elsewhere) == "invalid_dpop_proof")
            try await wallet.open(made)
            #expect(try await refusal(good) == "invalid_grant")
        }
    }

    @Test func `a proof for a token carries the desk's nonce, and a code is not spent without it`() async throws {
        try await serve { wallet in
            let made = try offer(wallet)
            let code = try #require(try await wallet.offer(made).grant?.code)
            let request = TokenRequest(code: code, transactionCode: made.transactionCode)
            let first = try await wallet.redeem(request, proof: try wallet.proof("claims/token", token: nil))
            #expect(first.status == .badRequest && first.error == "use_dpop_nonce")
            let nonce = try #require(first.proofNonce)
            let guessed = try wallet.proof("claims/token", token: nil, nonce: "guess")
            #expect(try await wallet.redeem(request, proof: guessed).error == "use_dpop_nonce")
            let time = wallet.fixture.ledger.time
            time.pass(milliseconds: 290_000)
            let good = try wallet.proof("claims/token", token: nil, nonce: nonce)
            let answer = try await wallet.redeem(request, proof: good)
            #expect(answer.status == .ok && answer.proofNonce != nil)
            time.pass(milliseconds: 600_000)
            let late = try wallet.proof("claims/token", token: nil, nonce: nonce)
            #expect(try await wallet.redeem(request, proof: late).error == "use_dpop_nonce")
        }
    }

    @Test func `a token is bound to its key, and each proof counts once`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            let path = "claims/credential"
            func refusal(_ headers: HTTPFields) async throws -> String? {
                let answer = try await wallet.post(path, .init(text: "{}"), headers: headers)
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("DPoP ") == true)
                return answer.error
            }
            #expect(try await refusal([:]) == "invalid_token")
            #expect(try await refusal([.authorization: "Bearer " + wallet.token]) == "invalid_token")
            #expect(try await refusal([.authorization: "DPoP " + wallet.token]) == "invalid_token")
            let thief = try wallet.proof(path, token: wallet.token, by: PrivateKey(generating: .es256))
            #expect(try await refusal(wallet.headers(path, proof: thief)) == "invalid_dpop_proof")
            let old = try wallet.proof(path, token: wallet.token, at: wallet.second - 400)
            #expect(try await refusal(wallet.headers(path, proof: old)) == "invalid_dpop_proof")
            let other = try wallet.proof(path, token: "another")
            #expect(try await refusal(wallet.headers(path, proof: other)) == "invalid_dpop_proof")
            let headers = try wallet.headers(path)
            #expect(try await wallet.post(path, .init(text: "{}"), headers: headers).status == .badRequest)
            #expect(try await refusal(headers) == "invalid_dpop_proof")
        }
    }

    @Test func `the credential endpoint has its codes`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            func refusal(_ request: CredentialRequest) async throws -> String? {
                let answer = try await wallet.request(.bytes(request.encoded))
                #expect(answer.status == .badRequest)
                return answer.error
            }
            let good = CredentialRequest.Subject.configuration(ClaimingWallet.type)
            let proofs = try wallet.proofs(try await wallet.nonce())
            #expect(try await wallet.request(.init(text: "{}")).error == "invalid_credential_request")
            #expect(
                try await refusal(CredentialRequest(.configuration("x"), proofs: proofs))
                    == "unknown_credential_configuration")
            #expect(
                try await refusal(CredentialRequest(.identifier("x"), proofs: proofs))
                    == "unknown_credential_identifier")
            #expect(try await refusal(CredentialRequest(good, proofs: ["a.b.c"])) == "invalid_proof")
            #expect(try await refusal(CredentialRequest(good, proofs: [proofs[0], proofs[0]])) == "invalid_proof")
            #expect(try await refusal(CredentialRequest(good, proofs: wallet.proofs("made up"))) == "invalid_nonce")
            let text =
                #"{"credential_configuration_id":"\#(ClaimingWallet.type)","proofs":{"jwt":["a.b.c"]},"#
                + #""credential_response_encryption":{"jwk":{},"enc":"A128GCM"}}"#
            #expect(try await wallet.request(.init(text: text)).error == "invalid_encryption_parameters")
            // The nonce is still good: nothing of the above has spent it.
            let answer = try await wallet.request(.bytes(CredentialRequest(good, proofs: proofs).encoded))
            #expect(answer.status == .accepted)
            #expect(try await refusal(CredentialRequest(good, proofs: proofs)) == "invalid_nonce")
            wallet.holders = [PrivateKey(generating: .es256)]
            #expect(try await wallet.claim().error == "credential_request_denied")
        }
    }

    @Test func `more proofs than the issuer takes are refused`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            wallet.holders = (0..<9).map { _ in PrivateKey(generating: .es256) }
            #expect(try await wallet.claim().error == "invalid_proof")
        }
    }

    @Test func `transactions and notifications of others are unknown`() async throws {
        try await serve { wallet in
            try await wallet.open(try offer(wallet))
            for id in ["AAAA", "!"] {
                let asked = DeferredRequest(transactionID: id)
                let answer = try await wallet.request(.bytes(asked.encoded), path: "claims/deferred")
                #expect(answer.error == "invalid_transaction_id")
                let notice = NotificationRequest(notificationID: id, event: .failed)
                let noted = try await wallet.request(.bytes(notice.encoded), path: "claims/notification")
                #expect(noted.error == "invalid_notification_id")
            }
            let lost = #"{"notification_id":"AAAA","event":"lost"}"#
            let bad = try await wallet.request(.init(text: lost), path: "claims/notification")
            #expect(bad.error == "invalid_notification_request")
        }
    }

    @Test func `an application is answered by a clerk, or refused with a reason`() async throws {
        try await serve { wallet in
            let holder = HolderName(kind: "999", number: "N9", name: "示例九")
            let made = try await wallet.fixture.desk.makeApplicationOffer(
                TestType.identity.code, holder: holder, by: wallet.fixture.clerk)
            try await wallet.open(made)
            let answer = try await wallet.claim()
            guard case .deferred(let transaction, _) = try answer.credentials() else { return }
            let application = try #require(try wallet.fixture.desk.database.applications(isOpen: true).first)
            try wallet.fixture.desk.refuse(
                application.id, reason: Bilingual(zh: "材料不符", en: "papers differ"), by: wallet.fixture.clerk)
            let asked = DeferredRequest(transactionID: transaction)
            let refused = try await wallet.request(.bytes(asked.encoded), path: "claims/deferred")
            #expect(refused.error == "credential_request_denied")
            #expect(String(buffer: refused.body).contains("papers differ"))
        }
    }
}
