import Signing
import Testing

@Suite struct ES256Tests {
    /// The key and signatures of RFC 6979 appendix A.2.5.
    private static let secret = bytes(hex: "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    private static let point = bytes(
        hex: """
            60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
            7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299
            """)
    private static let highOverSample = bytes(
        hex: """
            EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
            F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
            """)
    private static let lowOverTest = bytes(
        hex: """
            F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367
            019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083
            """)

    @Test func `the key of RFC 6979 has its public point`() throws {
        #expect(try #require(PrivateKey(.es256, secret: Self.secret)).publicKey.bytes == Self.point)
    }

    @Test func `a signature with low s verifies, its twin with high s does not`() throws {
        let key = try #require(PublicKey(.es256, bytes: Self.point))
        #expect(key.verifies(Self.lowOverTest, over: Array("test".utf8)))
        #expect(!key.verifies(Scalars.twin(of: Self.lowOverTest), over: Array("test".utf8)))
    }

    @Test func `a signature with high s is refused, its twin with low s verifies`() throws {
        let key = try #require(PublicKey(.es256, bytes: Self.point))
        #expect(!key.verifies(Self.highOverSample, over: Array("sample".utf8)))
        #expect(key.verifies(Scalars.twin(of: Self.highOverSample), over: Array("sample".utf8)))
    }

    @Test func `every signature that is made has low s and no twin`() throws {
        let key = try #require(PrivateKey(.es256, secret: Self.secret))
        for letter in UInt8(0)..<32 {
            let signature = key.sign([letter])
            #expect(key.publicKey.verifies(signature, over: [letter]))
            #expect(!key.publicKey.verifies(Scalars.twin(of: signature), over: [letter]))
            #expect(!key.publicKey.verifies(signature, over: [letter, letter]))
        }
    }

    @Test(arguments: [
        (Scalars.zero, Scalars.one), (Scalars.one, Scalars.zero), (Scalars.zero, Scalars.zero),
        (Scalars.order, Scalars.one), (Scalars.one, Scalars.order), (Scalars.ones, Scalars.ones),
    ])
    func `numbers that no signature has are refused`(_ r: [UInt8], _ s: [UInt8]) throws {
        let key = try #require(PublicKey(.es256, bytes: Self.point))
        #expect(!key.verifies(r + s, over: []))
    }

    @Test(arguments: [0, 63, 65, 70])
    func `a signature of another length is refused`(_ count: Int) throws {
        let key = try #require(PublicKey(.es256, bytes: Self.point))
        #expect(!key.verifies(Array((Self.lowOverTest + Self.lowOverTest).prefix(count)), over: Array("test".utf8)))
    }

    @Test func `bytes that are no point of the curve are no key`() {
        var altered = Self.point
        altered[63] ^= 1
        #expect(PublicKey(.es256, bytes: altered) == nil)
        #expect(PublicKey(.es256, bytes: [UInt8](repeating: 0, count: 64)) == nil)
        #expect(PublicKey(.es256, bytes: [4] + Self.point) == nil)
        #expect(PublicKey(.es256, bytes: Array(Self.point.prefix(32))) == nil)
    }

    @Test(arguments: [Scalars.zero, Scalars.order, Scalars.ones, [], [1]])
    func `a secret out of range is no key`(_ secret: [UInt8]) {
        #expect(PrivateKey(.es256, secret: secret) == nil)
    }
}

/// Numbers modulo the order of P-256, as 32 big-endian bytes.
enum Scalars {
    static let zero = [UInt8](repeating: 0, count: 32)
    static let one = [UInt8](repeating: 0, count: 31) + [1]
    static let ones = [UInt8](repeating: 0xff, count: 32)
    static let order = bytes(hex: "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")

    /// The signature r ‖ n - s, which satisfies the same equation.
    static func twin(of signature: [UInt8]) -> [UInt8] {
        var result = signature
        var borrow = 0
        for index in stride(from: 31, through: 0, by: -1) {
            let difference = Int(order[index]) - Int(signature[32 + index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[32 + index] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }
}
