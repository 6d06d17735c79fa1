internal import Ledger
internal import Signing

/// The whole log as hashes: every complete subtree from bundles upward, and the open bundle.
///
/// Costs 72 bytes of memory a bundle: 2.8 MB at ten million leaves.
struct LogTree: Sendable {
    /// Where each bundle ends in its segment.
    private(set) var ends: [UInt64] = []
    /// Hashes of complete subtrees; the first level is that of bundles.
    private var levels: [[Digest]] = [[]]
    var open = OpenBundle()

    var bundleCount: UInt64 { UInt64(ends.count) }
    var size: UInt64 { bundleCount * LogLayout.bundleLeaves + UInt64(open.tree.width) }

    /// Adds a complete bundle and the subtrees that it completes.
    mutating func append(_ entry: BundleEntry) {
        ends.append(entry.end)
        var hash = entry.hash
        var level = 0
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(hash)
            let count = levels[level].count
            guard count.isMultiple(of: 2) else { break }
            hash = Digest.node(levels[level][count - 2], hash)
            level += 1
        }
    }

    /// Drops the bundles from this one on, and the open one.
    mutating func removeBundles(from count: UInt64) {
        ends.removeSubrange(Int(count)...)
        for level in levels.indices { levels[level].removeSubrange((Int(count) >> level)...) }
        open.removeAll()
    }

    /// A bundle as the index holds it.
    func entry(_ bundle: UInt64) -> BundleEntry {
        BundleEntry(end: ends[Int(bundle)], hash: levels[0][Int(bundle)])
    }

    /// Where a complete bundle stands.
    func place(_ bundle: UInt64) -> BundlePlace {
        let isFirst = bundle.isMultiple(of: LogLayout.segmentBundles)
        let start = isFirst ? 0 : ends[Int(bundle) - 1]
        return BundlePlace(bundle: bundle, bytes: start..<ends[Int(bundle)], hash: levels[0][Int(bundle)])
    }

    /// The hash of a subtree of bundles, or of one inside the open bundle; nil when it is not complete.
    func hash(level: Int, index: UInt64) -> Digest? {
        if level >= BundleTree.height {
            let upper = level - BundleTree.height
            guard upper < levels.count, index < UInt64(levels[upper].count) else { return nil }
            return levels[upper][Int(index)]
        }
        let perBundle = LogLayout.bundleLeaves >> UInt64(level)
        guard index / perBundle == bundleCount else { return nil }
        return open.tree.hash(level: level, index: Int(index % perBundle))
    }

    /// Hashes of a row of subtrees of bundles; nil when one of them is not complete.
    func hashes(level: Int, _ range: Range<UInt64>) -> [Digest]? {
        let upper = level - BundleTree.height
        guard upper < levels.count, range.upperBound <= UInt64(levels[upper].count) else { return nil }
        return Array(levels[upper][Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// Size and root of the whole log: the complete subtrees at the right edge, folded from the smallest.
    var head: TreeHead {
        var root: Digest?
        for level in 0..<BundleTree.height + levels.count where size >> UInt64(level) & 1 == 1 {
            guard let peak = hash(level: level, index: size >> UInt64(level) - 1) else { continue }
            root = root.map { Digest.node(peak, $0) } ?? peak
        }
        return TreeHead(size: size, root: root ?? MerkleTree.emptyRoot)
    }
}

/// Where a complete bundle stands on disk, and the hash that its leaves must have.
struct BundlePlace: Sendable {
    let bundle: UInt64
    /// Its bytes in the segment file.
    let bytes: Range<UInt64>
    let hash: Digest

    var segment: UInt64 { bundle / LogLayout.segmentBundles }
    var leaves: Range<UInt64> { bundle * LogLayout.bundleLeaves..<(bundle + 1) * LogLayout.bundleLeaves }
}
