import Ledger
import Signing
import Storage
import Testing

@Suite struct LogProofTests {
    @Test func `inclusion proofs built from the store verify for any leaf and size`() throws {
        let pair = try LogPair(leaves: 3_000)
        for size in [1, 2, 255, 256, 257, 1_000, 2_816, 2_999, 3_000] {
            let root = pair.model.head(at: size).root
            for index in Bytes.sample(size, count: 40) {
                let proof = try InclusionProof.build(
                    index: LeafIndex(UInt64(index)), size: UInt64(size), from: pair.store)
                try proof.verify(leafHash: pair.model.hashes[index], root: root)
                #expect(throws: ProofError.self) { try proof.verify(leafHash: .zero, root: root) }
            }
        }
    }

    @Test func `consistency proofs built from the store verify between any two sizes`() throws {
        let pair = try LogPair(leaves: 1_500)
        for old in [1, 255, 256, 700, 1_024, 1_499, 1_500] {
            for new in [old, 1_500] {
                let proof = try ConsistencyProof.build(from: UInt64(old), to: UInt64(new), hashes: pair.store)
                try proof.verify(oldRoot: pair.model.head(at: old).root, newRoot: pair.model.head(at: new).root)
            }
        }
    }
}
