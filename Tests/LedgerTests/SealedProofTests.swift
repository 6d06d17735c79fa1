import Ledger
import Signing
import Testing

struct SealedProofTests {
    private static let key = StateKey(kind: 6, key: [1])
    private static let absent = StateKey(kind: 6, key: [2])
    private static let tree = StateTree(
        entries: (0..<100).map { (StateKey(kind: 6, key: [UInt8($0)]), [UInt8($0), 7]) })
    private static let sample = SealedState(tree)

    @Test func `presence and absence hold as of the seal`() throws {
        let present = SealedProof(seal: Self.sample.receipt, proof: Self.tree.proof(Self.key))
        let (value, seal, checkpoint) = try present.value(of: Self.key, policy: Self.sample.policy)
        #expect(value == [1, 7])
        #expect(seal == Self.sample.seal)
        #expect(checkpoint.checkpoint.head.size == 4)
        let missing = StateKey(kind: 7, key: [1])
        let absent = SealedProof(seal: Self.sample.receipt, proof: Self.tree.proof(missing))
        #expect(try absent.value(of: missing, policy: Self.sample.policy).value == nil)
    }

    @Test func `a proof is read back, alone and cut from its bucket`() throws {
        let single = SealedProof(seal: Self.sample.receipt, proof: Self.tree.proof(Self.key))
        #expect(try SealedProof(decoding: single.encoded) == single)
        let bits = Self.tree.bucketBits(kind: 6)
        let prefix = Self.key.hash.words.0 >> UInt64(64 - bits)
        let bucket = SealedBucket(
            seal: Self.sample.receipt, bucket: Self.tree.bucket(kind: 6, prefix: prefix, bits: bits))
        #expect(try SealedBucket(decoding: bucket.encoded) == bucket)
        #expect(try bucket.proof(of: Self.key, policy: Self.sample.policy) == single)
    }

    @Test func `a leaf that is no seal, a seal of another state and a missing quorum are refused`() {
        let proof = Self.tree.proof(Self.key)
        let other = SealedState(Self.tree.applying([(Self.key, nil)]))
        #expect(throws: SealedProofError.self) {
            try SealedProof(seal: other.receipt, proof: proof).value(of: Self.key, policy: other.policy)
        }
        let noSeal = SealedState(Self.tree, leaf: Entries.bytes(3))
        #expect(throws: SealedProofError.notASeal(.expected(.array, offset: 0, found: 0x65))) {
            try SealedProof(seal: noSeal.receipt, proof: proof).value(of: Self.key, policy: noSeal.policy)
        }
        #expect(throws: SealedProofError.receipt(.note(.quorumMissing(needed: 3, found: 2)))) {
            try SealedProof(seal: Self.sample.receipt, proof: proof)
                .value(of: Self.key, policy: Network.policy(3, of: 3))
        }
    }

    @Test func `a bucket that hides an entry yields no proof`() throws {
        let whole = Self.tree.bucket(kind: 6, prefix: 0, bits: 0)
        let hiding = StateBucket(
            kind: 6, prefix: 0, bits: 0, siblings: whole.siblings,
            entries: whole.entries.filter { $0.keyHash != Self.key.hash }, other: nil)
        #expect(throws: Never.self) {
            try SealedBucket(seal: Self.sample.receipt, bucket: whole).proof(of: Self.key, policy: Self.sample.policy)
        }
        #expect(throws: SealedProofError.self) {
            try SealedBucket(seal: Self.sample.receipt, bucket: hiding).proof(of: Self.key, policy: Self.sample.policy)
        }
    }

    @Test func `any altered byte of a sealed proof is refused`() {
        let bytes = SealedProof(seal: Self.sample.receipt, proof: Self.tree.proof(Self.key)).encoded
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 1
            #expect(throws: SealedProofError.self) {
                try SealedProof(decoding: altered).value(of: Self.key, policy: Self.sample.policy)
            }
        }
        for count in bytes.indices {
            #expect(throws: SealedProofError.self) { try SealedProof(decoding: Array(bytes[..<count])) }
        }
    }

    @Test func `in a large state under a large log the single proof stays below 3 KB and the bucket below 8 KB`() {
        var random = Seeded(13)
        let big = BigLog(leaf: Self.sample.seal.encoded, cosigners: 3)
        let receipt = Receipt(
            leaf: Self.sample.seal.encoded,
            proof: InclusionProof(index: big.proof.index, size: BigLog.size, path: big.proof.path),
            checkpoint: big.proof.note)
        // In a million entries no path has more than 29 siblings that are not empty.
        let single = StateProof(
            kind: 6, siblings: (0..<37).map { _ in random.digest() },
            terminal: .present(value: [UInt8](repeating: 1, count: 16)))
        #expect(SealedProof(seal: receipt, proof: single).encoded.count <= 3_000)
        // A bucket of 14 bits with 110 entries, more than any of a million holds.
        let bucket = StateBucket(
            kind: 6, prefix: 0, bits: 14, siblings: (0..<22).map { _ in random.digest() },
            entries: (0..<110).map { _ in
                StateBucket.Entry(keyHash: random.digest(), value: [UInt8](repeating: 1, count: 16))
            }, other: nil)
        #expect(bucket.encoded.count <= 6_200)
        #expect(SealedBucket(seal: receipt, bucket: bucket).encoded.count <= 8_000)
    }
}

/// A log of three entries and a seal over a state, under a final checkpoint.
private struct SealedState {
    let seal: Seal
    let receipt: Receipt
    let policy = Network.policy(2, of: 3)

    /// With `leaf` that leaf stands where the seal would.
    init(_ tree: StateTree, leaf: [UInt8]? = nil) {
        let before = Entries.hashes(3)
        seal = Seal(
            height: Height(1), previous: .zero, firstIndex: LeafIndex(0), rootBefore: MerkleTree.root(of: before),
            time: 1_767_225_600_000, proposer: 0, stateRoot: tree.root, validators: .zero, nextValidators: .zero,
            parameters: .zero, ruleVersion: 1, evidenceRoot: .zero, closedCount: 0)
        let last = leaf ?? seal.encoded
        let hashes = before + [Digest.leaf(last)]
        let head = TreeHead(size: 4, root: MerkleTree.root(of: hashes))
        receipt = Receipt(
            leaf: last, proof: InclusionProof(index: LeafIndex(3), size: 4, path: MerkleTree.path(to: 3, in: hashes)),
            checkpoint: Network.note(head, by: [1, 2]))
    }
}
