import Credentials
import Signing
import Testing

struct IssuingMessageTests {
    @Test func `an offer is read from its link, whole or by address`() throws {
        let offer = CredentialOffer(
            issuer: Samples.issuer, configurations: ["identity-card"],
            grant: PreAuthorizedGrant(
                code: "secret", transactionCode: TransactionCodeForm(length: 6, description: "短信中的六位数字")))
        #expect(try CredentialOffer(parsing: offer.encoded) == offer)
        #expect(try CredentialOffer.read(link: offer.link) == .offer(offer))
        let address = try #require(WebAddress(Samples.issuer + "/offers/abc"))
        #expect(try CredentialOffer.read(link: CredentialOffer.link(to: address)) == .address(address))
        #expect(CredentialOffer.link(to: address).utf8.count < 120)
    }

    @Test(arguments: [
        "openid-credential-offer://", "https://a.example/?credential_offer=%7B%7D", "openid-credential-offer://?x=1",
        "openid-credential-offer://?credential_offer_uri=ftp%3A%2F%2Fa",
        "openid-credential-offer://?credential_offer=%7B%7D&credential_offer_uri=https%3A%2F%2Fa.example",
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa&credential_offer_uri=https%3A%2F%2Fb",
    ])
    func `other links are none`(_ link: String) throws {
        #expect(try CredentialOffer.read(link: link) == nil)
    }

