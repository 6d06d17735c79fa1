import Signing
import Testing

@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            """
            abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno\
            ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu
            """,
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `the vectors of FIPS 180-4 hold`(_ message: String, _ digest: String) {
        #expect(SHA256.digest(message.utf8).hex == digest)
        #expect(SHA256.digest(Array(message.utf8)).description == digest)
    }

    @Test func `a million bytes fed in uneven pieces give the digest of the whole`() {
        var hasher = SHA256()
        var left = 1_000_000
        var piece = 1
        while left > 0 {
            let count = min(piece, left)
            hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
            left -= count
            piece = piece * 7 % 1009
        }
        #expect(hasher.finalize().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// The digest of two hundred digests was computed with another implementation.
    @Test func `every length around the block size hashes as another implementation does`() {
        var chain = SHA256()
        for count in 0..<200 {
            chain.update(SHA256.digest((0..<count).map { UInt8(($0 * 7 + count) % 256) }))
        }
        #expect(chain.finalize().hex == "8c7c9ff69da76fc28823a1cb97268672663e628e1ea955868b16db46bab0545d")
    }

    @Test func `a leaf is the digest of a zero byte and the entry, whatever its length`() {
        for count in 0..<200 {
            let entry = (0..<count).map { UInt8($0) }
            #expect(Digest.leaf(entry) == SHA256.digest([0] + entry))
            #expect(Digest.leaf([9] + entry).hex == Digest.leaf(([9] + entry)[...]).hex)
        }
    }

    @Test func `a node is the digest of a one byte and both children`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let left = SHA256.digest(generator.bytes(8))
            let right = SHA256.digest(generator.bytes(8))
            #expect(Digest.node(left, right) == SHA256.digest([1] + left.bytes + right.bytes))
        }
    }

    @Test func `leaves and nodes make the roots that the ledger's vectors name`() {
        let leaves = (0..<5).map { Digest.leaf("entry \($0)".utf8) }
        #expect(Digest.leaf([]).hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(leaves[0].hex == "773885a613489e24ce2cf76199d6a423f042e4bbf12d7eecee912ef276c65701")
        #expect(Base64.encode(leaves[3].bytes) == "YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes=")
        let pairs = (Digest.node(leaves[0], leaves[1]), Digest.node(leaves[2], leaves[3]))
        #expect(Base64.encode(pairs.0.bytes) == "WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A=")
        let root = Digest.node(Digest.node(pairs.0, pairs.1), leaves[4])
        #expect(Base64.encode(root.bytes) == "fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=")
    }
}

@Suite struct DigestTests {
    private let digest = SHA256.digest("abc".utf8)

    @Test func `a digest comes back from its bytes and its hexadecimal`() {
        #expect(Digest(digest.bytes) == digest)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(digest.bytes.count == Digest.byteCount)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `any other count of bytes is no digest`(_ count: Int) {
        #expect(Digest([UInt8](repeating: 1, count: count)) == nil)
        #expect(Digest(hex: String(repeating: "01", count: count)) == nil)
    }

    @Test func `upper case is no digest`() {
        #expect(Digest(hex: digest.hex.uppercased()) == nil)
    }

    @Test func `digests are ordered as their bytes`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<100 {
            let left = SHA256.digest(generator.bytes(4))
            let right = SHA256.digest(generator.bytes(4))
            #expect((left < right) == left.bytes.lexicographicallyPrecedes(right.bytes))
        }
    }

    @Test func `bits are counted from the most significant of the first byte`() {
        for position in 0..<256 {
            let byte = digest.bytes[position / 8]
            #expect(digest.bit(position) == (byte >> UInt8(7 - position % 8) & 1 == 1))
        }
    }
}
