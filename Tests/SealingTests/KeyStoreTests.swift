import Sealing
import Signing
import Testing

struct KeyStoreTests {
    private let secrets: [UInt8] = [1, 2, 3]

    @Test func `passphrase and recovery code each open the store alone`() throws {
        let code = RecoveryCode()
        let store = try KeyStore(secrets, kind: .wallet, name: "示例", passphrase: "long words", recovery: code)
        let read = try KeyStore(parsing: store.encoded)
        #expect(read.encoded == store.encoded)
        #expect(read.kind == .wallet)
        #expect(read.name == "示例")
        #expect(read.isLocked && read.opensByPassphrase && read.opensByRecovery)
        #expect(try read.open(passphrase: "long words").content == secrets)
        #expect(try read.open(recovery: code).content == secrets)
        #expect(throws: KeyFileError.wrongPassphrase) { try read.open(passphrase: "other words") }
        #expect(throws: KeyFileError.wrongPassphrase) { try read.open(recovery: RecoveryCode()) }
        #expect(throws: KeyFileError.passphraseNeeded) { try read.open(passphrase: nil) }
        #expect("\(read)" == "<secret>")
        #expect(!store.encoded.contains(Base64URL.encode(secrets)))
    }

    @Test func `content and passphrase change without each other`() throws {
        let code = RecoveryCode()
        let store = try KeyStore(secrets, kind: .wallet, name: "a", passphrase: "first", recovery: code)
        let changed = try store.open(passphrase: "first").replacing([9]).relocked(passphrase: "second").store
        #expect(try changed.open(passphrase: "second").content == [9])
        #expect(try changed.open(recovery: code).content == [9])
        #expect(throws: KeyFileError.wrongPassphrase) { try changed.open(passphrase: "first") }
    }

    @Test func `a store without locks is the secret itself, and can be locked`() throws {
        let store = try KeyStore(secrets, kind: .storage, name: "desk", passphrase: nil)
        #expect(!store.isLocked)
        let read = try KeyStore(parsing: store.encoded)
        #expect(try read.open(passphrase: nil).content == secrets)
        let locked = try read.open(passphrase: nil).relocked(passphrase: "words").store
        #expect(locked.isLocked)
        #expect(throws: KeyFileError.passphraseNeeded) { try locked.open(passphrase: nil) }
        #expect(try locked.open(passphrase: "words").content == secrets)
    }

    @Test func `a store with a part of another, or altered, does not open`() throws {
        let store = try KeyStore(secrets, kind: .wallet, name: "a", passphrase: "words")
        let renamed = try KeyStore(parsing: store.encoded.replacing("\"name\": \"a\"", with: "\"name\": \"b\""))
        #expect(throws: KeyFileError.wrongPassphrase) { try renamed.open(passphrase: "words") }
        let other = try KeyStore(parsing: store.encoded.replacing("\"wallet\"", with: "\"storage\""))
        #expect(throws: KeyFileError.wrongPassphrase) { try other.open(passphrase: "words") }
    }

    @Test func `texts of another form are refused`() throws {
        let plain = try KeyStore(secrets, kind: .storage, name: "desk", passphrase: nil).encoded
        let texts = [
            "", "{}", plain.replacing("keystore/1", with: "keystore/2"),
            plain.replacing("\"key\"", with: "\"keys\""),
            plain.replacing("\"storage\"", with: "\"other\""), plain + " x",
        ]
        for text in texts {
            #expect(throws: KeyFileError.self) { try KeyStore(parsing: text) }
        }
        #expect(throws: KeyFileError.nameNotAllowed) {
            try KeyStore([], kind: .storage, name: "", passphrase: nil)
        }
        #expect(throws: KeyFileError.emptyPassphrase) {
            try KeyStore([], kind: .storage, name: "a", passphrase: "")
        }
    }
}
