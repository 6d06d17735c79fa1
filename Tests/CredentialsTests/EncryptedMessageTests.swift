import Credentials
import Signing
import Testing

struct EncryptedMessageTests {
    @Test func `the published key derivation comes out`() throws {
        // RFC 7518 appendix C.
        let shared: [UInt8] = [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128,
            106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ]
        let key = ConcatKDF.derive(
            shared: shared, algorithm: "A128GCM", byteCount: 16, partyU: Array("Alice".utf8), partyV: Array("Bob".utf8))
        #expect(Base64URL.encode(key) == "VqqN6vgjbSBcIijNcacQGg")
    }

    @Test(arguments: ContentEncryption.allCases)
    func `what is sealed opens for the addressee alone`(_ encryption: ContentEncryption) throws {
        let key = AgreementKey()
        let clear = Array(#"{"vp_token":"示例"}"#.utf8)
        let text = try #require(
            EncryptedMessage.seal(clear, to: key.publicKey, encryption: encryption, partyU: [1], partyV: [2, 3]))
        let message = try EncryptedMessage(parsing: text)
        #expect(message.header.keyID == key.publicKey.id)
        #expect(try message.open(by: key) == clear)
        #expect(throws: JOSEError.notDecrypted) { try message.open(by: AgreementKey()) }
    }

    @Test func `any altered part is refused`() throws {
        let key = AgreementKey()
        let text = try #require(EncryptedMessage.seal([1, 2, 3], to: key.publicKey, encryption: .a256gcm))
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for index in [0, 2, 3, 4] {
            var altered = parts
            altered[index] = (altered[index].hasPrefix("A") ? "B" : "A") + altered[index].dropFirst()
            #expect(throws: JOSEError.self) {
                try EncryptedMessage(parsing: altered.joined(separator: ".")).open(by: key)
            }
        }
        for other in [
            text + ".", parts[0] + ".AA." + parts[2...].joined(separator: "."), parts[0...3].joined(separator: "."),
        ] {
            #expect(throws: JOSEError.self) { try EncryptedMessage(parsing: other) }
        }
    }

    @Test(arguments: [
        #""alg":"ECDH-ES+A128KW","enc":"A128GCM""#, #""alg":"dir","enc":"A128GCM""#,
        #""alg":"ECDH-ES","enc":"A128CBC-HS256""#, #""alg":"ECDH-ES","enc":"A128GCM","zip":"DEF""#,
        #""alg":"ECDH-ES","enc":"A128GCM","crit":["x"],"x":1"#,
    ])
    func `another algorithm or an extension is refused`(_ members: String) throws {
        let epk = JSONValue.object(AgreementKey().publicKey.named(nil).json).compact
        let header = Base64URL.encode(Array(("{" + members + ",\"epk\":" + epk + "}").utf8))
        let text =
            header + ".." + Base64URL.encode([UInt8](repeating: 0, count: 12)) + "."
            + Base64URL.encode([1]) + "." + Base64URL.encode([UInt8](repeating: 0, count: 16))
        #expect(throws: JOSEError.self) { try EncryptedMessage(parsing: text) }
    }

    @Test func `a short tag is refused`() throws {
        let key = AgreementKey()
        let text = try #require(EncryptedMessage.seal([1], to: key.publicKey, encryption: .a128gcm))
        let short = text.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
        #expect(throws: JOSEError.notBase64URL(.tag)) { try EncryptedMessage(parsing: short + ".AAAA") }
    }

    @Test func `a key of another curve cannot be sealed to, and secrets do not print`() {
        let key = JSONWebKey(PrivateKey(generating: .ed25519).publicKey)
        #expect(EncryptedMessage.seal([1], to: key, encryption: .a128gcm) == nil)
        #expect("\(AgreementKey())" == "<secret>")
    }
}
