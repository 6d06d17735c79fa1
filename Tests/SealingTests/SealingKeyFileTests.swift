import Sealing
import Signing
import Testing

@Suite struct SealingKeyFileTests {
    /// The sample key of the bank, by another program.
    private static let plain = """
        {
          "format": "deedbox-key/1",
          "purpose": "sealing",
          "name": "bank-sealing",
          "algorithm": "X25519",
          "public": "DfXaIToCHrItIYtSBQDtOK3mA7UmjziFhKM15CIqPTI",
          "secret": "VjZWT3fiYOhjIVhrXDZWPLqkRc-WbDhFLuCOg7U3aSg"
        }

        """

    private func opens(_ key: SealingPrivateKey, _ point: SealingPublicKey) throws -> Bool {
        let sealed = point.seal([1, 2, 3], for: [4], context: [5])
        return try key.open(sealed, for: [4], context: [5]) == [1, 2, 3]
    }

    private func refusal(_ text: String) -> KeyFileError? {
        do throws(KeyFileError) {
            _ = try SealingKeyFile(parsing: text).unlock()
            return nil
        } catch { return error }
    }

    @Test func `a plain key file is read, opened and written as the same text`() throws {
        let file = try SealingKeyFile(parsing: Self.plain)
        #expect(file.name == "bank-sealing")
        #expect(!file.isSealed)
        #expect(file.encoded == Self.plain)
        let key = try file.unlock(passphrase: "needless")
        #expect(try opens(key, file.publicKey))
        #expect(try SealingKeyFile(key, name: "bank-sealing").encoded == Self.plain)
        #expect("\(file)" == "<secret>")
    }

    @Test func `a sealed key file opens with its passphrase and no other`() throws {
        let key = SealingPrivateKey()
        let file = try SealingKeyFile(parsing: try SealingKeyFile(key, name: "bank", passphrase: "b").encoded)
        #expect(file.isSealed)
        #expect(try opens(try file.unlock(with: Passphrases(["a", "b"])), key.publicKey))
        #expect(throws: KeyFileError.wrongPassphrase) { try file.unlock(with: Passphrases(["a", "c"])) }
        #expect(throws: KeyFileError.passphraseNeeded) { try file.unlock(with: Passphrases()) }
        let renamed = file.encoded.replacing("\"bank\"", with: "\"notary\"")
        #expect(throws: KeyFileError.wrongPassphrase) { try SealingKeyFile(parsing: renamed).unlock(passphrase: "b") }
    }

    @Test(arguments: [
        ("\"sealing\"", "\"statement\""), ("\"X25519\"", "\"Ed25519\""), ("deedbox-key/1", "deedbox-key/2"),
        ("DfXaIToCHrItIYtSBQDtOK3mA7UmjziFhKM15CIqPTI", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ("VjZWT3fiYOhjIVhrXDZWPLqkRc-WbDhFLuCOg7U3aSg", "AAAA"),
        ("\"secret\"", "\"more\": 1, \"secret\""),
    ])
    func `a file that is none is refused`(_ part: String, _ other: String) throws {
        let changed = Self.plain.replacing(part, with: other)
        #expect(changed != Self.plain)
        guard case .notAKeyFile = refusal(changed) else {
            Issue.record("\(part) as \(other): \(String(describing: refusal(changed)))")
            return
        }
    }

    @Test func `a secret that is another's is refused`() throws {
        let other = try SealingKeyFile(SealingPrivateKey(), name: "bank").encoded
        let secret = try #require(other.firstMatch(of: /"secret": "([^"]+)"/)?.output.1)
        let changed = Self.plain.replacing("VjZWT3fiYOhjIVhrXDZWPLqkRc-WbDhFLuCOg7U3aSg", with: String(secret))
        #expect(refusal(changed) == .publicKeyMismatch)
    }

    @Test func `a key that signs is no key to which one seals`() throws {
        let signing = try KeyFile(PrivateKey(generating: .ed25519), purpose: .statement, name: "bank").encoded
        guard case .notAKeyFile = refusal(signing) else {
            Issue.record("a signing key was read")
            return
        }
        #expect(throws: KeyFileError.self) { try KeyFile(parsing: Self.plain) }
    }
}
