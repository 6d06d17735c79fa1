import Sealing
import Signing
import Testing

struct RepeatableSealingTests {
    /// RFC 9180 appendix A.2.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, sequence 0.
    @Test func `sealing by the ephemeral secret of RFC 9180 gives its bytes`() throws {
        let point = try #require(
            Hex.decode("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
                .flatMap { SealingPublicKey($0) })
        let ephemeral = try #require(Hex.decode("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"))
        let info = try #require(Hex.decode("4f6465206f6e2061204772656369616e2055726e"))
        let sealed = point.seal(
            Array("Beauty is truth, truth beauty".utf8), for: info, context: Array("Count-0".utf8),
            ephemeral: ephemeral)
        #expect(
            Hex.encode(sealed) == "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
                + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1_000])
    func `what is sealed by a given secret is opened by the library`(_ count: Int) throws {
        let key = SealingPrivateKey()
        let text = [UInt8](repeating: 7, count: count)
        let ephemeral = [UInt8](repeating: 9, count: 32)
        let sealed = key.publicKey.seal(text, for: [1], context: [2], ephemeral: ephemeral)
        #expect(try key.open(sealed, for: [1], context: [2]) == text)
        #expect(sealed == key.publicKey.seal(text, for: [1], context: [2], ephemeral: ephemeral))
        #expect(throws: SealingError.doesNotOpen) { try key.open(sealed, for: [1], context: [3]) }
    }

    @Test func `a key for one message opens it in its context, and nothing else`() throws {
        let key = try #require(OneTimeKey([UInt8](repeating: 3, count: 32)))
        let text = Array("示例".utf8)
        let sealed = key.seal(text, context: [1])
        #expect(sealed.count == text.count + OneTimeKey.overhead)
        #expect(try key.open(sealed, context: [1]) == text)
        #expect(sealed == key.seal(text, context: [1]))
        #expect(throws: SealingError.doesNotOpen) { try key.open(sealed, context: []) }
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: SealingError.doesNotOpen) { try key.open(altered, context: [1]) }
        }
        for count in 0..<sealed.count {
            #expect(throws: SealingError.doesNotOpen) { try key.open(Array(sealed.prefix(count)), context: [1]) }
        }
        #expect(OneTimeKey([1]) == nil)
        #expect("\(key)" == "<secret>")
    }
}
