import Signing
import Testing

@Suite struct KeyFileTests {
    private static let passphrase = "correct horse 电池"
    private static let plain = """
        {
          "format": "deedbox-key/1",
          "purpose": "statement",
          "name": "示例机构",
          "algorithm": "Ed25519",
          "public": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg",
          "secret": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        }

        """
    /// Sealed by another program that speaks to the same library.
    private static let sealed = """
        {
          "format": "deedbox-key/1",
          "purpose": "statement",
          "name": "示例机构",
          "algorithm": "Ed25519",
          "public": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg",
          "sealed": {
            "kdf": "argon2id13",
            "opsLimit": 2,
            "memLimit": 67108864,
            "salt": "QEFCQ0RFRkdISUpLTE1OTw",
            "cipher": "xchacha20poly1305",
            "nonce": "UFFSU1RVVldYWVpbXF1eX2BhYmNkZWZn",
            "ciphertext": "wlFpF2zSPbtaq0ZU26wMR4jerXUQFAaXMK6Z7GmKLmwOSmp45tx2Yj8imVELh5pP"
          }
        }

        """

    private let key = SampleStatement.key(.ed25519, first: 0)

    private func refusal(_ text: String) -> JSONError? {
        do {
            _ = try KeyFile(parsing: text)
        } catch {
            if case .notAKeyFile(let reason) = error { return reason }
        }
        return nil
    }

    @Test func `a plain key file is read, opened and written as the same text`() throws {
        let file = try KeyFile(parsing: Self.plain)
        #expect(file.purpose == .statement)
        #expect(file.name == "示例机构")
        #expect(file.publicKey == key.publicKey)
        #expect(!file.isSealed)
        #expect(try file.unlock().secret == key.secret)
        #expect(try file.unlock(passphrase: "needless").secret == key.secret)
        #expect(file.encoded == Self.plain)
        #expect(try KeyFile(key, purpose: .statement, name: "示例机构").encoded == Self.plain)
    }

    @Test func `a sealed key file is read, opened and written as the same text`() throws {
        let file = try KeyFile(parsing: Self.sealed)
        #expect(file.isSealed)
        #expect(try file.unlock(passphrase: Self.passphrase).secret == key.secret)
        #expect(file.encoded == Self.sealed)
    }

