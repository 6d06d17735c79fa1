import Ledger
import Signing
import Testing

struct ReceiptTests {
    private static let leaves = (0..<5).map(Entries.bytes)
    private static let hashes = Entries.hashes(5)
    private static let head = TreeHead(size: 5, root: MerkleTree.root(of: hashes))
    private static let policy = Network.policy(2, of: 3)
    private static let proof = InclusionProof(
        index: LeafIndex(2), size: 5, path: MerkleTree.path(to: 2, in: hashes))
    private static let records = (0..<6).map { [UInt8](repeating: UInt8($0), count: 38) }
    private static let record = RecordProof(
        bytes: records[4], position: 4, path: MerkleTree.path(to: 4, in: records.map { Digest.leaf($0) }))
    private static let plain = Receipt(leaf: leaves[2], proof: proof, checkpoint: Network.note(head, by: [1, 2]))
    private static let full = Receipt(
        leaf: leaves[2], proof: proof, checkpoint: Network.note(head, by: [1, 2]), record: record)

    @Test func `the text form embeds the proof file as it is`() throws {
        #expect(Self.plain.text == "deedbox/receipt/v1\n\nleaf ZW50cnkgMg==\n" + Self.plain.logProof.encoded)
        let head = "deedbox/receipt/v1\nrecord " + Base64.encode(Self.records[4]) + "\nposition 4\n"
        let path = Self.record.path.map { Base64.encode($0.bytes) + "\n" }.joined()
        #expect(Self.full.text == head + path + "\nleaf ZW50cnkgMg==\n" + Self.full.logProof.encoded)
    }

    @Test(arguments: [false, true])
    func `a receipt is read back from both forms`(withRecord: Bool) throws {
        let receipt = withRecord ? Self.full : Self.plain
        #expect(try Receipt(parsing: receipt.text) == receipt)
        #expect(try Receipt(decoding: receipt.encoded) == receipt)
    }

    @Test func `a receipt proves its leaf under a final checkpoint`() throws {
        let final = try Self.full.verify(Self.policy)
        #expect(final.checkpoint.head == Self.head)
        #expect(final.assurance == 0)
    }

    @Test func `a record's path leads to the root of its manifest's tree, for that count only`() throws {
        let root = MerkleTree.root(of: Self.records.map { Digest.leaf($0) })
        #expect(try Self.record.root(count: 6) == root)
        #expect(throws: ProofError.wrongPathLength(expected: 1, found: 2)) { try Self.record.root(count: 5) }
        #expect(throws: ProofError.indexOutsideTree(index: 4, size: 4)) { try Self.record.root(count: 4) }
        #expect(throws: ProofError.indexOutsideTree(index: 4, size: 0)) { try Self.record.root(count: -1) }
        let moved = RecordProof(bytes: Self.records[4], position: 5, path: Self.record.path)
        #expect(try moved.root(count: 6) != root)
    }

