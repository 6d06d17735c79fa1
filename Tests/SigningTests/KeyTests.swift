import Signing
import Testing

@Suite struct KeyTests {
    /// RFC 9679 section 5.6.
    private static let thumbprintExample = bytes(
        hex: """
            65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d
            1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c
            """)

    @Test func `the thumbprint of RFC 9679 holds`() throws {
        let key = try #require(PublicKey(.es256, bytes: Self.thumbprintExample))
        #expect(key.thumbprint.hex == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec")
        #expect(key.id.description == "496bd8afadf307e5")
    }

    @Test func `the thumbprint of an Ed25519 key is what another implementation computes`() throws {
        let key = try #require(PrivateKey(.ed25519, secret: Array(0..<32))).publicKey
        #expect(key.thumbprint.hex == "be5de2f4bcdc383add3fc9827d345f1a37c6a06026b38696fb3229c003b35f49")
    }

    @Test func `a key id comes back from its eight bytes and from no other count`() {
        let id = PrivateKey(generating: .ed25519).publicKey.id
        #expect(KeyID(id.bytes) == id)
        #expect(KeyID(Array(id.bytes.dropLast())) == nil)
        #expect(KeyID(id.bytes + [0]) == nil)
        #expect(KeyID([0, 0, 0, 0, 0, 0, 1, 0])?.description == "0000000000000100")
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a public key comes back from its one encoding`(_ algorithm: SignatureAlgorithm) throws {
        let key = PrivateKey(generating: algorithm).publicKey
        #expect(try PublicKey(decoding: key.encoded) == key)
        #expect(throws: CBORError.trailingBytes(offset: key.encoded.count)) {
            try PublicKey(decoding: key.encoded + [0])
        }
    }

    @Test func `bytes that encode no key are refused`() {
        #expect(throws: CBORError.unknownCode(offset: 1, code: 9)) { try PublicKey(decoding: [0x82, 0x28, 0x40]) }
        #expect(throws: CBORError.wrongCount(offset: 2, expected: 32, found: 0)) {
            try PublicKey(decoding: [0x82, 0x27, 0x40])
        }
        #expect(throws: CBORError.outOfRange(offset: 1)) {
            try PublicKey(decoding: [0x82, 0x27, 0x58, 0x20] + [UInt8](repeating: 0, count: 32))
        }
    }

    @Test func `an algorithm has a name and no other`() {
        #expect(SignatureAlgorithm(name: "Ed25519") == .ed25519)
        #expect(SignatureAlgorithm(name: "ES256") == .es256)
        #expect(SignatureAlgorithm(name: "EdDSA") == nil)
        #expect(SignatureAlgorithm(name: "es256") == nil)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a generated key signs, and is another each time`(_ algorithm: SignatureAlgorithm) throws {
        let key = PrivateKey(generating: algorithm)
        #expect(key.publicKey.verifies(key.sign([1, 2, 3]), over: [1, 2, 3]))
        #expect(PrivateKey(generating: algorithm).publicKey != key.publicKey)
        #expect(try #require(PrivateKey(algorithm, secret: key.secret)).publicKey == key.publicKey)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a private key prints as secret however it is printed`(_ algorithm: SignatureAlgorithm) {
        let key = PrivateKey(generating: algorithm)
        #expect("\(key)" == "<secret>")
        #expect(String(reflecting: key) == "<secret>")
        var dumped = ""
        dump([key], to: &dumped)
        #expect(dumped.hasSuffix("- <secret>\n"))
        #expect(dumped.split(separator: "\n").count == 2)
    }

    @Test func `random bytes have the count asked for and differ`() {
        #expect(Random.bytes(0).isEmpty)
        #expect(Random.bytes(32).count == 32)
        #expect(Random.bytes(32) != Random.bytes(32))
    }
}
