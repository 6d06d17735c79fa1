import Ledger
import Signing
import Testing

struct InclusionProofTests {
    private static let hashes = Entries.hashes(70)
    private static let source = LeavesInMemory(hashes: hashes)

    @Test(arguments: 1..<70)
    func `every leaf of every size below 70 is proven, and no other`(size: Int) throws {
        let root = definedRoot(Self.hashes[..<size])
        for position in 0..<size {
            let proof = try Self.proof(position, in: size)
            try proof.verify(leafHash: Self.hashes[position], root: root)
            #expect(throws: ProofError.self) {
                try proof.verify(leafHash: Self.hashes[(position + 1) % 70], root: root)
            }
        }
    }

    @Test(arguments: 2..<70)
    func `a path at another index, of another length or with another hash is refused`(size: Int) throws {
        let root = definedRoot(Self.hashes[..<size])
        for position in 0..<size {
            let leaf = Self.hashes[position]
            let path = try Self.proof(position, in: size).path
            let moved = (0..<size).filter { $0 != position && Self.proves($0, size, path, leaf, root) }
            #expect(moved.isEmpty)
            let others = Self.altered(path).filter { Self.proves(position, size, $0, leaf, root) }
            #expect(others.isEmpty)
            #expect(Self.proves(position, size, path, leaf, root))
        }
    }

    @Test func `the refusal names the fact`() {
        let outside = InclusionProof(index: LeafIndex(5), size: 5, path: [])
        #expect(throws: ProofError.indexOutsideTree(index: 5, size: 5)) { try outside.root(leafHash: .zero) }
        let short = InclusionProof(index: LeafIndex(2), size: 5, path: [.zero])
        #expect(throws: ProofError.wrongPathLength(expected: 3, found: 1)) { try short.root(leafHash: .zero) }
        let lone = InclusionProof(index: LeafIndex(0), size: 1, path: [])
        #expect(throws: ProofError.rootMismatch(expected: Self.hashes[1], computed: Self.hashes[0])) {
            try lone.verify(leafHash: Self.hashes[0], root: Self.hashes[1])
        }
    }

    @Test func `an index outside the tree has no proof`() {
        #expect(throws: ProofError.indexOutsideTree(index: 9, size: 9)) {
            try InclusionProof.build(index: LeafIndex(9), size: 9, from: Self.source)
        }
    }

    @Test func `the path of index 2 in 5 leaves is the published one`() throws {
        #expect(
            try Self.proof(2, in: 5).path == [
                base64("YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes="),
                base64("WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A="),
                base64("SFM123z+yWXxX/dF/GJcQdXqJkaTaTAWWCj3PdS2iFQ="),
            ])
    }

    @Test func `in the largest tree the path is no longer than the limit`() throws {
        let size = LeafIndex.limit
        let proof = InclusionProof(
            index: LeafIndex(size - 1), size: size, path: [Digest](repeating: .zero, count: 53))
        _ = try proof.root(leafHash: .zero)
        #expect(proof.path.count <= InclusionProof.maxPathCount)
    }

    private static func proof(_ position: Int, in size: Int) throws -> InclusionProof {
        try InclusionProof.build(index: LeafIndex(UInt64(position)), size: UInt64(size), from: source)
    }

    /// The path one hash longer, one shorter, and with each of its hashes altered.
    private static func altered(_ path: [Digest]) -> [[Digest]] {
        let alone = path.indices.map { step in
            var altered = path
            altered[step] = Digest.leaf(altered[step].bytes)
            return altered
        }
        return alone + [path + [.zero], Array(path.dropLast())]
    }

    private static func proves(
        _ position: Int, _ size: Int, _ path: [Digest], _ leaf: Digest, _ root: Digest
    ) -> Bool {
        let proof = InclusionProof(index: LeafIndex(UInt64(position)), size: UInt64(size), path: path)
        return (try? proof.verify(leafHash: leaf, root: root)) != nil
    }
}
