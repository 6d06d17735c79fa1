import Sealing
import Signing
import Testing

struct HPKETests {
    /// RFC 9180 appendix A.2.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, sequence 0.
    @Test func `what RFC 9180 sealed is opened`() throws {
        let secret = try #require(Hex.decode("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"))
        let key = try #require(SealingPrivateKey(secret: secret))
        #expect(
            Hex.encode(key.publicKey.bytes) == "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
        let sealed =
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
            + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
        let info = try #require(Hex.decode("4f6465206f6e2061204772656369616e2055726e"))
        let opened = try key.open(
            try #require(Hex.decode(sealed)), for: info, context: Array("Count-0".utf8))
        #expect(String(decoding: opened, as: UTF8.self) == "Beauty is truth, truth beauty")
    }

    @Test func `what is sealed is opened by its key, for its purpose, in its context, and not otherwise`() throws {
        let key = SealingPrivateKey()
        let text = Array("示例".utf8)
        let sealed = key.publicKey.seal(text, for: [1], context: [2])
        #expect(sealed.count == text.count + SealingPublicKey.overhead)
        #expect(try key.open(sealed, for: [1], context: [2]) == text)
        #expect(throws: SealingError.doesNotOpen) { try SealingPrivateKey().open(sealed, for: [1], context: [2]) }
        #expect(throws: SealingError.doesNotOpen) { try key.open(sealed, for: [2], context: [2]) }
        #expect(throws: SealingError.doesNotOpen) { try key.open(sealed, for: [1], context: []) }
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: SealingError.doesNotOpen) { try key.open(altered, for: [1], context: [2]) }
        }
        for count in 0..<sealed.count {
            #expect(throws: SealingError.doesNotOpen) {
                try key.open(Array(sealed.prefix(count)), for: [1], context: [2])
            }
        }
    }

    @Test func `two sealings of one text have nothing in common`() {
        let key = SealingPrivateKey().publicKey
        #expect(key.seal([1], for: [], context: []) != key.seal([1], for: [], context: []))
    }

    @Test func `points of small order and wrong lengths are no keys`() throws {
        #expect(SealingPublicKey([UInt8](repeating: 0, count: 32)) == nil)
        #expect(SealingPublicKey([1] + [UInt8](repeating: 0, count: 31)) == nil)
        #expect(SealingPublicKey([UInt8](repeating: 9, count: 31)) == nil)
        #expect(SealingPrivateKey(secret: [1, 2, 3]) == nil)
        let key = SealingPrivateKey().publicKey
        #expect(try SealingPublicKey(decoding: key.encoded) == key)
        #expect(throws: CBORError.self) {
            try SealingPublicKey(decoding: [0x58, 0x20] + [UInt8](repeating: 0, count: 32))
        }
    }

    @Test func `secrets do not print`() {
        let secrets: [any CustomStringConvertible] = [
            SealingPrivateKey(), SecretKey(), WalletSeed(), WalletSeed().keys(origin: "a"), RecoveryCode(),
            EraseSecret(),
        ]
        for secret in secrets { #expect("\(secret)" == "<secret>") }
    }
}
