public import Signing

/// The right edge of the log: all that appending and the root need, whatever the log's length.
///
/// Complete bundles of 256 leaves are folded to the roots of the largest complete subtrees; the leaves
/// behind the last complete bundle stand as their hashes.
public struct LogFrontier: Hashable, Sendable {
    /// Leaves in a complete bundle.
    public static let bundleSize = 256

    /// Complete bundles so far.
    public private(set) var bundleCount: UInt64 = 0
    /// Hashes of the leaves behind the last complete bundle; fewer than 256.
    public private(set) var openBundle: [Digest] = []
    /// Roots of the complete subtrees over bundles, the largest first: one for each bit of `bundleCount`.
    private var peaks: [Digest] = []
    /// The same over the leaves of the open bundle: a root costs a few hashes, however many leaves are open.
    private var openPeaks: [Digest] = []

    /// The edge of an empty log.
    public init() {}

    /// The edge of a log of these complete bundles and the leaves behind them.
    public init(bundleHashes: some Sequence<Digest>, openBundle: [Digest]) {
        precondition(openBundle.count < LogFrontier.bundleSize, "an open bundle of \(openBundle.count) leaves")
        for hash in bundleHashes { push(hash) }
        for hash in openBundle { append(hash) }
    }

    /// Leaves in the log.
    public var size: UInt64 { bundleCount * UInt64(LogFrontier.bundleSize) + UInt64(openBundle.count) }

    /// The root over all leaves.
    public var root: Digest {
        var root: Digest?
        for peak in openPeaks.reversed() { root = root.map { Digest.node(peak, $0) } ?? peak }
        for peak in peaks.reversed() { root = root.map { Digest.node(peak, $0) } ?? peak }
        return root ?? MerkleTree.emptyRoot
    }

    /// Size and root.
    public var head: TreeHead { TreeHead(size: size, root: root) }

    /// The path of the leaf that is appended next, in the log that it will end: siblings from the leaf upward.
    public var nextLeafPath: [Digest] { openPeaks.reversed() + peaks.reversed() }

    /// Appends one leaf; returns the hash of the bundle that it completes, if it does.
    @discardableResult
    public mutating func append(_ leafHash: Digest) -> Digest? {
        LogFrontier.carry(leafHash, into: &openPeaks, of: UInt64(openBundle.count))
        openBundle.append(leafHash)
        guard openBundle.count == LogFrontier.bundleSize else { return nil }
        let hash = openPeaks[0]
        openBundle.removeAll(keepingCapacity: true)
        openPeaks.removeAll(keepingCapacity: true)
        push(hash)
        return hash
    }

    /// Appends many leaves; `completed` is told the hash of each bundle, in order.
    public mutating func append(contentsOf leafHashes: some Collection<Digest>, completed: (Digest) -> Void) {
        let done: Void? = leafHashes.withContiguousStorageIfAvailable { leaves in
            unsafe append(leaves, completed)
        }
        if done == nil { append(contentsOf: Array(leafHashes), completed: completed) }
    }

    private mutating func append(_ leaves: UnsafeBufferPointer<Digest>, _ completed: (Digest) -> Void) {
        let count = leaves.count
        var start = 0
        while !openBundle.isEmpty, start < count {
            if let hash = unsafe append(leaves[start]) { completed(hash) }
            start += 1
        }
        while count - start >= LogFrontier.bundleSize {
            let hash = unsafe MerkleTree.root(
                ofLeaves: UnsafeBufferPointer(rebasing: leaves[start..<start + LogFrontier.bundleSize]))
            push(hash)
            completed(hash)
            start += LogFrontier.bundleSize
        }
        for index in start..<count { unsafe append(leaves[index]) }
    }

    /// Adds a complete bundle.
    private mutating func push(_ bundleHash: Digest) {
        LogFrontier.carry(bundleHash, into: &peaks, of: bundleCount)
        bundleCount += 1
    }

    /// Adds a subtree behind so many of its size: equal ones merge as a binary counter carries.
    private static func carry(_ added: Digest, into peaks: inout [Digest], of count: UInt64) {
        var hash = added
        var carry = count
        while carry & 1 == 1, let left = peaks.popLast() {
            hash = Digest.node(left, hash)
            carry >>= 1
        }
        peaks.append(hash)
    }
}
