import Credentials
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

@Suite("Files of claimed documents")
struct ClaimedFileTests {
    private static let path = "claims/attachment"
    private static let image = Array("%PDF-1.7 示例".utf8)
    private static let other = Array("%PDF-1.7 of another document".utf8)

    /// A wallet that has claimed document 1, which names one file; document 2 names another.
    private func serve(_ test: @escaping @Sendable (ClaimingWallet) async throws -> Void) async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(3)
        for (number, bytes) in [(1, ClaimedFileTests.image), (2, ClaimedFileTests.other)] {
            _ = try fixture.desk.attach(
                bytes, name: "scan.pdf", mediaType: "application/pdf", to: DocumentID(Int64(number)),
                by: fixture.clerk)
        }
        try await DeskServer(fixture.desk, logger: DeskServerTests.logger).application().test(.router) { client in
            let wallet = ClaimingWallet(fixture, client)
            try await wallet.open(try fixture.desk.makeOffer(DocumentID(1), by: fixture.clerk))
            try await test(wallet)
        }
    }

    private func claim(_ wallet: ClaimingWallet) async throws {
        #expect(try await wallet.claim().status == .accepted)
        try await wallet.fixture.work()
    }

    private func fetch(
        _ bytes: [UInt8], _ wallet: ClaimingWallet, encryption: ResponseEncryption? = nil
    ) async throws -> TestResponse {
        let asked = AttachmentRequest(digest: SHA256.digest(bytes), encryption: encryption)
        return try await wallet.request(.bytes(asked.encoded), path: ClaimedFileTests.path)
    }

    @Test func `a file that a claimed document names is given under the claim's token`() async throws {
        try await serve { wallet in
            try await claim(wallet)
            let answer = try await fetch(ClaimedFileTests.image, wallet)
            #expect(answer.status == .ok && answer.headers[.contentType] == "application/pdf")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(Array(answer.body.readableBytesView) == ClaimedFileTests.image)
        }
    }

    @Test func `it is sealed to the wallet when it asks so`() async throws {
        try await serve { wallet in
            try await claim(wallet)
            let key = AgreementKey()
            let encryption = ResponseEncryption(key: key.publicKey, encryption: .a256gcm)
            let answer = try await fetch(ClaimedFileTests.image, wallet, encryption: encryption)
            #expect(answer.headers[.contentType] == "application/jwt")
            let clear = try EncryptedMessage(parsing: String(buffer: answer.body)).open(by: key)
            #expect(clear == ClaimedFileTests.image)
            let text =
                #"{"sha256":"\#(Base64URL.encode(SHA256.digest(ClaimedFileTests.image).bytes))","#
                + #""credential_response_encryption":{"jwk":{},"enc":"A128GCM"}}"#
            let bad = try await wallet.request(.init(text: text), path: ClaimedFileTests.path)
            #expect(bad.error == "invalid_encryption_parameters")
        }
    }

    @Test func `files of other documents, and of none, are unknown to it`() async throws {
        try await serve { wallet in
            // Nothing is on the ledger yet.
            #expect(try await fetch(ClaimedFileTests.image, wallet).error == "deedbox_unknown_attachment")
            try await claim(wallet)
            for bytes in [ClaimedFileTests.other, Array("nothing".utf8)] {
                let answer = try await fetch(bytes, wallet)
                #expect(answer.status == .badRequest && answer.error == "deedbox_unknown_attachment")
            }
            for text in ["{}", #"{"sha256":"AAAA"}"#, "[]"] {
                let answer = try await wallet.request(.init(text: text), path: ClaimedFileTests.path)
                #expect(answer.error == "invalid_credential_request")
            }
        }
    }

    @Test func `without the token, without its key, or when it is over, nothing is given`() async throws {
        try await serve { wallet in
            try await claim(wallet)
            let body = ClaimingWallet.Body.bytes(
                AttachmentRequest(digest: SHA256.digest(ClaimedFileTests.image)).encoded)
            func refusal(_ headers: HTTPFields) async throws -> String? {
                let answer = try await wallet.post(ClaimedFileTests.path, body, headers: headers)
                #expect(answer.status == .unauthorized)
                return answer.error
            }
            #expect(try await refusal([:]) == "invalid_token")
            #expect(try await refusal([.authorization: "Bearer " + wallet.token]) == "invalid_token")
            let thief = try wallet.proof(
                ClaimedFileTests.path, token: wallet.token, by: PrivateKey(generating: .es256))
            #expect(try await refusal(wallet.headers(ClaimedFileTests.path, proof: thief)) == "invalid_dpop_proof")
            let elsewhere = try wallet.proof("claims/credential", token: wallet.token)
            #expect(
                try await refusal(wallet.headers(ClaimedFileTests.path, proof: elsewhere)) == "invalid_dpop_proof")
            wallet.fixture.ledger.time.pass(milliseconds: 901_000)
            #expect(try await refusal(wallet.headers(ClaimedFileTests.path)) == "invalid_token")
        }
    }

    @Test func `a file is given so often in a day and no more`() async throws {
        try await serve { wallet in
            try await claim(wallet)
            for _ in 0..<Desk.attachmentReadsPerDay {
                #expect(try await fetch(ClaimedFileTests.image, wallet).status == .ok)
            }
            let answer = try await fetch(ClaimedFileTests.image, wallet)
            #expect(answer.status == .badRequest && answer.error == "deedbox_attachment_limit")
        }
    }

    @Test func `the metadata say where files are`() async throws {
        try await serve { wallet in
            let answer = try await wallet.client.execute(uri: "/.well-known/openid-credential-issuer", method: .get)
            let metadata = try CredentialIssuerMetadata(
                parsing: Array(answer.body.readableBytesView), issuer: ClaimingWallet.issuer)
            #expect(metadata.attachmentEndpoint == ClaimingWallet.issuer + "/" + ClaimedFileTests.path)
        }
    }
}