    @Test func `another leaf, size or quorum is refused`() {
        let note = Self.plain.checkpoint
        #expect(throws: ReceiptError.self) {
            try Receipt(leaf: Self.leaves[3], proof: Self.proof, checkpoint: note).verify(Self.policy)
        }
        let larger = InclusionProof(index: LeafIndex(2), size: 6, path: Self.proof.path)
        #expect(throws: ReceiptError.sizeMismatch(proof: 6, checkpoint: 5)) {
            try Receipt(leaf: Self.leaves[2], proof: larger, checkpoint: note).verify(Self.policy)
        }
        #expect(throws: ReceiptError.note(.quorumMissing(needed: 3, found: 2))) {
            try Self.plain.verify(Network.policy(3, of: 3))
        }
    }

    @Test func `any altered byte of a receipt without a record is refused, in both forms`() {
        let text = Array(Self.plain.text.utf8)
        for position in text.indices {
            var altered = text
            altered[position] ^= 1
            guard let string = String(validating: altered, as: UTF8.self) else { continue }
            #expect(throws: ReceiptError.self) { try Receipt(parsing: string).verify(Self.policy) }
        }
        let bytes = Self.plain.encoded
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 1
            #expect(throws: ReceiptError.self) { try Receipt(decoding: altered).verify(Self.policy) }
        }
    }

    @Test func `any altered byte of a record's receipt is refused or changes what it claims`() throws {
        let root = try Self.record.root(count: 6)
        let bytes = Self.full.encoded
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 1
            guard let receipt = try? Receipt(decoding: altered) else { continue }
            #expect(receipt.encoded == altered)
            let isProven = (try? receipt.verify(Self.policy)) != nil && (try? receipt.record?.root(count: 6)) == root
            #expect(!isProven)
        }
    }

    @Test func `a receipt cut off is refused, in both forms`() {
        let text = Array(Self.full.text.utf8)
        for count in text.indices {
            let cut = String(decoding: text[..<count], as: UTF8.self)
            #expect(throws: ReceiptError.self) { try Receipt(parsing: cut).verify(Self.policy) }
        }
        let bytes = Self.full.encoded
        for count in bytes.indices {
            #expect(throws: ReceiptError.self) { try Receipt(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: ReceiptError.encoding(.trailingBytes(offset: bytes.count))) {
            try Receipt(decoding: bytes + [0])
        }
    }

    @Test(arguments: [
        ("deedbox/receipt/v2\n\nleaf AA==\n", NoteError.unexpectedLine("deedbox/receipt/v2")),
        ("deedbox/receipt/v1\nleaf AA==\n", .unexpectedLine("leaf AA==")),
        ("deedbox/receipt/v1\n\n", .unexpectedLine("c2sp.org/tlog-proof@v1")),
        ("deedbox/receipt/v1\n\nleaf \n", .unexpectedLine("leaf ")),
        ("deedbox/receipt/v1\n\nleaf AA==\nleaf AA==\n", .unexpectedLine("leaf AA==")),
        ("deedbox/receipt/v1\nrecord AA==\n\nleaf AA==\n", .missingLine),
        ("deedbox/receipt/v1\nrecord AA=\nposition 0\n\nleaf AA==\n", .unexpectedLine("record AA=")),
        ("deedbox/receipt/v1\nrecord AA==\nposition 131072\n\nleaf AA==\n", .number("131072")),
        ("deedbox/receipt/v1\nrecord AA==\nposition 0\nAA==\n\nleaf AA==\n", .hash("AA==")),
        ("deedbox/receipt/v1\nposition 0\n\nleaf AA==\n", .unexpectedLine("position 0")),
    ])
    func `a malformed text form is refused with the fact`(head: String, error: NoteError) {
        #expect(throws: ReceiptError.note(error)) { try Receipt(parsing: head + Self.plain.logProof.encoded) }
    }

    @Test func `limits of the text form are refused beyond`() {
        let proof = Self.plain.logProof.encoded
        let record = Base64.encode([UInt8](repeating: 0, count: 1_025))
        #expect(throws: ReceiptError.note(.tooLong(limit: 1_024, found: 1_025))) {
            try Receipt(parsing: "deedbox/receipt/v1\nrecord \(record)\nposition 0\n\nleaf AA==\n" + proof)
        }
        let leaf = Base64.encode([UInt8](repeating: 0, count: 65_536))
        #expect(throws: ReceiptError.note(.tooLong(limit: 65_535, found: 65_536))) {
            try Receipt(parsing: "deedbox/receipt/v1\n\nleaf \(leaf)\n" + proof)
        }
        let hashes = String(repeating: Base64.encode(Digest.zero.bytes) + "\n", count: 18)
        #expect(throws: ReceiptError.note(.pathTooLong(limit: 17, found: 18))) {
            try Receipt(parsing: "deedbox/receipt/v1\nrecord AA==\nposition 0\n\(hashes)\nleaf AA==\n" + proof)
        }
        #expect(throws: ReceiptError.note(.tooLong(limit: 262_144, found: 262_145))) {
            try Receipt(parsing: String(repeating: "a", count: 262_144) + "\n")
        }
    }

    @Test func `an extra line, and an index behind the log, have no place in a receipt`() {
        let proof = Self.plain.logProof
        let extra = LogProof(index: proof.index, path: proof.path, note: proof.note, extra: [1])
        let head = "deedbox/receipt/v1\n\nleaf AA==\n"
        #expect(throws: ReceiptError.note(.unexpectedLine("extra"))) {
            try Receipt(parsing: head + extra.encoded)
        }
        let outside = LogProof(index: LeafIndex(5), path: proof.path, note: proof.note)
        #expect(throws: ReceiptError.note(.indexOutsideTree(index: 5, size: 5))) {
            try Receipt(parsing: head + outside.encoded)
        }
    }

    @Test func `in the CBOR form the origin's name is never spelled out`() throws {
        var encoder = CBOREncoder()
        encoder.array(7)
        encoder.unsigned(1)
        encoder.null()
        encoder.byteString([0])
        encoder.unsigned(2)
        encoder.byteString([])
        encoder.text(Self.plain.checkpoint.text)
        encoder.array(1)
        encoder.array(2)
        encoder.text(Network.origin)
        encoder.byteString([UInt8](repeating: 1, count: 68))
        #expect(throws: ReceiptError.note(.keyName(Network.origin))) { try Receipt(decoding: encoder.bytes) }
    }

    @Test func `a receipt of issue in a log of ten million leaves stays below 3.2 KB and 2.1 KB`() throws {
        var random = Seeded(11)
        let manifest = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
        let big = BigLog(leaf: manifest, cosigners: 3)
        let record = RecordProof(
            bytes: [0x82, 0x58, 0x20] + random.digest().bytes + [0x1a, 1, 2, 3, 4], position: 16_000,
            path: (0..<14).map { _ in random.digest() })
        let proof = InclusionProof(index: big.proof.index, size: BigLog.size, path: big.proof.path)
        let receipt = Receipt(leaf: manifest, proof: proof, checkpoint: big.proof.note, record: record)
        #expect(receipt.text.utf8.count <= 3_200)
        #expect(receipt.encoded.count <= 2_100)
        #expect(throws: Never.self) { try Receipt(decoding: receipt.encoded).verify(big.policy) }
        #expect(throws: Never.self) { try receipt.record?.root(count: 16_384) }
    }
}
