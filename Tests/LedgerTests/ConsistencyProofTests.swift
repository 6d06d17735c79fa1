import Ledger
import Signing
import Testing

struct ConsistencyProofTests {
    private static let hashes = Entries.hashes(70)
    private static let source = LeavesInMemory(hashes: hashes)
    private static let roots = (0...70).map { definedRoot(hashes[..<$0]) }

    @Test(arguments: 0..<70)
    func `every pair of sizes below 70 is consistent`(new: Int) throws {
        for old in 0...new {
            try Self.proof(old, new).verify(oldRoot: Self.roots[old], newRoot: Self.roots[new])
        }
    }

    @Test(arguments: 1..<70)
    func `another root, hash or length is refused for every pair`(new: Int) throws {
        for old in 0...new {
            let path = try Self.proof(old, new).path
            // An empty log says nothing about what follows it.
            if old > 0 { #expect(!Self.proves(old, new, path, Self.roots[old], Self.roots[new + 1])) }
            #expect(!Self.proves(old, new, path, Self.roots[old + 1], Self.roots[new]))
            let others = Self.altered(path).filter { Self.proves(old, new, $0, Self.roots[old], Self.roots[new]) }
            #expect(others.isEmpty)
        }
    }

    @Test func `the refusal names the fact`() throws {
        let backwards = ConsistencyProof(oldSize: 5, newSize: 4, path: [])
        #expect(throws: ProofError.sizesOutOfOrder(old: 5, new: 4)) {
            try backwards.verify(oldRoot: .zero, newRoot: .zero)
        }
        let fork = try Self.proof(5, 7)
        #expect(throws: ProofError.self) { try fork.verify(oldRoot: .zero, newRoot: Self.roots[7]) }
        let long = ConsistencyProof(oldSize: 1, newSize: 2, path: [Digest](repeating: .zero, count: 64))
        #expect(throws: ProofError.pathTooLong(limit: 63, found: 64)) {
            try long.verify(oldRoot: .zero, newRoot: .zero)
        }
        let empty = ConsistencyProof(oldSize: 3, newSize: 7, path: [])
        #expect(throws: ProofError.wrongPathLength(expected: 4, found: 0)) {
            try empty.verify(oldRoot: Self.roots[3], newRoot: Self.roots[7])
        }
    }

    @Test func `a proof to a smaller tree is refused for a larger one`() throws {
        let path = try Self.proof(3, 4).path
        let stretched = ConsistencyProof(oldSize: 3, newSize: 7, path: path)
        #expect(throws: ProofError.wrongPathLength(expected: 4, found: 3)) {
            try stretched.verify(oldRoot: Self.roots[3], newRoot: Self.roots[4])
        }
        let longer = ConsistencyProof(oldSize: 3, newSize: 4, path: try Self.proof(3, 7).path)
        #expect(throws: ProofError.wrongPathLength(expected: 3, found: 4)) {
            try longer.verify(oldRoot: Self.roots[3], newRoot: Self.roots[7])
        }
    }

    @Test func `an empty log has the root of nothing only`() throws {
        let nothing = ConsistencyProof(oldSize: 0, newSize: 0, path: [])
        try nothing.verify(oldRoot: MerkleTree.emptyRoot, newRoot: MerkleTree.emptyRoot)
        #expect(throws: ProofError.rootMismatch(expected: .zero, computed: MerkleTree.emptyRoot)) {
            try nothing.verify(oldRoot: MerkleTree.emptyRoot, newRoot: .zero)
        }
    }

    @Test func `a log does not become smaller`() {
        #expect(throws: ProofError.sizesOutOfOrder(old: 7, new: 3)) { try Self.proof(7, 3) }
    }

    @Test func `the proofs from 3 to 7 and from 5 to 7 are the published ones`() throws {
        #expect(
            try Self.proof(3, 7).path == [
                base64("V8efTzGuApxdS9MLBzwnyU35NDiytGl+Hh7vW8A5SkE="),
                base64("YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes="),
                base64("WkdmL9ijF9lgSaP59HxV3GfKZgUbqjaD27GbL+CaB7A="),
                base64("lK+4osoFHAVFjqOdzRmxvWjn4zUp8QtDnSphWlH2NuI="),
            ])
        #expect(
            try Self.proof(5, 7).path == [
                base64("SFM123z+yWXxX/dF/GJcQdXqJkaTaTAWWCj3PdS2iFQ="),
                base64("n/U3thiiV++CkIxFkVrLrrbZ3qA11tk5ZPyIwZ6YyLM="),
                base64("vhV4G2KKKEFMHIoRuG24Qi+hBBIV/g18RJbSPNoeQUI="),
                base64("l5nzB1F+9RfCIF35tndivzR1ayAJn7ffzOdrzr0nOy4="),
            ])
    }

    private static func proof(_ old: Int, _ new: Int) throws -> ConsistencyProof {
        try ConsistencyProof.build(from: UInt64(old), to: UInt64(new), hashes: source)
    }

    /// The path one hash longer, one shorter if it can be, and with each of its hashes altered.
    private static func altered(_ path: [Digest]) -> [[Digest]] {
        let alone = path.indices.map { step in
            var altered = path
            altered[step] = Digest.leaf(altered[step].bytes)
            return altered
        }
        return alone + [path + [.zero]] + (path.isEmpty ? [] : [Array(path.dropLast())])
    }

    private static func proves(
        _ old: Int, _ new: Int, _ path: [Digest], _ oldRoot: Digest, _ newRoot: Digest
    ) -> Bool {
        let proof = ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), path: path)
        return (try? proof.verify(oldRoot: oldRoot, newRoot: newRoot)) != nil
    }
}
