import Signing
import Testing

@Suite struct Ed25519Tests {
    private static let vector = Ed25519Vector.all[2]

    /// The eight points of small order, and five more ways to write some of them that are not canonical.
    private static let smallOrder = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ].map(bytes(hex:))

    @Test(arguments: Ed25519Vector.all)
    func `the vectors of RFC 8032 are signed and verified`(_ vector: Ed25519Vector) throws {
        let key = try #require(PrivateKey(.ed25519, secret: vector.seed))
        #expect(key.publicKey.bytes == vector.publicKey)
        #expect(key.sign(vector.message) == vector.signature)
        let publicKey = try #require(PublicKey(.ed25519, bytes: vector.publicKey))
        #expect(publicKey.verifies(vector.signature, over: vector.message))
    }

    @Test(arguments: Ed25519Vector.all)
    func `another message, key or signature does not verify`(_ vector: Ed25519Vector) throws {
        let key = try #require(PublicKey(.ed25519, bytes: vector.publicKey))
        #expect(!key.verifies(vector.signature, over: vector.message + [0]))
        let other = PrivateKey(generating: .ed25519).publicKey
        #expect(!other.verifies(vector.signature, over: vector.message))
        for index in vector.signature.indices {
            var signature = vector.signature
            signature[index] ^= 1 << UInt8(index % 8)
            #expect(!key.verifies(signature, over: vector.message), "byte \(index)")
        }
    }

    @Test(arguments: Ed25519Vector.all)
    func `the same signature with the group order added to S is refused`(_ vector: Ed25519Vector) throws {
        let order = bytes(hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var twin = vector.signature
        var carry = 0
        for index in 0..<32 {
            carry += Int(twin[32 + index]) + Int(order[index])
            twin[32 + index] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        let key = try #require(PublicKey(.ed25519, bytes: vector.publicKey))
        #expect(!key.verifies(twin, over: vector.message))
    }

    @Test(arguments: [0, 1, 63, 65, 128])
    func `a signature of another length is refused`(_ count: Int) throws {
        let key = try #require(PublicKey(.ed25519, bytes: Self.vector.publicKey))
        let signature = Array((Self.vector.signature + Self.vector.signature).prefix(count))
        #expect(!key.verifies(signature, over: Self.vector.message))
    }

    @Test(arguments: smallOrder)
    func `a point of small order is no key`(_ point: [UInt8]) {
        #expect(PublicKey(.ed25519, bytes: point) == nil)
    }

    /// With such a key, R = A and S = 0 would satisfy the equation for one message in eight or for all.
    @Test(arguments: smallOrder)
    func `even a key of small order that slipped in verifies nothing`(_ point: [UInt8]) {
        let key = PublicKey(checked: .ed25519, bytes: point)
        for first in Self.smallOrder {
            for letter in UInt8(0)..<16 {
                #expect(!key.verifies(first + [UInt8](repeating: 0, count: 32), over: [letter]))
            }
        }
    }

    @Test(arguments: [2, 7, 8, 11])
    func `bytes that are no point of the curve are no key`(_ y: UInt8) {
        #expect(PublicKey(.ed25519, bytes: [y] + [UInt8](repeating: 0, count: 31)) == nil)
    }

    @Test(arguments: [3, 4, 5, 6])
    func `a second encoding of a point is no key`(_ y: UInt8) {
        let canonical = [y] + [UInt8](repeating: 0, count: 31)
        let beyond = [0xed + y] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        #expect(PublicKey(.ed25519, bytes: canonical) != nil)
        #expect(PublicKey(.ed25519, bytes: beyond) == nil)
    }

    @Test(arguments: [0, 31, 33, 64])
    func `another count of bytes is no key`(_ count: Int) {
        #expect(PublicKey(.ed25519, bytes: [UInt8](repeating: 3, count: count)) == nil)
        #expect(PrivateKey(.ed25519, secret: [UInt8](repeating: 3, count: count)) == nil)
    }
}
