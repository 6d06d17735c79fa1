import Credentials
import Foundation
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import Rulebook
import Signing
import TestSupport

/// A verifier of any maker behind HTTP: what it asks can be changed, what it gets is kept.
actor PlainVerifier {
    private(set) var forms: [String] = []
    private(set) var fetches = 0
    /// The status with which it takes answers.
    private var status = 200
    private let wish: Wish
    private let answerKey = AgreementKey()
    private var port = 0

    /// What a test may change.
    struct Wish: Sendable {
        var query = PlainVerifier.query()
        var key = TestKey.own("verifier/es256")
        /// Who says to ask, and in which scene; nil: nobody of the ledger.
        var statement: (@Sendable (_ client: String, _ nonce: String) -> String)?
    }

    static let type = "http://127.0.0.1:7401/types/TESTIDENTITY/1"
    static let nonce = "0123456789abcdef0123456789abcdef"

    /// One for one verifier: each that is made has another serial number.
    private let certificate: [UInt8]

    private init(_ wish: Wish) throws {
        self.wish = wish
        let root = try CertificateAuthority.root(
            CertificateSubject(organization: "示例根机构", commonName: "root"), key: TestKey.own("root/es256"),
            validity: 1_000...4_000_000_000)
        guard let address = WebAddress("https://shop.example") else { throw JSONError.missing(path: "address") }
        certificate = try root.certify(
            address, subject: CertificateSubject(organization: "示例商店", commonName: "shop.example"),
            key: wish.key.publicKey, validity: 2_000...4_000_000_000)
    }

    /// A query for the sample document, a number beside the name by choice.
    static func query(
        _ values: [JSONValue] = [], types: [String] = [type], path: String = "XM"
    ) -> PresentationQuery {
        PresentationQuery([
            CredentialQuery(
                id: "TESTIDENTITY", types: types,
                claims: [
                    ClaimQuery(id: "name", path: ClaimPath(path), values: values),
                    ClaimQuery(id: "number", path: ClaimPath("ZZBH")),
                ], claimSets: [["name", "number"], ["name"]])
        ])
    }

    /// Runs a test with a verifier that listens; its link comes with it.
    static func run(
        _ wish: Wish = Wish(), _ test: @escaping @Sendable (PlainVerifier, String) async throws -> Void
    ) async throws {
        let verifier = try PlainVerifier(wish)
        let router = Router()
        router.post("request") { request, _ in
            let form = String(buffer: try await request.body.collect(upTo: 65_536))
            return Response(
                status: .ok, headers: [.contentType: PresentationRequest.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: try await verifier.request(form))))
        }
        router.post("response") { request, _ in
            let form = String(buffer: try await request.body.collect(upTo: 1 << 20))
            return Response(
                status: .init(code: await verifier.take(form)),
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"redirect_uri":"https://go.example/on"}"#)))
        }
        try await Application(router: router).test(.live) { client in
            await verifier.listens(on: client.port ?? 0)
            try await test(verifier, await verifier.link)
        }
    }

    func answer(with status: Int) { self.status = status }

    private func listens(on port: Int) { self.port = port }

    private func take(_ form: String) -> Int {
        forms.append(form)
        return status
    }

    private var client: String { ClientIdentifier.text(of: certificate) }

    private var link: String {
        PresentationLink(clientID: client, address: "http://127.0.0.1:\(port)/request", isPosted: true).text()
    }

    private func request(_ form: String) throws -> String {
        fetches += 1
        let now = UInt64(Date().timeIntervalSince1970)
        let client = client
        let statements = wish.statement.map {
            [
                PresentationRequest.VerifierStatement(
                    format: SceneStatement.format, data: $0(client, PlainVerifier.nonce))
            ]
        }
        let request = PresentationRequest(
            clientID: client, responseURI: "http://127.0.0.1:\(port)/response", nonce: PlainVerifier.nonce,
            state: "state", walletNonce: PresentationFetch(form: form)?.walletNonce, query: wish.query,
            sealing: AnswerSealing(key: answerKey.publicKey, encryptions: ContentEncryption.allCases), issuedAt: now,
            expiry: now + 300, statements: statements ?? [])
        guard let text = request.signed(by: wish.key, x5c: [certificate]) else {
            throw JSONError.missing(path: "key")
        }
        return text
    }

    /// The answers that came, opened.
    func opened() throws -> [PresentationResponse] {
        try forms.map { try PresentationResponse(form: $0, by: answerKey) }
    }
}
