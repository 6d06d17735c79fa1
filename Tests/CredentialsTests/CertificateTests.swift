import Credentials
import Signing
import Testing

struct CertificateTests {
    private func roots() throws -> TrustedRoots { try TrustedRoots([Samples.authority.certificate]) }

    @Test func `a chain leads to its root, with the root in it or left out`() throws {
        for chain in [[Samples.certificate], [Samples.certificate, Samples.authority.certificate]] {
            let certificate = try roots().validated(chain, at: Samples.now)
            #expect(certificate.key == Samples.issuerKey.publicKey)
            #expect(certificate.names(Samples.issuer))
            #expect(!certificate.names("https://issuer.example"))
            #expect(certificate.names.hosts == ["issuer.example"])
            #expect(certificate.digest == SHA256.digest(Samples.certificate))
        }
    }

    @Test func `an authority between root and issuer is followed, and may have none below it`() throws {
        let key = PrivateKey(generating: .es256)
        let validity = Samples.now...Samples.now + Samples.year
        let subject = CertificateSubject(organization: "o", commonName: "between")
        let middle = try Samples.authority.authority(subject, key: key, validity: validity)
        let leaf = try middle.certify(
            #require(WebAddress(Samples.issuer)), subject: CertificateSubject(organization: "o", commonName: "leaf"),
            key: Samples.issuerKey.publicKey, validity: validity)
        _ = try roots().validated([leaf, middle.certificate], at: Samples.now)
        #expect(throws: CertificateError.self) { try roots().validated([leaf], at: Samples.now) }
        #expect(throws: CertificateError.self) {
            try roots().validated([leaf, Samples.certificate, middle.certificate], at: Samples.now)
        }
        let lower = try middle.authority(
            CertificateSubject(organization: "o", commonName: "lower"), key: PrivateKey(generating: .es256),
            validity: validity)
        let deep = try lower.certify(
            #require(WebAddress(Samples.issuer)), subject: CertificateSubject(organization: "o", commonName: "leaf"),
            key: Samples.issuerKey.publicKey, validity: validity)
        #expect(throws: CertificateError.pathTooLong(index: 2)) {
            try roots().validated([deep, lower.certificate, middle.certificate], at: Samples.now)
        }
    }

    @Test func `a certificate counts from its first second to its last`() throws {
        let leaf = try Samples.certificate(Samples.issuer, validity: Samples.now...Samples.now + 100)
        _ = try roots().validated([leaf], at: Samples.now)
        _ = try roots().validated([leaf], at: Samples.now + 100)
        #expect(throws: CertificateError.notYetValid(index: 0, from: Samples.now)) {
            try roots().validated([leaf], at: Samples.now - 1)
        }
        #expect(throws: CertificateError.expired(index: 0, at: Samples.now + 100)) {
            try roots().validated([leaf], at: Samples.now + 101)
        }
    }

    @Test func `a document outlives its certificate when the ledger proves when it was there`() throws {
        let leaf = try Samples.certificate(Samples.issuer, validity: Samples.now...Samples.now + 100)
        let signer = try #require(DocumentSigner(Samples.issuerKey, chain: [leaf]))
        let text = try signer.issue(Samples.claims(), fields: Samples.fields).text
        let check = DocumentCheck(Samples.trust)
        #expect(throws: DocumentError.certificate(.expired(index: 0, at: Samples.now + 100))) {
            try check.verified(text, holder: .none, at: Samples.now + 1_000)
        }
        _ = try check.verified(text, holder: .none, at: Samples.now + 1_000, recorded: Samples.now + 5)
    }

    @Test func `another root, a root as signer, and rubbish are refused`() throws {
        let other = try CertificateAuthority.root(
            CertificateSubject(organization: "示例根机构", commonName: "Sample root"),
            key: PrivateKey(generating: .es256), validity: Samples.now...Samples.now + 10)
        #expect(throws: CertificateError.self) {
            try TrustedRoots([other.certificate]).validated([Samples.certificate], at: Samples.now)
        }
        #expect(throws: CertificateError.signerIsAuthority) {
            try roots().validated([Samples.authority.certificate], at: Samples.now)
        }
        #expect(throws: CertificateError.chainEmpty) { try roots().validated([], at: Samples.now) }
        #expect(throws: CertificateError.notACertificate(index: 1)) {
            try roots().validated([Samples.certificate, [1, 2]], at: Samples.now)
        }
        #expect(throws: CertificateError.chainTooLong(count: 5, limit: 4)) {
            try roots().validated(Array(repeating: Samples.certificate, count: 5), at: Samples.now)
        }
        #expect(throws: CertificateError.notAnAuthority(index: 0)) { try TrustedRoots([Samples.certificate]) }
    }

    @Test func `an altered certificate is refused`() throws {
        var dice = Dice(seed: 11)
        for _ in 0..<100 {
            var der = Samples.certificate
            der[dice.next(below: der.count)] ^= UInt8(1 << dice.next(below: 8))
            #expect(throws: CertificateError.self) { try roots().validated([der], at: Samples.now) }
        }
    }

    @Test func `an authority is opened again by its own key alone`() throws {
        let key = PrivateKey(generating: .es256)
        let root = try CertificateAuthority.root(
            CertificateSubject(organization: "o", commonName: "c"), key: key, validity: 0...10)
        #expect(CertificateAuthority(certificate: root.certificate, key: key) != nil)
        #expect(CertificateAuthority(certificate: root.certificate, key: Samples.issuerKey) == nil)
        #expect(CertificateAuthority(certificate: Samples.certificate, key: Samples.issuerKey) == nil)
    }

    @Test func `after a change of keys old and new documents verify`() throws {
        let next = PrivateKey(generating: .es256)
        let leaf = try Samples.certificate(Samples.issuer, key: next)
        let signer = try #require(DocumentSigner(next, chain: [leaf]))
        _ = try Samples.check(Samples.issued().text)
        let verified = try Samples.check(signer.issue(Samples.claims(), fields: Samples.fields).text)
        #expect(verified.issuerKey == next.publicKey)
    }

    @Test func `a host in the certificate is enough where it names no address`() {
        let names = WebAddress("http://127.0.0.1:7401")
        #expect(names?.host == "127.0.0.1")
    }

    @Test func `certificates are read from text as they were written`() {
        let text =
            CertificateText.encode(Samples.certificate) + "remark\n"
            + CertificateText.encode(Samples.authority.certificate)
        #expect(CertificateText.decode(text) == [Samples.certificate, Samples.authority.certificate])
        #expect(CertificateText.decode("") == nil)
        #expect(CertificateText.decode("-----BEGIN CERTIFICATE-----\nAAA\n") == nil)
        #expect(CertificateText.decode("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n") == nil)
    }
}
