internal import Ledger
internal import Signing

/// The hashes of a bundle's leaves and of every subtree that they complete.
///
/// One flat array: 256 leaf hashes, then 128 parents, 64 … and the root last, so that reusing it costs nothing.
struct BundleTree: Sendable {
    static let capacity = 256
    static let height = 8

    /// Leaves so far.
    private(set) var width = 0
    private var nodes = [Digest](repeating: .zero, count: 2 * capacity - 1)

    /// Adds a leaf and the subtrees that it completes.
    mutating func append(_ leafHash: Digest) {
        precondition(width < BundleTree.capacity, "a bundle has \(BundleTree.capacity) leaves")
        var hash = leafHash
        var index = width
        var level = 0
        while true {
            let place = BundleTree.offset(level) + index
            nodes[place] = hash
            guard index & 1 == 1 else { break }
            hash = Digest.node(nodes[place - 1], hash)
            index >>= 1
            level += 1
        }
        width += 1
    }

    /// The hash over the leaves from index × 2^level on; nil while that subtree is not complete.
    func hash(level: Int, index: Int) -> Digest? {
        guard (0...BundleTree.height).contains(level), index >= 0, (index + 1) << level <= width else { return nil }
        return nodes[BundleTree.offset(level) + index]
    }

    /// The root of a complete bundle.
    var root: Digest? { hash(level: BundleTree.height, index: 0) }

    /// Starts over.
    mutating func removeAll() { width = 0 }

    private static func offset(_ level: Int) -> Int { 2 * capacity - 2 * capacity >> level }
}
