import Ledger
import Signing
import Testing

struct LogProofTests {
    private static let hashes = Entries.hashes(5)
    private static let head = TreeHead(size: 5, root: MerkleTree.root(of: hashes))
    private static let proof = LogProof(
        index: LeafIndex(2), path: MerkleTree.path(to: 2, in: hashes), note: Network.note(head, by: [1, 2]))
    private static let hash = "YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes="

    @Test func `a proof file is these lines and the note as it is`() throws {
        let expected =
            "c2sp.org/tlog-proof@v1\nindex 2\nYcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes=\n"
            + "WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A=\nSFM123z+yWXxX/dF/GJcQdXqJkaTaTAWWCj3PdS2iFQ=\n\n"
            + Self.proof.note.encoded
        #expect(Self.proof.encoded == expected)
        #expect(try LogProof(parsing: expected) == Self.proof)
    }

    @Test func `extra bytes are carried, and none is no line`() throws {
        let proof = LogProof(index: LeafIndex(2), path: Self.proof.path, note: Self.proof.note, extra: [1, 2])
        #expect(proof.encoded.hasPrefix("c2sp.org/tlog-proof@v1\nextra AQI=\nindex 2\n"))
        #expect(try LogProof(parsing: proof.encoded) == proof)
        #expect(LogProof(index: LeafIndex(2), path: Self.proof.path, note: Self.proof.note, extra: []) == Self.proof)
    }

    @Test func `a lone leaf has a proof without a path`() throws {
        let head = TreeHead(size: 1, root: Self.hashes[0])
        let proof = LogProof(index: LeafIndex(0), path: [], note: Network.note(head, by: [1]))
        let read = try LogProof(parsing: proof.encoded)
        #expect(read == proof)
        #expect(try read.verify(leaf: Entries.bytes(0), policy: Network.policy(1, of: 1)).checkpoint.head == head)
    }

    @Test func `the leaf is proven, another leaf or place is refused`() throws {
        let policy = Network.policy(2, of: 3)
        #expect(try Self.proof.verify(leaf: Entries.bytes(2), policy: policy).checkpoint.head == Self.head)
        #expect(throws: ReceiptError.self) { try Self.proof.verify(leaf: Entries.bytes(3), policy: policy) }
        let moved = LogProof(index: LeafIndex(3), path: Self.proof.path, note: Self.proof.note)
        #expect(throws: ReceiptError.self) { try moved.verify(leaf: Entries.bytes(2), policy: policy) }
        let outside = LogProof(index: LeafIndex(5), path: Self.proof.path, note: Self.proof.note)
        #expect(throws: ReceiptError.proof(.indexOutsideTree(index: 5, size: 5))) {
            try outside.verify(leaf: Entries.bytes(2), policy: policy)
        }
        #expect(throws: ReceiptError.note(.quorumMissing(needed: 3, found: 2))) {
            try Self.proof.verify(leaf: Entries.bytes(2), policy: Network.policy(3, of: 3))
        }
    }

    @Test(arguments: [
        ("c2sp.org/tlog-proof@v2\nindex 2\n", NoteError.unexpectedLine("c2sp.org/tlog-proof@v2")),
        ("c2sp.org/tlog-proof@v1\n", .missingLine),
        ("c2sp.org/tlog-proof@v1\nindex 02\n", .number("02")), ("c2sp.org/tlog-proof@v1\nindex -1\n", .number("-1")),
        ("c2sp.org/tlog-proof@v1\nindex\n", .unexpectedLine("index")),
        ("c2sp.org/tlog-proof@v1\nindex 9007199254740992\n", .number("9007199254740992")),
        ("c2sp.org/tlog-proof@v1\nextra \nindex 2\n", .unexpectedLine("extra ")),
        ("c2sp.org/tlog-proof@v1\nextra AQI\nindex 2\n", .unexpectedLine("extra AQI")),
        ("c2sp.org/tlog-proof@v1\nextra AQI=\nextra AQI=\nindex 2\n", .unexpectedLine("extra AQI=")),
        ("c2sp.org/tlog-proof@v1\nindex 2\nindex 2\n", .hash("index 2")),
        ("c2sp.org/tlog-proof@v1\nindex 2\nAAAA\n", .hash("AAAA")),
        (
            "c2sp.org/tlog-proof@v1\nindex 2\n" + String(repeating: hash + "\n", count: 64),
            .pathTooLong(limit: 63, found: 64)
        ),
    ])
    func `a malformed proof file is refused with the fact`(head: String, error: NoteError) {
        #expect(throws: error) { try LogProof(parsing: head + "\n" + Self.proof.note.encoded) }
    }

    @Test func `a proof file without a note, or too long, is refused`() {
        #expect(throws: NoteError.noEmptyLine) { try LogProof(parsing: "c2sp.org/tlog-proof@v1\nindex 2\n") }
        #expect(throws: NoteError.self) { try LogProof(parsing: "c2sp.org/tlog-proof@v1\nindex 2\n\n") }
        let long = String(repeating: "a", count: 131_072) + "\n"
        #expect(throws: NoteError.tooLong(limit: 131_072, found: 131_073)) { try LogProof(parsing: long) }
    }

    @Test(arguments: 1...3)
    func `a proof in a log of ten million leaves stays below 1.8 KB`(cosignatures: Int) throws {
        let big = BigLog(leaf: Entries.bytes(0), cosigners: cosignatures)
        #expect(big.proof.encoded.utf8.count <= 1_800)
        #expect(throws: Never.self) { try big.proof.verify(leaf: Entries.bytes(0), policy: big.policy) }
    }
}