    @Test func `of several passphrases the one that fits opens a sealed key, and without it none does`() throws {
        let key = PrivateKey(generating: .ed25519)
        let sealed = try KeyFile(key, purpose: .log, name: "node-1", passphrase: "b")
        let plain = try KeyFile(key, purpose: .log, name: "node-1")
        #expect(try sealed.unlock(with: Passphrases(["a", "b", "c"])).publicKey == key.publicKey)
        #expect(try plain.unlock(with: Passphrases(["a"])).publicKey == key.publicKey)
        #expect(throws: KeyFileError.wrongPassphrase) { try sealed.unlock(with: Passphrases(["a", "c"])) }
        #expect(throws: KeyFileError.passphraseNeeded) { try sealed.unlock(with: Passphrases()) }
        #expect("\(Passphrases(["a"]))" == "<secret>")
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a key that was sealed opens with its passphrase and no other`(_ algorithm: SignatureAlgorithm) throws {
        let key = PrivateKey(generating: algorithm)
        let text = try KeyFile(key, purpose: .vote, name: "node1", passphrase: "示例").encoded
        let file = try KeyFile(parsing: text)
        #expect(try file.unlock(passphrase: "示例").publicKey == key.publicKey)
        #expect(throws: KeyFileError.wrongPassphrase) { try file.unlock(passphrase: "示例 ") }
        #expect(throws: KeyFileError.wrongPassphrase) { try file.unlock(passphrase: "") }
        #expect(throws: KeyFileError.passphraseNeeded) { try file.unlock() }
        #expect(!text.contains(Base64URL.encode(key.secret)))
    }

    @Test func `sealing twice gives two texts`() throws {
        let texts = try (0..<2).map { _ in
            try KeyFile(key, purpose: .log, name: "sample", passphrase: "示例").encoded
        }
        #expect(texts[0] != texts[1])
    }

    @Test(arguments: [
        ("\"statement\"", "\"governance\""), ("示例机构", "示例机枃"), ("UFFSU1RV", "VFFSU1RV"), ("QEFCQ0RF", "QUFCQ0RF"),
        ("wlFpF2zS", "xlFpF2zS"), ("h5pP", "h5pQ"), ("\"opsLimit\": 2", "\"opsLimit\": 3"), ("67108864", "67109888"),
        ("A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
    ])
    func `a sealed key does not open when anything in its file was altered`(_ old: String, _ new: String) throws {
        let altered = Self.sealed.replacing(old, with: new)
        #expect(altered != Self.sealed)
        let file = try KeyFile(parsing: altered)
        #expect(throws: KeyFileError.wrongPassphrase) { try file.unlock(passphrase: Self.passphrase) }
    }

    @Test func `a plain key under another public part does not open`() throws {
        let other = Self.plain.replacing(
            "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg", with: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(throws: KeyFileError.publicKeyMismatch) { try KeyFile(parsing: other).unlock() }
    }

    @Test func `a secret that is no scalar of P-256 does not open`() throws {
        let key = SampleStatement.key(.es256, first: 1)
        let text = try KeyFile(key, purpose: .link, name: "node1").encoded
        let broken = text.replacing(
            Base64URL.encode(key.secret), with: Base64URL.encode([UInt8](repeating: 0, count: 32)))
        #expect(throws: KeyFileError.publicKeyMismatch) { try KeyFile(parsing: broken).unlock() }
    }

    @Test(arguments: [
        ("deedbox-key/1", "deedbox-key/2", JSONError.invalid(path: "format", reason: "must be deedbox-key/1")),
        (
            "\"statement\"", "\"signing\"",
            .invalid(
                path: "purpose",
                reason: "must be one of statement, credential, presentation, governance, log, cosigner, vote, "
                    + "release, link, grant")
        ),
        ("\"Ed25519\"", "\"RSA\"", .invalid(path: "algorithm", reason: "must be one of Ed25519, ES256")),
        ("\"Ed25519\"", "\"ES256\"", .invalid(path: "public", reason: "has 32 bytes, and must have 64")),
        ("A6EHv_PO", "A6EHv/PO", .invalid(path: "public", reason: "must be base64url without padding")),
        (
            "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            .invalid(path: "public", reason: "is not a key of Ed25519")
        ),
        ("GBkaGxwdHh8\"", "GBkaGxwdHg\"", .invalid(path: "secret", reason: "has 31 bytes, and must have 32")),
        ("  \"name\": \"示例机构\",\n", "", .missing(path: "name")),
        ("示例机构", "", .invalid(path: "name", reason: "must have 1 to 200 bytes and no control characters")),
        ("示例机构", "a\\nb", .invalid(path: "name", reason: "must have 1 to 200 bytes and no control characters")),
        ("\"purpose\"", "\"comment\": \"\",\n  \"purpose\"", .unknownMember(path: "comment")),
        ("\"secret\"", "\"Secret\"", .missing(path: "secret")),
    ])
    func `a text that is no key file is refused with the path`(_ old: String, _ new: String, _ reason: JSONError) {
        let text = Self.plain.replacing(old, with: new)
        #expect(text != Self.plain)
        #expect(refusal(text) == reason)
    }

    @Test(arguments: [
        ("argon2id13", "argon2i13", JSONError.invalid(path: "sealed.kdf", reason: "must be argon2id13")),
        ("xchacha20poly1305", "none", .invalid(path: "sealed.cipher", reason: "must be xchacha20poly1305")),
        (
            "\"opsLimit\": 2", "\"opsLimit\": 1",
            .invalid(path: "sealed.opsLimit", reason: "is 1, and must be from 2 to 8")
        ),
        (
            "\"opsLimit\": 2", "\"opsLimit\": 9",
            .invalid(path: "sealed.opsLimit", reason: "is 9, and must be from 2 to 8")
        ),
        (
            "67108864", "8192",
            .invalid(path: "sealed.memLimit", reason: "is 8192, and must be from 67108864 to 1073741824")
        ),
        (
            "67108864", "1073742848",
            .invalid(path: "sealed.memLimit", reason: "is 1073742848, and must be from 67108864 to 1073741824")
        ),
        ("67108864", "67108865", .invalid(path: "sealed.memLimit", reason: "must be whole KiB")),
        (
            "QEFCQ0RFRkdISUpLTE1OTw", "QEFCQ0RFRkdISUpLTE1O",
            .invalid(path: "sealed.salt", reason: "has 15 bytes, and must have 16")
        ),
        ("ZWZn\"", "ZWY\"", .invalid(path: "sealed.nonce", reason: "has 23 bytes, and must have 24")),
        ("mVELh5pP", "mVEL", .invalid(path: "sealed.ciphertext", reason: "has 45 bytes, and must have 48")),
        ("\"kdf\"", "\"note\": 1,\n    \"kdf\"", .unknownMember(path: "sealed.note")),
        ("\"sealed\": {", "\"secret\": \"AA\",\n  \"sealed\": {", .unknownMember(path: "secret")),
    ])
    func `a sealed part out of form or out of limits is refused with the path`(
        _ old: String, _ new: String, _ reason: JSONError
    ) {
        let text = Self.sealed.replacing(old, with: new)
        #expect(text != Self.sealed)
        #expect(refusal(text) == reason)
    }

    @Test(arguments: ["", "[]", "{}", "not JSON", "{\"format\":\"deedbox-key/1\"}"])
    func `any other text is refused`(_ text: String) {
        #expect(refusal(text) != nil)
    }

    @Test func `a text that is too long for a key file is refused`() {
        let text = Self.plain + String(repeating: " ", count: 10_000)
        #expect(refusal(text) == .tooLarge(byteCount: text.utf8.count, limit: 8192))
    }

    @Test func `a name that is empty, long or unprintable, and an empty passphrase, make no file`() throws {
        for name in ["", "a\u{7}", "a\u{85}", String(repeating: "a", count: 201)] {
            #expect(throws: KeyFileError.nameNotAllowed) { try KeyFile(key, purpose: .grant, name: name) }
        }
        #expect(try KeyFile(key, purpose: .grant, name: String(repeating: "a", count: 200)).purpose == .grant)
        #expect(throws: KeyFileError.emptyPassphrase) {
            try KeyFile(key, purpose: .grant, name: "a", passphrase: "")
        }
    }

    @Test(arguments: [plain, sealed])
    func `a key file prints as secret however it is printed`(_ text: String) throws {
        let file = try KeyFile(parsing: text)
        #expect("\(file)" == "<secret>")
        #expect(String(reflecting: file) == "<secret>")
        var dumped = ""
        dump([file], to: &dumped)
        #expect(dumped.split(separator: "\n").count == 2)
    }

    @Test(arguments: [
        (KeyFileError.passphraseNeeded, "the key is sealed: give its passphrase"),
        (.wrongPassphrase, "wrong passphrase, or the key file was altered"),
        (.notAKeyFile(.missing(path: "name")), "not a key file: name is missing"),
        (.nameNotAllowed, "the name must have 1 to 200 bytes and no control characters"),
    ])
    func `a refusal reads as a sentence`(_ error: KeyFileError, _ sentence: String) {
        #expect("\(error)" == sentence)
    }
}
