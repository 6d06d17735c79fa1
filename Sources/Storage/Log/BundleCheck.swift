internal import Signing

/// Hashes the bytes of one complete bundle and compares with the hash that it must have.
struct BundleCheck {
    private(set) var tree = BundleTree()
    /// Where each leaf ends in the bundle's bytes.
    private(set) var ends: [UInt32] = []

    /// Throws, naming the leaves, unless the bytes are exactly the bundle's 256 leaves.
    mutating func check(_ bytes: UnsafeRawBufferPointer, _ place: BundlePlace, file: String) throws {
        tree.removeAll()
        ends.removeAll(keepingCapacity: true)
        var offset = 0
        while tree.width < BundleTree.capacity, let framed = unsafe LeafRun.next(in: bytes, at: offset) {
            unsafe tree.append(Digest.leaf(LeafRun.leaf(bytes, framed)))
            offset = framed.upperBound
            ends.append(UInt32(offset))
        }
        let expected = place.bytes.upperBound - place.bytes.lowerBound
        guard tree.root == place.hash, UInt64(offset) == expected else {
            throw StorageDamage(
                file: file, place: .leaves(place.leaves),
                fact: "these leaves (bytes \(place.bytes.lowerBound)..<\(place.bytes.upperBound)) do not have the hash"
                    + " \(place.hash) that \(LogLayout.indexName) holds",
                nextStep: LogLayout.verifyLedger)
        }
    }

    /// The bytes of a leaf of the bundle, its length included.
    func framed(_ leaf: Int) -> Range<Int> {
        (leaf == 0 ? 0 : Int(ends[leaf - 1]))..<Int(ends[leaf])
    }
}
