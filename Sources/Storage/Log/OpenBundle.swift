internal import Signing

/// The leaves behind the last complete bundle, kept in memory as they stand on disk.
struct OpenBundle: Sendable {
    var tree = BundleTree()
    /// The leaves, each behind its length.
    var bytes: [UInt8] = []
    /// Where each leaf ends in `bytes`.
    var ends: [UInt32] = []

    /// The bytes of the first leaves.
    func prefix(_ width: Int) -> ArraySlice<UInt8> {
        bytes.prefix(width == 0 ? 0 : Int(ends[width - 1]))
    }

    /// Starts the next bundle.
    mutating func removeAll() {
        tree.removeAll()
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}

/// A complete bundle as the index holds it.
struct BundleEntry: Equatable, Sendable {
    /// Where it ends in its segment file.
    let end: UInt64
    let hash: Digest
}
