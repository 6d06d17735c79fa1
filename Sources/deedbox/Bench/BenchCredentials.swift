import ArgumentParser
import Credentials
import Sealing
import Signing

/// `bench credentials`: how many documents a core signs and verifies, and how long a status list takes.
struct BenchCredentials: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: tell("Documents signed and verified by one core.", zh: "单核签发与核验证照凭证的速率。"))

    private static let now: UInt64 = 3_786_912_000

    func run() throws {
        let sample = try BenchDocument(now: BenchCredentials.now)
        let small = try rate { try sample.issue(sample.fields) }
        let large = try rate { try sample.issue(sample.file) }
        let pushed = try rate { try sample.push(sample.issue(sample.fields)) }
        let issued = try sample.issue(sample.fields)
        let verified = try rate { try sample.check(issued.text, .none) }
        let presented = try sample.present()
        let checked = try rate { try sample.check(presented, sample.demand) }
        let list = try sample.list()
        print(
            """
            credentials, one thread:
              signed, 16 fields/s               \(small.shown(0))  (\((1_000_000 / small).shown(1)) µs each)
              signed, 93 fields in 8 groups/s   \(large.shown(0))
              signed and sealed, 16 fields/s    \(pushed.shown(0))  (\(try sample.push(issued).count) bytes)
              verified with its certificate/s   \(verified.shown(0))
              presented 4 fields, verified/s    \(checked.shown(0))  (\(presented.utf8.count) bytes)
              1,000,000 entries, 1 % set, packed \(list.milliseconds.shown(0)) ms, \(list.byteCount) bytes
            """)
    }

    /// Calls a second, over about a second.
    private func rate<Value>(_ body: () throws -> Value) throws -> Double {
        let start = ContinuousClock.now
        var count = 0
        while start.duration(to: .now) < .seconds(1) {
            for _ in 0..<64 { _ = try body() }
            count += 64
        }
        return Double(count) / start.duration(to: .now).seconds
    }
}

/// An issuer, a holder and a document to measure with.
private struct BenchDocument {
    let now: UInt64
    let demand = HolderDemand.keyBinding(KeyBindingDemand(audience: "x509_hash:bench", nonce: "bench"))
    private let signer: DocumentSigner
    private let checking: DocumentCheck
    private let claims: DocumentClaims
    private let holder = PrivateKey(generating: .es256)
    private let mailbox = SealingPrivateKey().publicKey

    let fields = DocumentFields(
        (1...16).map { .field(name: "KZ_\($0)", value: .string("a value of thirty-two characters")) })
    let file = DocumentFields(
        (1...8).map { group in
            .group(
                name: "dimension-\(group)",
                fields: (1...(group < 6 ? 12 : 11)).map {
                    .init(name: "KZ_\(group)_\($0)", value: .string("a value of thirty-two characters"))
                })
        })

    init(now: UInt64) throws {
        self.now = now
        let issuer = "https://issuer.example"
        let key = PrivateKey(generating: .es256)
        let subject = CertificateSubject(organization: "bench", commonName: "bench")
        let validity = now - 10...now + 1_000
        let root = try CertificateAuthority.root(subject, key: PrivateKey(generating: .es256), validity: validity)
        guard let address = WebAddress(issuer) else { throw CredentialWords.badAddress(issuer) }
        let leaf = try root.certify(
            address, subject: CertificateSubject(organization: "bench", commonName: "issuer"), key: key.publicKey,
            validity: validity)
        guard let signer = DocumentSigner(key, chain: [leaf]) else { throw CredentialWords.badKey }
        self.signer = signer
        checking = DocumentCheck(.certificates(try TrustedRoots([root.certificate])))
        claims = DocumentClaims(
            issuer: issuer, type: issuer + "/types/bench/1", issuedAt: now, expiry: now + 900,
            holderKey: JSONWebKey(holder.publicKey), status: StatusReference(index: 7, uri: issuer + "/status/1"),
            ledger: LedgerClaims(
                origin: "bench/00112233445566778899aabbccddeeff", typeCode: "bench", typeVersion: 1,
                asOf: "2090-01-01T00:00:00Z", updateDays: nil, correction: SHA256.digest([1]), provenance: .digital,
                label: .government))
    }

    func issue(_ fields: DocumentFields) throws -> IssuedSDJWT { try signer.issue(claims, fields: fields) }

    func check(_ text: String, _ demand: HolderDemand) throws -> VerifiedDocument {
        try checking.verified(text, holder: demand, at: now + 1)
    }

    /// A delivery to the holder's mailbox, with a receipt and a binding of the usual size.
    func push(_ issued: IssuedSDJWT) throws -> [UInt8] {
        let body = DeliveredDocument(
            credential: issued.text, correctionSeed: PrivateKey(generating: .ed25519).secret,
            receipt: Array(repeating: 7, count: 1_900), record: 1, binding: Array(repeating: 7, count: 300))
        return try Delivery.document(body).sealed(
            to: mailbox, origin: "bench/00112233445566778899aabbccddeeff", at: MailboxTag(SHA256.digest([2])))
    }

    /// Four fields of the large document, signed by its holder.
    func present() throws -> String {
        let shown = try SDJWT(parsing: issue(file).text).showing(
            (1...4).map { ClaimPath("dimension-3", "KZ_3_\($0)") })
        guard let bound = shown.bound(by: holder, audience: "x509_hash:bench", nonce: "bench", issuedAt: now) else {
            throw CredentialWords.badKey
        }
        return bound.text
    }

    func list() throws -> (milliseconds: Double, byteCount: Int) {
        var list = StatusList(count: 1_000_000)
        // Spread without a pattern that compression would find.
        var dice: UInt64 = 5
        for _ in 0..<10_000 {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            list.set(.invalid, at: Int(dice >> 33) % 1_000_000)
        }
        let start = ContinuousClock.now
        let text = try JSONElement(list.json["lst"] ?? .null).string()
        return (start.duration(to: .now).seconds * 1_000, text.utf8.count * 3 / 4)
    }
}