    @Test(arguments: [
        "{}", #"{"credential_issuer":"a","credential_configuration_ids":[]}"#,
        #"{"credential_issuer":"a","credential_configuration_ids":["a"],"#
            + #""grants":{"\#(CredentialOffer.grantType)":{}}}"#,
        #"{"credential_issuer":"a","credential_issuer":"b","credential_configuration_ids":["a"]}"#,
    ])
    func `an offer that breaks the form is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try CredentialOffer(parsing: Array(text.utf8)) }
    }

    @Test func `an offer with another grant alone has no code`() throws {
        let text = #"{"credential_issuer":"a","credential_configuration_ids":["a"],"grants":{"authorization_code":{}}}"#
        #expect(try CredentialOffer(parsing: Array(text.utf8)).grant == nil)
    }

    @Test func `metadata of issuer and server is read by its own name alone`() throws {
        let metadata = CredentialIssuerMetadata(
            issuer: Samples.issuer, credentialEndpoint: Samples.issuer + "/credential",
            nonceEndpoint: Samples.issuer + "/nonce", deferredEndpoint: Samples.issuer + "/deferred",
            notificationEndpoint: Samples.issuer + "/notification",
            applicationEndpoint: Samples.issuer + "/applications", batchSize: 16,
            responseEncryptions: ContentEncryption.allCases, display: [.init(locale: "zh-CN", name: "示例公安局")],
            configurations: [
                CredentialConfiguration(
                    id: "identity-card", type: Samples.issuer + "/types/a/1", scope: "identity-card",
                    display: [.init(locale: "zh-CN", name: "居民身份证")],
                    claims: [
                        .init(
                            path: ClaimPath("CZZT"), labels: [.init(locale: "en", name: "Holder")], isMandatory: true,
                            disclosability: .allowed, sensitivity: nil)
                    ])
            ])
        #expect(try CredentialIssuerMetadata(parsing: metadata.encoded, issuer: Samples.issuer) == metadata)
        #expect(throws: JSONError.self) {
            try CredentialIssuerMetadata(parsing: metadata.encoded, issuer: Samples.issuer + "/")
        }
        let server = AuthorizationServerMetadata(issuer: Samples.issuer, tokenEndpoint: Samples.issuer + "/token")
        #expect(try AuthorizationServerMetadata(parsing: server.encoded, issuer: Samples.issuer) == server)
        #expect(throws: JSONError.self) { try AuthorizationServerMetadata(parsing: server.encoded, issuer: "a") }
    }

    @Test func `a token request is read as it was written`() throws {
        let request = TokenRequest(
            code: "a b&c=d+é", transactionCode: "123456", clientID: nil,
            details: [AuthorizationDetail(configuration: "identity-card")])
        #expect(try TokenRequest(parsing: request.encoded) == request)
    }

    @Test(arguments: [
        ("", IssuingErrorCode.invalidRequest), ("grant_type=authorization_code&code=a", .unsupportedGrantType),
        ("grant_type=\(grant)", .invalidRequest), ("grant_type=\(grant)&pre-authorized_code=", .invalidRequest),
        ("grant_type=\(grant)&grant_type=\(grant)&pre-authorized_code=a", .invalidRequest),
        ("grant_type=\(grant)&pre-authorized_code=a&pre-authorized_code=b", .invalidRequest),
        ("grant_type=\(grant)&pre-authorized_code=a&user_pin=1", .invalidRequest),
        ("grant_type=\(grant)&pre-authorized_code=%zz", .invalidRequest),
        ("grant_type=\(grant)&pre-authorized_code=a&authorization_details=%7B%7D", .invalidAuthorizationDetails),
        (
            "grant_type=\(grant)&pre-authorized_code=a&authorization_details=%5B%7B%22type%22%3A%22x%22%7D%5D",
            .invalidAuthorizationDetails
        ),
    ])
    func `a token request that breaks the form gets its code`(_ form: String, _ code: IssuingErrorCode) {
        let error = #expect(throws: IssuingError.self) { try TokenRequest(parsing: form) }
        #expect(error?.code == code)
    }

    private static let grant = FormText.encode(CredentialOffer.grantType)

    @Test func `a token answer is read as it was written, its kind without case`() throws {
        let answer = TokenResponse(
            token: "t", kind: .bound, lifetime: 300,
            details: [AuthorizationDetail(configuration: "a", identifiers: ["a-1"])])
        #expect(try TokenResponse(parsing: answer.encoded) == answer)
        let text = #"{"access_token":"t","token_type":"bearer"}"#
        #expect(try TokenResponse(parsing: Array(text.utf8)).kind == .bearer)
        #expect(throws: JSONError.self) {
            try TokenResponse(parsing: Array(#"{"access_token":"t","token_type":"mac"}"#.utf8))
        }
    }

    @Test func `a credential request is read as it was written`() throws {
        let key = AgreementKey()
        for subject in [CredentialRequest.Subject.identifier("a-1"), .configuration("a")] {
            let request = CredentialRequest(
                subject, proofs: ["x.y.z", "p.q.r"],
                encryption: ResponseEncryption(key: key.publicKey, encryption: .a256gcm))
            #expect(try CredentialRequest(parsing: request.encoded) == request)
        }
    }

    @Test(arguments: [
        ("{", IssuingErrorCode.invalidCredentialRequest), ("{}", .invalidCredentialRequest),
        (
            #"{"credential_identifier":"a","credential_configuration_id":"b","proofs":{"jwt":["a"]}}"#,
            .invalidCredentialRequest
        ),
        (#"{"credential_configuration_id":"b","proof":{"proof_type":"jwt","jwt":"a"}}"#, .invalidCredentialRequest),
        (#"{"credential_configuration_id":"b"}"#, .invalidProof),
        (#"{"credential_configuration_id":"b","proofs":{}}"#, .invalidProof),
        (#"{"credential_configuration_id":"b","proofs":{"jwt":[]}}"#, .invalidProof),
        (#"{"credential_configuration_id":"b","proofs":{"jwt":["a"],"attestation":["b"]}}"#, .invalidProof),
        (#"{"credential_configuration_id":"b","proofs":{"di_vp":["a"]}}"#, .invalidProof),
        (#"{"credential_configuration_id":"b","proofs":{"jwt":"a"}}"#, .invalidProof),
        (
            #"{"credential_configuration_id":"b","proofs":{"jwt":["a"]},"credential_response_encryption":{}}"#,
            .invalidEncryption
        ),
        (
            #"{"credential_configuration_id":"b","proofs":{"jwt":["a"]},"#
                + #""credential_response_encryption":{"jwk":{"kty":"RSA"},"enc":"A128GCM"}}"#,
            .invalidEncryption
        ),
    ])
    func `a credential request that breaks the form gets its code`(_ text: String, _ code: IssuingErrorCode) {
        let error = #expect(throws: IssuingError.self) { try CredentialRequest(parsing: Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test func `answers, deferred requests, notices and nonces are read as they were written`() throws {
        let issued = CredentialResponse.issued(
            [
                CredentialItem(credential: "a~", ledger: nil),
                CredentialItem(
                    credential: "b~",
                    ledger: LedgerSupplement(correctionSeed: Array(repeating: 7, count: 32), receipt: [1, 2])),
            ], notificationID: "n")
        #expect(try CredentialResponse(parsing: issued.encoded) == issued)
        let deferred = CredentialResponse.deferred(transactionID: "t", interval: 5)
        #expect(try CredentialResponse(parsing: deferred.encoded) == deferred)
        #expect((issued.status, deferred.status) == (200, 202))
        let request = DeferredRequest(transactionID: "t")
        #expect(try DeferredRequest(parsing: request.encoded) == request)
        for event in NotificationRequest.Event.allCases {
            let notice = NotificationRequest(notificationID: "n", event: event, description: "d")
            #expect(try NotificationRequest(parsing: notice.encoded) == notice)
        }
        #expect(try CredentialNonce(parsing: CredentialNonce("n").encoded) == CredentialNonce("n"))
        let bad = #expect(throws: IssuingError.self) {
            try NotificationRequest(parsing: Array(#"{"notification_id":"n","event":"credential_lost"}"#.utf8))
        }
        #expect(bad?.code == .invalidNotification)
        for text in ["{}", #"{"credentials":[]}"#, #"{"credentials":["a"]}"#, #"{"transaction_id":"t"}"#] {
            #expect(throws: JSONError.self) { try CredentialResponse(parsing: Array(text.utf8)) }
        }
    }

    @Test func `a sealed answer opens for the wallet alone`() throws {
        let key = AgreementKey()
        let body = CredentialResponse.issued(
            [CredentialItem(credential: "a~", ledger: nil)], notificationID: nil
        ).encoded
        let sealed = try #require(ResponseEncryption(key: key.publicKey, encryption: .a128gcm).seal(body))
        #expect(try EncryptedMessage(parsing: sealed).open(by: key) == body)
    }

    @Test func `a refusal says only what OAuth allows`() throws {
        let error = IssuingError(.invalidProof, "a \"b\" \\ 中")
        #expect(error.description == "a ?b? ? ???")
        let read = try IssuingError.read(error.encoded)
        #expect(read.code == "invalid_proof" && read.description == error.description)
        #expect(throws: JSONError.self) { try IssuingError.read(Array("oops".utf8)) }
    }

    @Test func `a clerk's reason comes in both languages beside the error`() throws {
        let reason = RefusalReason(zh: "材料不符", en: "papers differ", answered: 1_793_491_200)
        let error = IssuingError(.requestDenied, reason.en, reason: reason)
        let read = try IssuingError.read(error.encoded)
        #expect(read.reason == reason && read.description == "papers differ")
        #expect(try IssuingError.read(IssuingError(.requestDenied, "no").encoded).reason == nil)
        #expect(throws: JSONError.self) {
            try IssuingError.read(Array(#"{"error":"a","deedbox":{"reason":{"zh":"只"},"answered":1}}"#.utf8))
        }
    }
}
