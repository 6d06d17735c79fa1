import Ledger
import Signing
import Testing

struct MerkleTreeTests {
    @Test func `no leaves have the hash of nothing as their root`() {
        #expect(MerkleTree.emptyRoot.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(MerkleTree.root(of: [Digest]()) == MerkleTree.emptyRoot)
    }

    @Test func `the root agrees with the definition at every size below 300`() {
        let hashes = Entries.hashes(300)
        for size in 0...300 {
            #expect(MerkleTree.root(of: hashes[..<size]) == definedRoot(hashes[..<size]))
        }
    }

    @Test(arguments: [4_095, 16_384, 16_385])
    func `the root of a batch agrees with the definition`(size: Int) {
        let hashes = Entries.hashes(size)
        #expect(MerkleTree.root(of: hashes) == definedRoot(hashes[...]))
    }

    @Test func `a collection without contiguous storage has the same root`() {
        let hashes = Entries.hashes(77)
        #expect(MerkleTree.root(of: hashes.lazy.map { $0 }) == MerkleTree.root(of: hashes))
        #expect(MerkleTree.root(of: hashes.reversed()) == definedRoot(Array(hashes.reversed())[...]))
    }

    @Test func `leaf hashes and roots agree with the published vectors`() {
        #expect(
            Digest.leaf([UInt8]()).hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(
            Digest.leaf(Entries.bytes(0)).hex
                == "773885a613489e24ce2cf76199d6a423f042e4bbf12d7eecee912ef276c65701")
        #expect(MerkleTree.root(of: Entries.hashes(5)) == base64("fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI="))
        #expect(MerkleTree.root(of: Entries.hashes(7)) == base64("mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc="))
        #expect(MerkleTree.root(of: Entries.hashes(300)) == base64("yjk9Apa+xeC43KuYO9H7fRRh9RLnJny4ljGtJv1m2Eg="))
    }

    @Test func `the first tile of 300 entries is the published one`() {
        var tile: [UInt8] = []
        for hash in Entries.hashes(256) { hash.append(to: &tile) }
        #expect(
            SHA256.digest(tile).hex == "b0f6ca2ff42508faf8c6bb4ea8bb9c74243b19d4174fdc4fd17bdad9099e605e")
    }

    @Test func `the path in a tree in memory leads to its root, from every leaf`() throws {
        for size in 1...70 {
            let hashes = Entries.hashes(size)
            for position in 0..<size {
                let path = MerkleTree.path(to: position, in: hashes)
                let proof = InclusionProof(index: LeafIndex(UInt64(position)), size: UInt64(size), path: path)
                try proof.verify(leafHash: hashes[position], root: definedRoot(hashes[...]))
            }
        }
    }
}
