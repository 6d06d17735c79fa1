import Credentials
import Hummingbird
import HummingbirdTesting
import IssuingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// A wallet of another maker at the desk's door: it builds every request itself, so that a test can break any of them.
final class ClaimingWallet {
    let fixture: DeskFixture
    let client: any TestClientProtocol
    let key = PrivateKey(generating: .es256)
    var holders = [PrivateKey(generating: .es256), PrivateKey(generating: .es256)]
    var token = ""

    static let issuer = "http://127.0.0.1:7401"
    static let type = TestType.identity.code.text

    init(_ fixture: DeskFixture, _ client: any TestClientProtocol) {
        self.fixture = fixture
        self.client = client
    }

    var second: UInt64 { fixture.desk.second }

    /// A body that is sent, and its media type.
    struct Body {
        var text: String
        var mediaType = "application/json"

        static func bytes(_ bytes: [UInt8]) -> Body { Body(text: String(decoding: bytes, as: UTF8.self)) }
    }

    func post(_ path: String, _ body: Body, headers: HTTPFields = [:]) async throws -> TestResponse {
        var headers = headers
        if !body.text.isEmpty { headers[.contentType] = body.mediaType }
        return try await client.execute(
            uri: "/" + path, method: .post, headers: headers, body: ByteBuffer(string: body.text))
    }

    func proof(
        _ path: String, token: String?, by key: PrivateKey? = nil, at time: UInt64? = nil, nonce: String? = nil
    ) throws -> String {
        let request = DPoPProof.Request(
            method: "POST", address: Self.issuer + "/" + path, token: token, nonce: nonce)
        return try #require(DPoPProof.sign(key ?? self.key, for: request, issuedAt: time ?? second))
    }

    func headers(_ path: String, proof: String? = nil) throws -> HTTPFields {
        var headers: HTTPFields = [.authorization: "DPoP " + token]
        headers[try #require(HTTPFields.Element.Name("dpop"))] = try proof ?? self.proof(path, token: token)
        return headers
    }

    /// The offer as a wallet fetches it.
    func offer(_ made: MadeOffer) async throws -> CredentialOffer {
        guard case .address(let address)? = try CredentialOffer.read(link: made.link) else {
            throw JSONError.missing(path: "offer")
        }
        let answer = try await client.execute(uri: address.path, method: .get)
        return try CredentialOffer(parsing: Array(answer.body.readableBytesView))
    }

    func redeem(_ request: TokenRequest, proof: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        if let proof { headers[try #require(HTTPFields.Element.Name("dpop"))] = proof }
        return try await post(
            "claims/token", Body(text: request.encoded, mediaType: FormText.mediaType), headers: headers)
    }

    /// Spends the code of an offer; the token is bound to this wallet's key.
    func open(_ made: MadeOffer) async throws {
        let code = try #require(try await offer(made).grant?.code)
        let request = TokenRequest(code: code, transactionCode: made.transactionCode)
        let asked = try await redeem(request, proof: try proof("claims/token", token: nil))
        #expect(asked.error == "use_dpop_nonce")
        let nonce = try #require(asked.proofNonce)
        let answer = try await redeem(request, proof: try proof("claims/token", token: nil, nonce: nonce))
        #expect(answer.status == .ok)
        #expect(answer.headers[.cacheControl] == "no-store")
        let response = try TokenResponse(parsing: Array(answer.body.readableBytesView))
        #expect(response.kind == .bound)
        token = response.token
    }

    func nonce() async throws -> String {
        let answer = try await post("claims/nonce", Body(text: ""))
        #expect(answer.headers[.cacheControl] == "no-store")
        return try CredentialNonce(parsing: Array(answer.body.readableBytesView)).value
    }

    func proofs(_ nonce: String) throws -> [String] {
        try holders.map { key in
            try #require(KeyProof.sign(key, issuer: Self.issuer, nonce: nonce, issuedAt: second))
        }
    }

    func request(_ body: Body, path: String = "claims/credential") async throws -> TestResponse {
        try await post(path, body, headers: try headers(path))
    }

    /// A good request for one document a key.
    func claim(encryption: ResponseEncryption? = nil) async throws -> TestResponse {
        let request = CredentialRequest(
            .configuration(Self.type), proofs: try proofs(try await nonce()), encryption: encryption)
        return try await self.request(.bytes(request.encoded))
    }
}

extension TestResponse {
    /// The nonce that the next proof at the token endpoint is to carry.
    var proofNonce: String? { HTTPFields.Element.Name("dpop-nonce").flatMap { headers[$0] } }

    /// The code of a refusal.
    var error: String? { (try? IssuingError.read(Array(body.readableBytesView)))?.code }

    func credentials() throws -> CredentialResponse {
        try CredentialResponse(parsing: Array(body.readableBytesView))
    }
}
