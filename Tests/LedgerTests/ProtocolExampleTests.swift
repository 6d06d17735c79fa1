import Ledger
import Signing
import Testing

/// The examples of the pages in `docs/protocol`, byte for byte.
struct ProtocolExampleTests {
    private static func status(_ number: Int) -> StateKey { StateKey(kind: 6, key: Array("status \(number)".utf8)) }

    private static let tree = StateTree(
        entries: [(StateKey(kind: 2, key: Array("bank".utf8)), Array("A".utf8))]
            + (0..<3).map { (status($0), [UInt8($0)]) })

    private static let receipt: Receipt = {
        let hashes = Entries.hashes(5)
        let records = (1...3).map { [0x82, 0x58, 0x20] + [UInt8](repeating: $0, count: 32) + [0xf6] }
        let head = TreeHead(size: 5, root: MerkleTree.root(of: hashes))
        return Receipt(
            leaf: Entries.bytes(2),
            proof: InclusionProof(index: LeafIndex(2), size: 5, path: MerkleTree.path(to: 2, in: hashes)),
            checkpoint: Network.note(head, by: [1]),
            record: RecordProof(
                bytes: records[2], position: 2, path: MerkleTree.path(to: 2, in: records.map { Digest.leaf($0) })))
    }()

    @Test func `the state's root and proofs are those of the page`() {
        #expect(Self.tree.root.hex == "98d8be740e8bf6e46f51f562dcd08ef9c190f71a9f29050efadd00ffddca2190")
        let siblings =
            "850609429000584051abd89253ac1e78cf0577ad6159b34b18a36882290c1dc9bd05badf84b10488"
            + "6cacf06465086f1667f49cce11d9a3fe7cc78578aca6a0bb52ad9912df9038f5"
        #expect(Hex.encode(Self.tree.proof(Self.status(1)).encoded) == siblings + "4101")
        let other =
            "825820412f9420c29364b3816dafb9b04911237af8c665900e4f06eae22934bdf4367a"
            + "58204bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
        #expect(Hex.encode(Self.tree.proof(Self.status(3)).encoded) == siblings + other)
    }

    @Test func `a bucket has exactly these bytes`() {
        let expected =
            "8906010109429000584032eb2d58bd211fe78b8c57d3d737d09803d29e457d737ba3d0e2b63ab22b72c86cac"
            + "f06465086f1667f49cce11d9a3fe7cc78578aca6a0bb52ad9912df9038f55840db5d49f12391616db9462c1d"
            + "0ffb28a8d7251a80b261f157ec1171ba5abf91e6ea5bfcb7cb52db5dfe5b1fc047490f092a324d14073fd388"
            + "41d91b681234d95f8241004102f6"
        #expect(Hex.encode(Self.tree.bucket(kind: 6, prefix: 1, bits: 1).encoded) == expected)
    }

    @Test func `the receipt's text is that of the page`() {
        let expected =
            "deedbox/receipt/v1\n"
            + "record glggAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwP2\n"
            + "position 2\n"
            + "7uYf9QTkVabp1Au1P5//peTSDhT0bfPCnHUAfAHA4AU=\n"
            + "\n"
            + "leaf ZW50cnkgMg==\n"
            + "c2sp.org/tlog-proof@v1\n"
            + "index 2\n"
            + "YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes=\n"
            + "WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A=\n"
            + "SFM123z+yWXxX/dF/GJcQdXqJkaTaTAWWCj3PdS2iFQ=\n"
            + "\n"
            + "ledger.example/test\n"
            + "5\n"
            + "fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=\n"
            + "\n"
            + "— ledger.example/test eoZAmdQxgdaEyCc7lYcFv4RrbUWcTQ7fOmkChu/5bMIv8m2T0nRJnePb1uEWSHNgDYH/"
            + "8EQsmCfD6Ybv1o0pQt4AFgw=\n"
            + "— node1.ledger.example 5fsWKwAAAABpVbkAHemJ1G8knxH8W8AyHtgUmyGN5+K+UwXmTN/DiZljz3QSQv+TpXh"
            + "XwDBB/3XI/3lGeQDRxC+LqnBvN7c2q82ZCQ==\n"
        #expect(Self.receipt.text == expected)
        #expect(expected.utf8.count == 632)
    }

    @Test func `the receipt's CBOR is that of the page`() throws {
        let expected =
            "87018358248258200303030303030303030303030303030303030303030303030303030303030303f6025820"
            + "eee61ff504e455a6e9d40bb53f9fffa5e4d20e14f46df3c29c75007c01c0e00547656e747279203202586061"
            + "ca1139f6815841d5baf2d0d2d9bd9dfee97c898dd6f7ba0c0aa941ee6c01eb5a47662fd8a317d96049a3f9f4"
            + "7c55dc67ca66051baa3683dbb19b2fe09a07b0485335db7cfec965f15ff745fc625c41d5ea26469369301658"
            + "28f73dd4b6885478436c65646765722e6578616d706c652f746573740a350a664b6f305862324a4b6d5a4654"
            + "57786c45756f3850715077302b7768766a2f43346a645842663034396e493d0a8282f658447a864099d43181"
            + "d684c8273b958705bf846b6d459c4d0edf3a690286eff96cc22ff26d93d274499de3dbd6e1164873600d81ff"
            + "f0442c9827c3e986efd68d2942de00160c82746e6f6465312e6c65646765722e6578616d706c65584ce5fb16"
            + "2b000000006955b9001de989d46f249f11fc5bc0321ed8149b218de7e2be5305e64cdfc3899963cf741242ff"
            + "93a57857c03041ff75c8ff79467900d1c42f8baa706f37b736abcd9909"
        #expect(Hex.encode(Self.receipt.encoded) == expected)
        #expect(Self.receipt.encoded.count == 425)
        #expect(
            try Self.receipt.record?.root(count: 3).hex
                == "b48ee5247895eda1cfa3445adeac5e539e194ad8b122a3bb3854e8d5312422f5")
    }

    @Test func `the policy of one node is that of the page`() throws {
        let policy = Network.policy(1, of: 1)
        #expect(
            policy.text == "log ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n"
                + "witness node1.ledger.example "
                + "node1.ledger.example+e5fb162b+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\n"
                + "group consensus 1 node1.ledger.example\nquorum consensus\n")
        #expect(try Self.receipt.verify(policy).assurance == 0)
    }
}
