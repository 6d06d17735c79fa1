import Ledger
import Signing
import Testing

struct StateProofTests {
    private static let kinds: [UInt8] = [1, 2, 200]

    private static func sample(_ seed: UInt64 = 3) -> StateTree {
        var random = Seeded(seed)
        return StateTree().applying(random.changes(300, kinds: kinds, names: 80))
    }

    @Test func `every key is proven present with its value, or absent`() throws {
        let tree = Self.sample()
        for kind in Self.kinds + [0, 3, 255] {
            for name in 0..<120 {
                let key = StateKey(kind: kind, key: Array("key \(name)".utf8))
                let proof = tree.proof(key)
                try proof.verify(key, value: tree.value(key), root: tree.root)
                #expect(try proof.value(of: key, under: tree.root) == tree.value(key))
                #expect(try StateProof(decoding: proof.encoded) == proof)
            }
        }
    }

    @Test func `a claim that differs from the proof is refused`() {
        let tree = Self.sample()
        for name in 0..<120 {
            let key = StateKey(kind: 2, key: Array("key \(name)".utf8))
            let proof = tree.proof(key)
            if let value = tree.value(key) {
                #expect(throws: ProofError.present) { try proof.verify(key, value: nil, root: tree.root) }
                #expect(throws: ProofError.valueMismatch) {
                    try proof.verify(key, value: value + [0], root: tree.root)
                }
            } else {
                #expect(throws: ProofError.absent) { try proof.verify(key, value: [1], root: tree.root) }
            }
        }
    }

    @Test func `absence is proven by an empty child and by another entry`() throws {
        let tree = Self.sample()
        let absent = (0..<400).map { StateKey(kind: 1, key: Array("absent \($0)".utf8)) }
        let proofs = absent.map(tree.proof)
        let empty = proofs.count { $0.terminal == .emptyChild }
        #expect(empty > 0 && empty < proofs.count)
        for (key, proof) in zip(absent, proofs) { try proof.verify(key, value: nil, root: tree.root) }
    }

    @Test func `a proof for one key proves nothing for another`() {
        let tree = Self.sample()
        let key = tree.entries(kind: 1)[3].0
        let proof = tree.proof(key)
        for (other, value) in tree.entries(kind: 1) where other != key {
            #expect(throws: ProofError.self) { try proof.verify(other, value: value, root: tree.root) }
            #expect(throws: ProofError.self) { try proof.verify(other, value: nil, root: tree.root) }
        }
        let elsewhere = StateKey(kind: 2, key: key.key)
        #expect(throws: ProofError.wrongKind(expected: 2, found: 1)) {
            try proof.value(of: elsewhere, under: tree.root)
        }
    }

    @Test func `a present entry is not shown absent by any entry of the tree`() {
        let tree = Self.sample()
        let entries = tree.entries(kind: 1)
        let victim = entries[5].0
        for (other, value) in entries {
            let lie = StateProof(
                kind: 1, siblings: tree.proof(other).siblings,
                terminal: .other(keyHash: other.hash, valueHash: SHA256.digest(value)))
            #expect(throws: ProofError.self) { try lie.value(of: victim, under: tree.root) }
        }
        for depth in 0...tree.proof(victim).siblings.count {
            let siblings = Array(tree.proof(victim).siblings.suffix(depth))
            let lie = StateProof(kind: 1, siblings: siblings, terminal: .emptyChild)
            #expect(throws: ProofError.self) { try lie.value(of: victim, under: tree.root) }
        }
    }

    @Test func `the entry of one kind is no proof of absence in another`() {
        let tree = StateTree(entries: [(StateKey(kind: 1, key: [1]), [1])])
        let key = StateKey(kind: 0, key: [7])
        let proof = tree.proof(StateKey(kind: 1, key: [1]))
        let other = StateKey(kind: 1, key: [1]).hash
        let lie = StateProof(
            kind: 0, siblings: proof.siblings, terminal: .other(keyHash: other, valueHash: SHA256.digest([1])))
        #expect(throws: ProofError.self) { try lie.value(of: key, under: tree.root) }
        #expect(throws: Never.self) { try tree.proof(key).verify(key, value: nil, root: tree.root) }
    }

    @Test func `in the empty state everything is absent`() throws {
        for kind in UInt8.min...UInt8.max {
            let key = StateKey(kind: kind, key: [1])
            let proof = StateTree().proof(key)
            #expect(proof.siblings.isEmpty)
            try proof.verify(key, value: nil, root: .zero)
            #expect(throws: ProofError.self) { try proof.verify(key, value: nil, root: MerkleTree.emptyRoot) }
        }
    }

    @Test func `absence shown from below the empty node is absence too`() throws {
        let tree = StateTree(entries: [(StateKey(kind: 9, key: [1]), [5])])
        let key = StateKey(kind: 8, key: [1])
        let proof = tree.proof(key)
        let lower = StateProof(kind: 8, siblings: [.zero, .zero] + proof.siblings, terminal: .emptyChild)
        try lower.verify(key, value: nil, root: tree.root)
        try StateProof(kind: 8, siblings: [.zero], terminal: .emptyChild).verify(key, value: nil, root: .zero)
    }

    @Test func `in a kind with one entry that entry is the witness`() throws {
        let only = StateKey(kind: 9, key: [1])
        let tree = StateTree(entries: [(only, [5])])
        let absent = StateKey(kind: 9, key: [2])
        #expect(tree.proof(only).siblings.count == 8)
        #expect(
            tree.proof(absent).terminal == .other(keyHash: only.hash, valueHash: SHA256.digest([5])))
        try tree.proof(absent).verify(absent, value: nil, root: tree.root)
        #expect(throws: ProofError.self) {
            let lie = StateProof(
                kind: 9, siblings: tree.proof(only).siblings,
                terminal: .other(keyHash: only.hash, valueHash: SHA256.digest([5])))
            _ = try lie.value(of: only, under: tree.root)
        }
    }

    @Test func `an entry above its kind, or below the last bit, is refused`() {
        let key = StateKey(kind: 1, key: [1])
        func proof(_ depth: Int, _ terminal: StateProof.Terminal) -> StateProof {
            StateProof(kind: 1, siblings: [Digest](repeating: .zero, count: depth), terminal: terminal)
        }
        let other = StateProof.Terminal.other(keyHash: .zero, valueHash: .zero)
        #expect(throws: ProofError.wrongDepth(7)) { try proof(7, .present(value: [])).value(of: key, under: .zero) }
        #expect(throws: ProofError.wrongDepth(7)) { try proof(7, other).value(of: key, under: .zero) }
        #expect(throws: ProofError.wrongDepth(265)) { try proof(265, .emptyChild).value(of: key, under: .zero) }
        #expect(throws: ProofError.otherEntryElsewhere(keyHash: .zero)) {
            try proof(264, other).value(of: key, under: .zero)
        }
    }

    @Test(arguments: [0, 1, 2])
    func `any altered byte of an encoded proof is refused or claims something else`(sample: Int) throws {
        let tree = Self.sample()
        let present = tree.entries(kind: 1)[0].0
        let absent = (0..<400).map { StateKey(kind: 1, key: Array("absent \($0)".utf8)) }
        let isEmpty: (StateKey) -> Bool = { tree.proof($0).terminal == .emptyChild }
        let key = try #require([present, absent.first(where: isEmpty), absent.first { !isEmpty($0) }][sample])
        let bytes = tree.proof(key).encoded
        for position in bytes.indices {
            for mask in [0x01, 0x80] as [UInt8] {
                var altered = bytes
                altered[position] ^= mask
                guard let proof = try? StateProof(decoding: altered) else { continue }
                #expect(proof.encoded == altered)
                #expect(throws: ProofError.self) { try proof.verify(key, value: tree.value(key), root: tree.root) }
            }
        }
        for count in bytes.indices {
            #expect(throws: CBORError.self) { try StateProof(decoding: bytes[..<count]) }
        }
    }

    @Test func `an encoding that is not the one form is refused`() {
        func encoded(depth: UInt64, bitmap: [UInt8], hashes: [UInt8]) -> [UInt8] {
            var encoder = CBOREncoder()
            encoder.array(5)
            encoder.unsigned(1)
            encoder.unsigned(depth)
            encoder.byteString(bitmap)
            encoder.byteString(hashes)
            encoder.null()
            return encoder.bytes
        }
        let hash = [UInt8](repeating: 7, count: 32)
        #expect(throws: Never.self) { try StateProof(decoding: encoded(depth: 9, bitmap: [0x80, 0], hashes: hash)) }
        let refused: [[UInt8]] = [
            encoded(depth: 9, bitmap: [0x80], hashes: hash), encoded(depth: 9, bitmap: [0x80, 0, 0], hashes: hash),
            encoded(depth: 9, bitmap: [0x80, 0x40], hashes: hash + hash),
            encoded(depth: 9, bitmap: [0x80, 0], hashes: []),
            encoded(depth: 9, bitmap: [0x80, 0], hashes: hash + hash),
            encoded(depth: 9, bitmap: [0x80, 0], hashes: [UInt8](repeating: 0, count: 32)),
            encoded(depth: 265, bitmap: [UInt8](repeating: 0, count: 34), hashes: []),
        ]
        for bytes in refused { #expect(throws: CBORError.self) { try StateProof(decoding: bytes) } }
    }

    @Test func `a path of ICS23's own test data leads to its root`() throws {
        // testdata/smt/exist_middle.json of cosmos/ics23, below the eight steps of the kind.
        let key = Array("FJTMuxzWXsq4pClFPnkH".utf8)
        let siblings = [
            "c607dff72d77496a8088f58c886a59e2c2e115c18688c1ea21007fa8a9c884da",
            "52491dba094231188b893d16b0b08ad25246d5147a7a62149186518712618054",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "e3a85febd896e193b7ba37bc638c46d69530de820647fccb40da8583473c8feb",
            "4baf41d85dc399f406edbe4374e6b767663e4680fee217bfbca889618b7a83dc",
            "4ed121ef20f0e1d65a8a5e7d9ed86844de0bfd82621f3325f60eb872e9e738ea",
            "a7cd5e87f54353e0b8d36901ba175daf7c00ff05c00183f522e94850a39ac4ce",
            "5a927fe700b5feacbf30a7cd160533e326c513eedc8e1d000cd8a71abd8480f5",
            "d9423c60941997d2078abd897d53f09cb4a844c684bc6a38140c04d6869809de",
            "b1de51ac7abc0e0e5bc6955c4223228d16aba8cdb6e59bfd111d0901595bc32b",
            "edbbd22b093f48404d082448bd335028477d700b449450b6800708095f78b9d6",
        ].compactMap { Digest(hex: $0) }
        var root = try #require(Digest(hex: "d32dd06714f3cee110cdb37ad7bc4760d4e291a555160f54429f9f15ddb04c4d"))
        for step in 0..<8 {
            let right = key[0] >> UInt8(step) & 1 == 1
            let zero = Digest.zero.bytes
            root = SHA256.digest(right ? [1] + zero + root.bytes : [1] + root.bytes + zero)
        }
        let proof = StateProof(
            kind: key[0], siblings: siblings + [Digest](repeating: .zero, count: 8),
            terminal: .present(value: Array("value_for_FJTMuxzWXsq4pClFPnkH".utf8)))
        let stateKey = StateKey(kind: key[0], key: Array(key.dropFirst()))
        #expect(throws: Never.self) { try proof.value(of: stateKey, under: root) }
    }
}
